"""The bidirectional LSTM with n-grams beside it."""

import torch
from torch import Tensor

from sentiment.batch import EncodedReviews
from sentiment.models.bilstm import BiLSTM
from sentiment.models.ngram_side import NgramSide
from sentiment.models.pooling import Pooling


class WideBiLSTM(BiLSTM):
    """The logit of a BiLSTM plus that of a weighted naive-Bayes vote of n-grams.

    Wide and deep (Cheng et al. 2016): one remembers phrases, the other reads sentences.
    """

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
        ngram_orders: int,
        ngram_min_count: int,
        ngram_smoothing: float,
        ngram_scale: float,
        ngram_dropout: float,
        ngram_learning_rate: float,
        padding_id: int = 0,
        unknown_id: int = 1,
    ) -> None:
        """Builds the layers; see ``BiLSTM`` for those arguments that are not here.

        Args:
            ngram_orders: 3 for n-grams of one to three tokens.
            ngram_min_count: an n-gram that stands fewer times in training has no say.
            ngram_smoothing: reviews of either label that each n-gram is taken to have stood in.
            ngram_scale: what the sum of the votes is multiplied by at first.
            ngram_dropout: rate at which a review goes without its n-grams.
            ngram_learning_rate: of the n-grams' weights, as a factor of all others'.
        """
        super().__init__(
            vocabulary_size,
            embedding_dim,
            hidden_dim,
            num_layers,
            dropout,
            embedding_dropout,
            word_dropout,
            pooling,
            padding_id,
            unknown_id,
        )
        self.side = NgramSide(
            vocabulary_size, ngram_orders, ngram_min_count, ngram_smoothing, ngram_scale
        )
        self.ngram_dropout = ngram_dropout
        self.ngram_learning_rate = ngram_learning_rate

    def study(self, reviews: EncodedReviews) -> None:
        """Counts n-grams."""
        super().study(reviews)
        self.side.study(reviews)

    def learning_rates(self) -> dict[str, float]:
        """The n-grams' weights, of which a step sees few, learn faster."""
        return super().learning_rates() | {"side.weight": self.ngram_learning_rate}

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.forward``."""
        return super().forward(token_ids, lengths) + self.side(token_ids, lengths).sum(dim=(1, 2))

    def training_logits(self, token_ids: Tensor, lengths: Tensor, labels: Tensor) -> Tensor:
        """As ``Network.training_logits``; some reviews go without their n-grams."""
        votes = self.side(token_ids, lengths, labels).sum(dim=(1, 2))
        kept = torch.rand(len(votes), device=votes.device) >= self.ngram_dropout
        return super().forward(token_ids, lengths) + votes * kept

    def contributions(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.contributions``; the words of an n-gram share its vote evenly."""
        votes = self.side(token_ids, lengths)
        shares = super().contributions(token_ids, lengths)
        for order in range(self.side.orders):
            share = votes[:, order] / (order + 1)
            for earlier in range(order + 1):
                # The n-gram that ends at t has a word at t - earlier.
                moved = torch.nn.functional.pad(share, (0, earlier))[:, earlier:]
                shares = shares + moved
        return shares
