"""Networks, and the one LightningModule that trains them. Knows neither data nor text."""

from sentiment.models.bilstm import BiLSTM
from sentiment.models.classifier import SentimentClassifier

__all__ = ["BiLSTM", "SentimentClassifier"]
