"""The exported model: a folder that predicts without torch. Knows of the project the text alone."""

from sentiment.bundle.bundle import Bundle, Explanation, WordContribution
from sentiment.bundle.loading import load, newest_bundle
from sentiment.bundle.manifest import Manifest

__all__ = ["Bundle", "Explanation", "Manifest", "WordContribution", "load", "newest_bundle"]
