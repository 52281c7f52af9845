"""Networks, and the one LightningModule that trains them. Knows neither data nor text."""

from sentiment.models.bigru import BiGRU
from sentiment.models.bilstm import BiLSTM
from sentiment.models.classifier import SentimentClassifier
from sentiment.models.cnn import CNN
from sentiment.models.dan import DAN
from sentiment.models.network import Network
from sentiment.models.transformer import Transformer
from sentiment.models.wide_bilstm import WideBiLSTM

__all__ = [
    "CNN",
    "DAN",
    "BiGRU",
    "BiLSTM",
    "Network",
    "SentimentClassifier",
    "Transformer",
    "WideBiLSTM",
]
