"""What a sweep hears of a training while it runs."""

import logging

import lightning
from lightning.pytorch.callbacks import Callback

from hydra_plugins.optuna_sweeper import current_trial
from sentiment.errors import first_line

log = logging.getLogger(__name__)


class TrialReport(Callback):
    """In a sweep, reports validation after each epoch and stops the training when it is pruned.

    Raising ``TrialPruned`` in the middle would mark the run as failed; so the training ends as if
    it were over, and ``pruned`` says that it was not.
    """

    def __init__(self, metric: str | list[str]) -> None:
        """``metric`` is what the sweep optimises; only one of validation's is known by epoch."""
        super().__init__()
        # Optuna prunes by one value.
        self.metric = metric if isinstance(metric, str) else None
        self.pruned = False

    def on_train_epoch_end(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> None:
        """Reports, and asks whether to go on."""
        if self._should_prune(trainer):
            self.pruned = True
            trainer.should_stop = True

    def _should_prune(self, trainer: lightning.Trainer) -> bool:
        trial = current_trial()
        if trial is None or self.metric not in trainer.callback_metrics:
            return False
        epoch = trainer.current_epoch + 1
        from optuna.exceptions import StorageInternalError

        try:
            trial.report(float(trainer.callback_metrics[self.metric]), step=epoch)
            # After the last epoch there is nothing left to save.
            return epoch != trainer.max_epochs and trial.should_prune()
        except StorageInternalError as error:
            # A training is worth more than what is said about it on the way.
            log.warning(
                "epoch %d could not be reported to the study (%s)", epoch, first_line(error)
            )
            return False
