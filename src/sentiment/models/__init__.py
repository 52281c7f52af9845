"""Networks, and the one LightningModule that trains them. Knows neither data nor text."""

from sentiment.models.bilstm import BiLSTM
from sentiment.models.classifier import SentimentClassifier
from sentiment.models.network import Network
from sentiment.models.wide_bilstm import WideBiLSTM

__all__ = ["BiLSTM", "Network", "SentimentClassifier", "WideBiLSTM"]
