"""What trainings share: optimisation, and randomness that a resumed training repeats."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import lightning
import numpy as np
import torch
from lightning.pytorch.callbacks import EarlyStopping
from lightning.pytorch.callbacks.early_stopping import EarlyStoppingReason
from lightning.pytorch.utilities.types import OptimizerLRScheduler
from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from sentiment.batch import Batch

OptimizerFactory = Callable[[Iterable[dict[str, Any]]], Optimizer]
SchedulerFactory = Callable[..., LRScheduler]


class SeededModule(lightning.LightningModule):
    """Trains ``net``; what is lost, its subclasses say.

    Everything random in a step is seeded by (seed, epoch, batch, process), so that a training
    resumed after any step goes on exactly as the unbroken one.
    """

    def __init__(
        self,
        net: nn.Module,
        optimizer: OptimizerFactory,
        scheduler: SchedulerFactory | None,
        learning_rates: Mapping[str, float],
        seed: int,
    ) -> None:
        """Wraps ``net``.

        Args:
            net: what is trained.
            optimizer: makes the optimizer from parameter groups.
            scheduler: makes a schedule, stepped at every batch, from the optimizer and
                ``total_steps``; None keeps the learning rate.
            learning_rates: factors of the learning rate by a parameter's name in ``net``.
            seed: of every step's randomness.
        """
        super().__init__()
        self.net = net
        self.optimizer_factory = optimizer
        self.scheduler_factory = scheduler
        self.learning_rates = learning_rates
        self.seed = seed

    def on_fit_start(self) -> None:
        """Makes a training that had stopped early, and is resumed, stay stopped.

        Lightning's callback would look at it only at the end of one more epoch.
        """
        for callback in self.trainer.early_stopping_callbacks:
            if isinstance(callback, EarlyStopping):
                has_stopped = callback.stopping_reason is not EarlyStoppingReason.NOT_STOPPED
                self.trainer.should_stop |= has_stopped

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

    def make_optimizer(self) -> Optimizer:
        """Weight decay for weight matrices only: not for embeddings, biases and norms.

        Parameters with a learning rate of their own are groups of their own.
        """
        groups: dict[tuple[bool, float], list[nn.Parameter]] = {(True, 1.0): [], (False, 1.0): []}
        for path, module in self.net.named_modules():
            for name, parameter in module.named_parameters(path, recurse=False):
                is_matrix = parameter.ndim > 1 and not isinstance(module, nn.Embedding)
                factor = self.learning_rates.get(name, 1.0)
                groups.setdefault((is_matrix, factor), []).append(parameter)
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
        # As everywhere in Lightning, 0 is for not clipping.
        elif gradient_clip_val:
            nn.utils.clip_grad_norm_(self.parameters(), gradient_clip_val)
