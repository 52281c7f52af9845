"""The bidirectional LSTM classifier."""

import torch
from torch import Tensor, nn

from sentiment.models.dropout import WholeDimensionDropout, WordDropout
from sentiment.models.embedding import initialise_embedding
from sentiment.models.network import Network
from sentiment.models.pooling import VECTORS, Pooling, pool, position_contributions
from sentiment.models.recurrent import BidirectionalLayer, Cell, flip_within_length


class BiLSTM(Network):
    """Embedding, bidirectional LSTM layers, pooling over time, one logit.

    A review's logit does not depend on the other reviews of its batch, nor on the padding.
    """

    cell: Cell = "lstm"

    def __init__(
        self,
        vocabulary_size: int,
        embedding_dim: int,
        hidden_dim: int,
        num_layers: int,
        dropout: float,
        embedding_dropout: float,
        word_dropout: float,
        pooling: Pooling,
        padding_id: int = 0,
        unknown_id: int = 1,
    ) -> None:
        """Builds the layers.

        Args:
            vocabulary_size: the number of token ids.
            embedding_dim: features a token.
            hidden_dim: features a direction.
            num_layers: bidirectional layers, one on the other.
            dropout: rate between layers and before the logit.
            embedding_dropout: rate at which whole embedding features go, for a review.
            word_dropout: rate at which tokens become unknown.
            pooling: how states become one vector.
            padding_id: the id whose embedding is zero.
            unknown_id: the id of tokens outside the vocabulary.
        """
        super().__init__()
        self.pooling: Pooling = pooling
        self.word_dropout = WordDropout(word_dropout, unknown_id)
        self.embedding = nn.Embedding(vocabulary_size, embedding_dim, padding_idx=padding_id)
        self.embedding_dropout = WholeDimensionDropout(embedding_dropout)
        self.layers = nn.ModuleList(
            BidirectionalLayer(self.cell, 2 * hidden_dim if layer else embedding_dim, hidden_dim)
            for layer in range(num_layers)
        )
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(2 * VECTORS[pooling] * hidden_dim, 1)
        initialise_embedding(self.embedding)

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.forward``."""
        states = self._top_states(token_ids, lengths)
        pooled = [pool(direction, lengths, self.pooling) for direction in states]
        logits: Tensor = self.classifier(self.dropout(torch.cat(pooled, dim=-1))).squeeze(-1)
        return logits

    def contributions(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.contributions``, at about the cost of ``forward``."""
        forward_states, backward_states = self._top_states(token_ids, lengths)
        forward_weight, backward_weight = self.classifier.weight[0].chunk(2)
        read_forward = position_contributions(forward_states, lengths, self.pooling, forward_weight)
        read_backward = position_contributions(
            backward_states, lengths, self.pooling, backward_weight
        )
        return read_forward + flip_within_length(read_backward, lengths)

    def _top_states(self, token_ids: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """The last layer's states of both directions, each in its own order of reading."""
        values = self.embedding_dropout(self.embedding(self.word_dropout(token_ids)))
        *lower, top = self.layers
        for layer in lower:
            forward_states, backward_states = layer(values, lengths)
            aligned = flip_within_length(backward_states, lengths)
            values = self.dropout(torch.cat([forward_states, aligned], dim=-1))
        states: tuple[Tensor, Tensor] = top(values, lengths)
        return states
