"""What the notebooks ask of corpora, models and runs."""
