"""The one definition of each metric.

All of them take P(positive) [batch] float32 and labels [batch] int64 in {0, 1}, and are right
across processes. They take probabilities rather than logits because torchmetrics would mistake a
batch whose logits all lie between 0 and 1 for probabilities.
"""

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy
from torchmetrics import MeanMetric, MetricCollection
from torchmetrics.classification import (
    BinaryAccuracy,
    BinaryAUROC,
    BinaryConfusionMatrix,
    BinaryF1Score,
    BinaryPrecision,
    BinaryRecall,
    BinaryROC,
)
from torchmetrics.utilities import dim_zero_cat

METRIC_NAMES = ("loss", "accuracy", "precision", "recall", "f1", "auc")


class BinaryLoss(MeanMetric):
    """Mean binary cross-entropy in nats, without label smoothing."""

    def update(self, preds: Tensor, target: Tensor) -> None:  # type: ignore[override]
        """Adds the reviews of a batch."""
        super().update(binary_cross_entropy(preds, target.float(), reduction="none"))


class AreaUnderROC(BinaryAUROC):
    """The area under the ROC curve; NaN where only one class was seen, for it is not defined."""

    def compute(self) -> Tensor:  # type: ignore[override]
        """The area over all reviews, a scalar."""
        labels = dim_zero_cat(self.target)
        if labels.min() == labels.max():
            return torch.tensor(float("nan"), device=labels.device)
        area: Tensor = super().compute()
        return area


def training_metrics() -> MetricCollection:
    """The cheap ones, updated at every training step: loss and accuracy."""
    return MetricCollection(
        {"loss": BinaryLoss(), "accuracy": BinaryAccuracy(validate_args=False)},
        compute_groups=False,
    )


def evaluation_metrics(threshold: float = 0.5) -> MetricCollection:
    """Every metric of ``METRIC_NAMES``; a review counts as positive above ``threshold``."""
    return MetricCollection(
        {
            "loss": BinaryLoss(),
            "accuracy": BinaryAccuracy(threshold, validate_args=False),
            "precision": BinaryPrecision(threshold, validate_args=False),
            "recall": BinaryRecall(threshold, validate_args=False),
            "f1": BinaryF1Score(threshold, validate_args=False),
            "auc": AreaUnderROC(validate_args=False),
        }
    )


def curves() -> MetricCollection:
    """What the pictures need: the confusion matrix [2, 2] and the ROC curve."""
    return MetricCollection(
        {
            "confusion": BinaryConfusionMatrix(validate_args=False),
            "roc": BinaryROC(validate_args=False),
        }
    )
