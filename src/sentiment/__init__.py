"""Sentiment Lab: film-review sentiment from text to a service people use."""

__version__ = "0.1.0"
