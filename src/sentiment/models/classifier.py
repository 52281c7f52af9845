"""The one LightningModule around any classifying network: loss and metrics."""

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits
from torchmetrics import MetricCollection

from sentiment.batch import Batch
from sentiment.evaluation.metrics import curves, evaluation_metrics, training_metrics
from sentiment.models.network import Network
from sentiment.models.seeded_module import OptimizerFactory, SchedulerFactory, SeededModule


class SentimentClassifier(SeededModule):
    """Trains a network that maps (token_ids, lengths) to one logit a review."""

    net: Network

    def __init__(
        self,
        net: Network,
        optimizer: OptimizerFactory,
        scheduler: SchedulerFactory | None = None,
        label_smoothing: float = 0.0,
        seed: int = 0,
    ) -> None:
        """Wraps ``net``.

        Args:
            net: what is trained.
            optimizer: makes the optimizer from parameter groups.
            scheduler: makes a schedule, stepped at every batch, from the optimizer and
                ``total_steps``; None keeps the learning rate.
            label_smoothing: 0.1 trains towards 0.05 and 0.95; labels between 0 and 1 stay.
            seed: of every step's randomness.
        """
        super().__init__(net, optimizer, scheduler, net.learning_rates(), seed)
        self.label_smoothing = label_smoothing
        self.train_metrics = training_metrics()
        self.val_metrics = evaluation_metrics()
        self.test_metrics = evaluation_metrics()
        self.test_curves = curves()
        self.history: list[dict[str, float]] = []

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """Logits [batch] float32."""
        logits: Tensor = self.net(token_ids, lengths)
        return logits.float()

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        """The smoothed loss, a scalar."""
        logits = self.net.training_logits(batch.token_ids, batch.lengths, batch.labels).float()
        by_part = logits.view(-1, len(batch.labels))
        targets = smooth(batch.labels, self.label_smoothing).expand_as(by_part)
        loss = binary_cross_entropy_with_logits(by_part, targets) * len(by_part)
        if not torch.isfinite(loss):
            raise FloatingPointError(f"the training loss became {loss.item()}")
        probabilities = self.net.combined(by_part.detach()).sigmoid()
        self.train_metrics.update(probabilities, (batch.labels > 0.5).long())
        self.log("train/loss_step", loss, prog_bar=True, logger=True)
        return loss

    def validation_step(self, batch: Batch, batch_idx: int) -> None:
        """Adds a batch to the validation metrics."""
        self.val_metrics.update(self._probabilities(batch), batch.labels.long())

    def on_validation_epoch_end(self) -> None:
        """Logs ``validation/<metric>``."""
        self.log_dict(_finish(self.val_metrics, "validation"))

    def test_step(self, batch: Batch, batch_idx: int) -> None:
        """Adds a batch to the test metrics and curves."""
        probabilities, labels = self._probabilities(batch), batch.labels.long()
        self.test_metrics.update(probabilities, labels)
        self.test_curves.update(probabilities, labels)

    def on_test_epoch_end(self) -> None:
        """Logs ``test/<metric>``; ``test_curves`` keeps what it computes here."""
        scores = _finish(self.test_metrics, "test")
        self.log_dict(scores)
        # Here, where all processes come by, and not where the first one draws.
        self.test_curves["confusion"].compute()
        if not torch.isnan(scores["test/auc"]):
            self.test_curves["roc"].compute()

    def on_train_epoch_end(self) -> None:
        """Logs ``train/<metric>`` and adds a row to ``history``."""
        self.log_dict(_finish(self.train_metrics, "train"))
        row: dict[str, float] = {"epoch": self.current_epoch + 1, "step": self.global_step}
        for name, value in sorted(self.trainer.callback_metrics.items()):
            if not name.endswith("_step"):
                row[name] = float(value)
        self.history.append(row)

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Adds the rows so far, and the sums of an unfinished epoch."""
        checkpoint["history"] = self.history
        checkpoint["train_metrics"] = {
            name: metric.metric_state for name, metric in self.train_metrics.items()
        }

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Takes back what ``on_save_checkpoint`` added."""
        self.history = list(checkpoint["history"])
        if self.global_rank != 0:
            # The sums are the first process's; counted in each they would weigh too much.
            return
        for name, metric in self.train_metrics.items():
            for key, value in checkpoint["train_metrics"][name].items():
                setattr(metric, key, value)
            metric._update_count = 1

    def _probabilities(self, batch: Batch) -> Tensor:
        # In float32 whatever the training's precision, so that a run reports the very figures
        # that evaluating or exporting its checkpoint gives.
        with torch.autocast(self.device.type, enabled=False):
            logits: Tensor = self(batch.token_ids, batch.lengths)
            return logits.sigmoid()


def smooth(labels: Tensor, smoothing: float) -> Tensor:
    """Training targets [batch] of labels [batch]; what is neither 0 nor 1 is soft already."""
    is_hard = (labels == 0) | (labels == 1)
    return torch.where(is_hard, labels * (1 - smoothing) + smoothing / 2, labels)


def _finish(metrics: MetricCollection, split: str) -> dict[str, Tensor]:
    """Computes, prefixes with the split's name, and starts anew."""
    values = {f"{split}/{name}": value for name, value in metrics.compute().items()}
    metrics.reset()
    return values
