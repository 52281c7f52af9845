"""What every network of this project is."""

from typing import Any

from torch import Tensor, nn

from sentiment.batch import EncodedReviews


class Network(nn.Module):
    """Maps (token_ids, lengths) to one logit a review; positive means positive.

    A network gives ``forward`` and, so that an exported one can explain itself, ``contributions``;
    it may replace the rest.
    """

    classifier: nn.Linear

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """Logits [batch] of token_ids [batch, time] int64 and lengths [batch] int64."""
        raise NotImplementedError

    def contributions(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """How much each token adds to the logit.

        Args:
            token_ids: [batch, time] int64.
            lengths: [batch] int64, at least 1.

        Returns:
            [batch, time], 0 at padding; a review's sum is its logit less ``bias()``.
        """
        raise NotImplementedError

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

    def study(self, reviews: EncodedReviews) -> None:
        """Takes what can be counted from the training split, before the training begins."""

    def learning_rates(self) -> dict[str, float]:
        """Factors of the learning rate by the name of a parameter; 1 where it is not named."""
        return {}

    def rebuild_settings(self) -> dict[str, Any]:
        """Settings to rebuild it with, in the place of those that need more than a checkpoint."""
        return {}
