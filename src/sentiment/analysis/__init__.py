"""What the notebooks ask of corpora, models and runs."""

import warnings

# Bars as text are all that a notebook needs.
warnings.filterwarnings("ignore", "IProgress not found")
