"""The exported model: a folder that predicts and explains without torch."""

from sentiment.bundle.bundle import Bundle
from sentiment.bundle.loading import load, newest_bundle
from sentiment.bundle.manifest import Manifest

__all__ = ["Bundle", "Manifest", "load", "newest_bundle"]
