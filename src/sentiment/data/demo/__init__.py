"""The built-in corpus: synthetic film reviews, for where no real ones can be had."""

from sentiment.data.demo.corpus import generate

__all__ = ["generate"]
