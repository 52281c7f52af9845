"""The bar that moves while it trains."""

import lightning
from lightning.pytorch.callbacks import TQDMProgressBar

from sentiment.config import is_trial


class ProgressBar(TQDMProgressBar):
    """Lightning's bar, with the loss and without what nobody looks at.

    There is none in a sweep, whose table shows the trials.
    """

    def __init__(self, refresh_rate: int) -> None:
        """``refresh_rate`` is the number of batches between two looks."""
        super().__init__(refresh_rate=0 if is_trial() else refresh_rate)

    def get_metrics(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> dict[str, int | str | float | dict[str, float]]:
        """What stands at the bar's right end."""
        metrics = super().get_metrics(trainer, pl_module)
        return {"loss": metrics["train/loss_step"]} if "train/loss_step" in metrics else {}
