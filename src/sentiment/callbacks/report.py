"""One line an epoch, on the screen and in the log file."""

import logging

import lightning
from lightning.pytorch.callbacks import Checkpoint

log = logging.getLogger(__name__)

_COLUMNS = {
    "loss": "train/loss",
    "accuracy": "train/accuracy",
    "validation loss": "validation/loss",
    "accuracy ": "validation/accuracy",
    "F1": "validation/f1",
    "AUC": "validation/auc",
}


class EpochReport(Checkpoint):
    """Logs train loss and accuracy and the validation metrics after each epoch.

    It calls itself a checkpoint because Lightning runs those after the module's own hook, where the
    figures are computed.
    """

    def on_train_epoch_end(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> None:
        """Logs the line."""
        if not trainer.is_global_zero:
            return
        metrics = trainer.callback_metrics
        figures = [
            f"{name.strip()} {float(metrics[key]):.4f}"
            for name, key in _COLUMNS.items()
            if key in metrics
        ]
        log.info(
            "epoch %d/%s: %s", trainer.current_epoch + 1, trainer.max_epochs, ", ".join(figures)
        )
