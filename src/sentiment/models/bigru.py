"""The bidirectional GRU classifier."""

from sentiment.models.bilstm import BiLSTM
from sentiment.models.recurrent import Cell


class BiGRU(BiLSTM):
    """A ``BiLSTM`` with gated recurrent units (Cho et al. 2014) in the place of LSTMs.

    They have three gates' weights in the place of four, and no state beside the one that is read.
    """

    cell: Cell = "gru"
