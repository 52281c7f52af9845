"""The deep averaging network."""

from itertools import pairwise

import torch
from torch import Tensor, nn

from sentiment.models.dropout import WordDropout
from sentiment.models.embedding import initialise_embedding
from sentiment.models.network import Network
from sentiment.models.recurrent import valid_mask


class DAN(Network):
    """The mean of the words' embeddings, hidden layers, one logit (Iyyer et al. 2015).

    It knows no order of words. A review's logit does not depend on the other reviews of its batch,
    nor on the padding.
    """

    def __init__(
        self,
        vocabulary_size: int,
        embedding_dim: int,
        hidden_dim: int,
        hidden_layers: int,
        dropout: float,
        embedding_dropout: float,
        word_dropout: float,
        padding_id: int = 0,
    ) -> None:
        """Builds the layers.

        Args:
            vocabulary_size: the number of token ids.
            embedding_dim: features a token.
            hidden_dim: features a hidden layer.
            hidden_layers: how many; none leaves a linear model.
            dropout: rate after each hidden layer.
            embedding_dropout: rate at which features of the mean go.
            word_dropout: rate at which tokens are left out of the mean.
            padding_id: the id whose embedding is zero.
        """
        super().__init__()
        self.padding_id = padding_id
        # A word that becomes padding does not count.
        self.word_dropout = WordDropout(word_dropout, padding_id)
        self.embedding = nn.Embedding(vocabulary_size, embedding_dim, padding_idx=padding_id)
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        dims = [embedding_dim, *[hidden_dim] * hidden_layers]
        self.hidden = nn.ModuleList(_hidden_layer(*ends) for ends in pairwise(dims))
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(dims[-1], 1)
        initialise_embedding(self.embedding)

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.forward``."""
        values = self.embedding_dropout(self._mean(token_ids, lengths))
        for layer in self.hidden:
            values = self.dropout(layer(values).relu())
        logits: Tensor = self.classifier(values).squeeze(-1)
        return logits

    def contributions(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.contributions``, by DeepLIFT's rescale rule (Shrikumar et al. 2017).

        The reference is a mean of zero. What the network says of that is spread evenly over the
        words. With one hidden layer it is the integrated gradient (Sundararajan et al. 2017).
        """
        values = self._mean(token_ids, lengths)
        reference = torch.zeros_like(values[:1])
        slopes = []
        for layer in self.hidden:
            before, before_reference = layer(values), layer(reference)
            values, reference = before.relu(), before_reference.relu()
            rise = before - before_reference
            slopes.append((values - reference) / rise.masked_fill(rise == 0, 1.0))
        multipliers = self.classifier.weight
        for layer, slope in zip(reversed(self.hidden), reversed(slopes), strict=True):
            multipliers = (multipliers * slope) @ layer.weight
        constant = reference @ self.classifier.weight[0]
        words: Tensor = (self.embedding(token_ids) * multipliers.unsqueeze(1)).sum(dim=-1)
        shares = (words + constant) / lengths.unsqueeze(1)
        return shares * valid_mask(lengths, token_ids.shape[1])

    def _mean(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """[batch, embedding_dim]."""
        is_padding = ~valid_mask(lengths, token_ids.shape[1])
        token_ids = self.word_dropout(token_ids).masked_fill(is_padding, self.padding_id)
        words = (token_ids != self.padding_id).sum(dim=1, keepdim=True)
        mean: Tensor = self.embedding(token_ids).sum(dim=1) / words.clamp(min=1)
        return mean


def _hidden_layer(inputs: int, outputs: int) -> nn.Linear:
    layer = nn.Linear(inputs, outputs)
    nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    nn.init.zeros_(layer.bias)
    return layer
