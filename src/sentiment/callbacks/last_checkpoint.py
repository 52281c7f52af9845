"""``last.ckpt``: where a training that was stopped, politely or not, goes on."""

import logging
import signal
import time
from pathlib import Path
from types import FrameType
from typing import Any

import lightning
from lightning.pytorch.callbacks import Checkpoint

log = logging.getLogger(__name__)


class LastCheckpoint(Checkpoint):
    """Writes ``last.ckpt`` at the start, after every epoch, and in between from time to time.

    Ctrl-C (or a SIGTERM) takes effect between two batches, after a last save: in the middle of a
    step the weights would be half updated. During validation it takes effect without a save. A
    second Ctrl-C stops at once.
    """

    def __init__(self, dirpath: str, every_n_seconds: float) -> None:
        """Takes the folder, and the pause between saves inside an epoch."""
        super().__init__()
        self.path = Path(dirpath) / "last.ckpt"
        self.every_n_seconds = every_n_seconds
        self._saved_at = 0.0
        self._stop_requested = False
        self._previous_handler: Any = None

    def on_fit_start(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> None:
        """Takes over Ctrl-C."""
        self._stop_requested = False
        self._previous_handler = _set_handler(self._request_stop)

    def teardown(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule, stage: str
    ) -> None:
        """Gives Ctrl-C back."""
        if stage == "fit" and self._previous_handler is not None:
            _set_handler(self._previous_handler)
            self._previous_handler = None

    def on_train_start(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> None:
        """Saves the beginning, so that there is something to resume from at any moment."""
        # Decided together: a process that comes late would find the file that the first has just
        # written, and leave it waiting for a save that never comes.
        if _any_process(trainer, not self.path.exists()):
            self._save(trainer)
        self._saved_at = time.monotonic()

    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        pl_module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Saves when it is time; stops when it was asked to."""
        # After the last batch the epoch's own save is near, and resumes better; within an
        # accumulation the gradients so far would be lost.
        is_last = trainer.fit_loop.epoch_loop.batch_progress.is_last_batch
        if is_last or (batch_idx + 1) % trainer.accumulate_grad_batches:
            return
        due = time.monotonic() - self._saved_at >= self.every_n_seconds
        stop = self._should_stop(trainer)
        if stop or _any_process(trainer, due):
            self._save(trainer)
        if stop:
            raise KeyboardInterrupt

    def on_validation_batch_end(
        self,
        trainer: lightning.Trainer,
        pl_module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
        dataloader_idx: int = 0,
    ) -> None:
        """Stops when it was asked to; the last save is not long ago."""
        # Processes may have different numbers of batches here, so each decides by itself.
        if trainer.world_size == 1 and self._should_stop(trainer):
            raise KeyboardInterrupt

    def on_train_epoch_end(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> None:
        """Saves the finished epoch."""
        self._save(trainer)
        if self._should_stop(trainer):
            raise KeyboardInterrupt

    def _save(self, trainer: lightning.Trainer) -> None:
        trainer.save_checkpoint(self.path)
        self._saved_at = time.monotonic()

    def _should_stop(self, trainer: lightning.Trainer) -> bool:
        return _any_process(trainer, self._stop_requested or trainer.received_sigterm)

    def _request_stop(self, number: int, frame: FrameType | None) -> None:
        if self._stop_requested:
            raise KeyboardInterrupt
        self._stop_requested = True
        log.warning("Stopping after this batch; Ctrl-C again stops at once, without saving.")


def _any_process(trainer: lightning.Trainer, wish: bool) -> bool:
    """Whether any process wishes it: saving and stopping are things that they do together."""
    if trainer.world_size == 1:
        return wish
    return trainer.strategy.reduce_boolean_decision(wish, all=False)


def _set_handler(handler: Any) -> Any:
    """Sets what Ctrl-C does and returns what it did; None where only the main thread may."""
    try:
        return signal.signal(signal.SIGINT, handler)
    except ValueError:
        return None
