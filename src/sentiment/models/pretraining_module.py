"""The LightningModule that trains a language model."""

from typing import Any

import torch
from torch import Tensor

from sentiment.batch import Batch
from sentiment.models.language_model import BidirectionalLanguageModel
from sentiment.models.seeded_module import OptimizerFactory, SchedulerFactory, SeededModule

_GUESSES_A_BATCH = 250


class LanguageModelTraining(SeededModule):
    """Trains a language model on texts, and measures it on those of the validation split.

    Attributes:
        perplexity: of the last validation; None before it.
    """

    net: BidirectionalLanguageModel

    def __init__(
        self,
        net: BidirectionalLanguageModel,
        optimizer: OptimizerFactory,
        scheduler: SchedulerFactory | None,
        seed: int,
    ) -> None:
        """Wraps ``net``; see ``SeededModule``."""
        super().__init__(net, optimizer, scheduler, {}, seed)
        self.perplexity: float | None = None
        self._losses: list[Tensor] = []

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        """The loss in nats a token, a scalar."""
        loss: Tensor = self.net(batch.token_ids, batch.lengths)
        if not torch.isfinite(loss):
            raise FloatingPointError(f"the training loss became {loss.item()}")
        self.log("train/loss_step", loss, prog_bar=True, logger=True)
        return loss

    def on_validation_epoch_start(self) -> None:
        """Draws the same guesses at every validation."""
        torch.manual_seed(self.seed)
        self._losses = []

    def validation_step(self, batch: Batch, batch_idx: int) -> None:
        """Adds the losses of some of a batch's guesses."""
        losses = self.net.exact_loss(batch.token_ids, batch.lengths, _GUESSES_A_BATCH)
        self._losses.append(losses.detach())

    def on_validation_epoch_end(self) -> None:
        """Logs ``validation/loss`` in nats a token, and its exponential, the perplexity."""
        # The processes have nearly the same number of batches.
        loss = self.trainer.strategy.reduce(torch.cat(self._losses).mean(), reduce_op="mean")
        self.perplexity = float(loss.exp())
        self.log_dict({"validation/loss": loss, "validation/perplexity": self.perplexity})

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Adds the perplexity, for a training that is resumed at its very end."""
        checkpoint["perplexity"] = self.perplexity

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Takes it back."""
        self.perplexity = checkpoint["perplexity"]
