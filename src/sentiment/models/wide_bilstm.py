"""The bidirectional LSTM with n-grams beside it."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from sentiment.batch import EncodedReviews
from sentiment.models.bilstm import BiLSTM
from sentiment.models.ngram_side import NgramSide


class WideBiLSTM(BiLSTM):
    """A weighted mean of the logits of a BiLSTM and of a naive-Bayes vote of n-grams.

    Wide and deep (Cheng et al. 2016): one remembers phrases, the other reads sentences. Unlike
    there each part has a loss of its own. Trained for the mean alone, the two were no better than
    the vote; and a mean whose weights are learned came to follow the part that remembers the
    training reviews best.
    """

    def __init__(
        self,
        vocabulary_size: int,
        ngram_orders: int,
        ngram_min_count: int,
        ngram_smoothing: float,
        ngram_scale: float,
        ngram_dropout: float,
        ngram_learning_rate: float,
        ngram_share: float,
        **bilstm: Any,
    ) -> None:
        """Builds the layers.

        Args:
            vocabulary_size: the number of token ids.
            ngram_orders: 3 for n-grams of one to three tokens.
            ngram_min_count: an n-gram that stands fewer times in training has no say.
            ngram_smoothing: reviews of either label that each n-gram is taken to have stood in.
            ngram_scale: what the sum of the votes is multiplied by.
            ngram_dropout: rate at which an n-gram of a review loses its vote.
            ngram_learning_rate: of the n-grams' weights, as a factor of all others'.
            ngram_share: the weight of the n-grams in the mean, from 0 to 1.
            bilstm: the other arguments of ``BiLSTM``.
        """
        super().__init__(vocabulary_size, **bilstm)
        self.side = NgramSide(
            vocabulary_size,
            ngram_orders,
            ngram_min_count,
            ngram_smoothing,
            ngram_scale,
            ngram_dropout,
        )
        self.ngram_learning_rate = ngram_learning_rate
        self.ngram_share = ngram_share

    def study(self, read: Callable[[], EncodedReviews]) -> None:
        """As ``Network.study``: counts n-grams."""
        self.side.study(read())

    def learning_rates(self) -> dict[str, float]:
        """The n-grams' weights, of which a step sees few, learn faster."""
        return {"side.weight": self.ngram_learning_rate}

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.forward``."""
        return self._mean(super().forward(token_ids, lengths), self.side(token_ids, lengths))

    def training_logits(self, token_ids: Tensor, lengths: Tensor, labels: Tensor) -> Tensor:
        """As ``Network.training_logits``: [2, batch] of the LSTM and of the n-grams."""
        read = super().forward(token_ids, lengths).float()
        return torch.stack([read, self.side(token_ids, lengths, labels)])

    def combined(self, by_part: Tensor) -> Tensor:
        """As ``Network.combined``."""
        read, votes = by_part
        return self._mean(read, votes)

    def contributions(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.contributions``."""
        votes = self.side.by_position(token_ids, lengths)
        return self._mean(super().contributions(token_ids, lengths), votes)

    def bias(self) -> Tensor:
        """As ``Network.bias``."""
        return (1 - self.ngram_share) * super().bias()

    def _mean(self, read: Tensor, votes: Tensor) -> Tensor:
        return (1 - self.ngram_share) * read + self.ngram_share * votes
