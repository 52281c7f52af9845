"""What every network of this project is."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from torch import Tensor, nn

from sentiment.batch import EncodedReviews


class Network(nn.Module, ABC):
    """Maps (token_ids, lengths) to one logit a review; positive means positive.

    A network gives ``forward`` and, so that an exported one can explain itself, ``contributions``;
    it may replace the rest.
    """

    classifier: nn.Linear

    @abstractmethod
    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """One logit a review.

        Args:
            token_ids: [batch, time] int64.
            lengths: [batch] int64, at least 1.

        Returns:
            [batch] logits.
        """

    @abstractmethod
    def contributions(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """How much each token adds to the logit.

        Args:
            token_ids: [batch, time] int64.
            lengths: [batch] int64, at least 1.

        Returns:
            [batch, time], 0 at padding; a review's sum is its logit less ``bias()``.
        """

    def bias(self) -> Tensor:
        """The part of every logit, a scalar, that no token adds."""
        return self.classifier.bias

    def training_logits(self, token_ids: Tensor, lengths: Tensor, labels: Tensor) -> Tensor:
        """Logits in training; a network whose statistics know a review leaves it out.

        Args:
            token_ids: [batch, time] int64.
            lengths: [batch] int64, at least 1.
            labels: [batch] float32, probabilities of positive.

        Returns:
            [batch], or [parts, batch] where parts of the network learn to predict by themselves.
        """
        logits: Tensor = self(token_ids, lengths)
        return logits

    def combined(self, by_part: Tensor) -> Tensor:
        """The network's logits [batch] of its parts' [parts, batch]."""
        return by_part.mean(dim=0)

    def study(self, read: Callable[[], EncodedReviews]) -> None:
        """Takes what can be counted from the training split, before the training begins.

        Args:
            read: gives that split; not called by a network that counts nothing.
        """

    def learning_rates(self) -> dict[str, float]:
        """Factors of the learning rate by the name of a parameter; 1 where it is not named."""
        return {}

    def rebuild_settings(self) -> dict[str, Any]:
        """Settings to rebuild it with, in the place of those that need more than a checkpoint."""
        return {}
