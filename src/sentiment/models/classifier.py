"""The one LightningModule: loss, metrics and optimisation around any network of this package."""

from collections.abc import Callable, Iterable
from typing import Any

import lightning
import numpy as np
import torch
from lightning.pytorch.utilities.types import OptimizerLRScheduler
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from torchmetrics import MetricCollection

from sentiment.batch import Batch
from sentiment.evaluation.metrics import curves, evaluation_metrics, training_metrics
from sentiment.models.network import Network

OptimizerFactory = Callable[[Iterable[dict[str, Any]]], Optimizer]
SchedulerFactory = Callable[..., LRScheduler]


class SentimentClassifier(lightning.LightningModule):
    """Trains a network that maps (token_ids, lengths) to one logit a review.

    Everything random in a step is seeded by (seed, epoch, batch, process), so that a training
    resumed after any step goes on exactly as the unbroken one.
    """

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
        super().__init__()
        self.net = net
        self.optimizer_factory = optimizer
        self.scheduler_factory = scheduler
        self.label_smoothing = label_smoothing
        self.seed = seed
        self.train_metrics = training_metrics()
        self.val_metrics = evaluation_metrics()
        self.test_metrics = evaluation_metrics()
        self.test_curves = curves()
        self.history: list[dict[str, float]] = []

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """Logits [batch] float32."""
        logits: Tensor = self.net(token_ids, lengths)
        return logits.float()

    def on_train_start(self) -> None:
        """Makes a training that is resumed in the middle of an epoch go on with the right batch.

        Lightning would have done so, had ``configure_optimizers`` not asked for the number of
        steps: that sets the loader up before the checkpoint's loader state is known, and Lightning
        2.6 does not come back to it.
        """
        self.trainer.fit_loop._load_combined_loader_states()

    def on_train_batch_start(self, batch: Batch, batch_idx: int) -> None:
        """Makes the step's dropout depend on nothing that came before."""
        position = [self.current_epoch, batch_idx, self.global_rank]
        sequence = np.random.SeedSequence([self.seed, *position])
        torch.manual_seed(int(sequence.generate_state(1)[0]))

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        """The smoothed loss, a scalar."""
        logits = self.net.training_logits(batch.token_ids, batch.lengths, batch.labels).float()
        targets = smooth(batch.labels, self.label_smoothing)
        loss = binary_cross_entropy_with_logits(logits, targets)
        if not torch.isfinite(loss):
            raise FloatingPointError(f"the training loss became {loss.item()}")
        self.train_metrics.update(logits.detach().sigmoid(), (batch.labels > 0.5).long())
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

    def make_optimizer(self) -> Optimizer:
        """Weight decay for weight matrices only: not for embeddings, biases and norms.

        Parameters with a learning rate of their own (``Network.learning_rates``) are groups of
        their own.
        """
        factors = self.net.learning_rates()
        groups: dict[tuple[bool, float], list[nn.Parameter]] = {(True, 1.0): [], (False, 1.0): []}
        for path, module in self.net.named_modules():
            for name, parameter in module.named_parameters(path, recurse=False):
                is_matrix = parameter.ndim > 1 and not isinstance(module, nn.Embedding)
                groups.setdefault((is_matrix, factors.get(name, 1.0)), []).append(parameter)
        optimizer = self.optimizer_factory(
            [
                {"params": parameters} | ({} if is_matrix else {"weight_decay": 0.0})
                for (is_matrix, _), parameters in groups.items()
            ]
        )
        for group, (_, factor) in zip(optimizer.param_groups, groups, strict=True):
            group["lr"] *= factor
        return optimizer

    def configure_optimizers(self) -> OptimizerLRScheduler:
        """The optimizer, and the schedule over all steps of the training."""
        optimizer = self.make_optimizer()
        if self.scheduler_factory is None:
            return optimizer
        total_steps = int(self.trainer.estimated_stepping_batches)
        scheduler = self.scheduler_factory(optimizer, total_steps=total_steps)
        return {
            "optimizer": optimizer,
            "lr_scheduler": {"scheduler": scheduler, "interval": "step"},
        }

    def configure_gradient_clipping(
        self,
        optimizer: Optimizer,
        gradient_clip_val: float | None = None,
        gradient_clip_algorithm: str | None = None,
    ) -> None:
        """Clips for fused optimizers too, which Lightning refuses for the sake of float16.

        Only float16 scales its gradients; in every other precision they are what they seem.
        """
        if self.trainer.precision == "16-mixed" or gradient_clip_algorithm == "value":
            super().configure_gradient_clipping(
                optimizer, gradient_clip_val, gradient_clip_algorithm
            )
        elif gradient_clip_val is not None:
            nn.utils.clip_grad_norm_(self.parameters(), gradient_clip_val)

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
