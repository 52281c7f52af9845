"""A Lightning trainer that speaks to people."""

import logging
import shlex
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import cast

import lightning
from hydra.core.hydra_config import HydraConfig
from lightning.fabric.utilities.exceptions import MisconfigurationException
from lightning.pytorch.callbacks import Callback, Timer
from lightning.pytorch.loggers import Logger
from lightning.pytorch.trainer.states import TrainerStatus
from omegaconf import DictConfig
from tqdm.contrib.logging import logging_redirect_tqdm

from sentiment.checkpoint import AtomicCheckpointIO
from sentiment.config import is_trial
from sentiment.errors import InterruptedByUser, UserError
from sentiment.files import shown
from sentiment.instantiation import instantiate
from sentiment.tracking import TrackedRun


def make_trainer(
    config: DictConfig, callbacks: list[Callback], loggers: list[Logger]
) -> lightning.Trainer:
    """The trainer that ``config.trainer`` describes.

    Raises:
        UserError: when its settings do not go together.
    """
    _quieten_lightning()
    try:
        trainer = instantiate(
            config.trainer, callbacks=callbacks, logger=loggers, plugins=[AtomicCheckpointIO()]
        )
    except MisconfigurationException as error:
        raise UserError(f"trainer: {error}") from error
    return cast(lightning.Trainer, trainer)


def _quieten_lightning() -> None:
    """Leaves of what Lightning says that which a user could act on."""
    for name in ("lightning.pytorch", "lightning.fabric"):
        lightning_log = logging.getLogger(name)
        # At INFO it says, each time, that there is no GPU and which loops it stopped.
        lightning_log.setLevel(logging.WARNING)
        # Its own handler would print everything twice.
        lightning_log.handlers.clear()
    for message in (
        # Inside Lightning, of a torch that is newer.
        r".*isinstance\(treespec, LeafSpec\)",
        # As it should be for a small corpus, and for a training that goes on.
        r".*smaller than the logging interval",
        r"Checkpoint directory .* exists and is not empty",
        # The metrics have gone through all processes before they are logged.
        r"It is recommended to use .self\.log",
        # A pretraining is not tracked.
        r"You called `self\.log\(.*no logger configured",
    ):
        warnings.filterwarnings("ignore", message=message)


def of_a_training(run_dir: Path) -> list[Path]:
    """What tells that a training has begun in a folder, as far as it is there."""
    return [path for name in ("checkpoints", "metrics.json") if (path := run_dir / name).exists()]


def refuse_a_used_folder(run_dir: Path) -> None:
    """Raises a ``UserError`` where another training lies."""
    if of_a_training(run_dir):
        raise UserError(
            f"{shown(run_dir)} holds another training; go on with resume={shown(run_dir)}, "
            "or choose another folder."
        )


def tracked_runs(loggers: Sequence[Logger]) -> list[TrackedRun]:
    """Those loggers that are runs in MLflow."""
    return [logger for logger in loggers if isinstance(logger, TrackedRun)]


def training_seconds(callbacks: Sequence[Callback]) -> float | None:
    """Wall time of the training, the part before a resume included."""
    timers = [callback for callback in callbacks if isinstance(callback, Timer)]
    return timers[0].time_elapsed("train") if timers else None


@contextmanager
def errors_as_sentences(
    config: DictConfig,
    trainer: lightning.Trainer,
    loggers: Sequence[Logger],
    run_dir: Path,
) -> Iterator[None]:
    """Turns what stops a training into a ``UserError`` and closes its tracking.

    Args:
        config: of the training.
        trainer: that runs it.
        loggers: that track it.
        run_dir: its folder, where it can go on.
    """
    status = "FAILED"
    handler = signal.getsignal(signal.SIGINT)
    try:
        # Log lines would tear the progress bar apart; in a sweep there is none.
        with nullcontext() if is_trial() else logging_redirect_tqdm([logging.getLogger()]):
            yield
        return
    except FloatingPointError as error:
        raise UserError(
            f"The training diverged: {error}. Lower optimizer.lr={config.optimizer.lr}."
        ) from error
    except MisconfigurationException as error:
        raise UserError(str(error)) from error
    except (KeyboardInterrupt, SystemExit) as error:
        # Lightning answers Ctrl-C with SystemExit.
        if trainer.state.status != TrainerStatus.INTERRUPTED:
            raise
        status = "KILLED"
        advice = "" if is_trial() else f" Go on with: {resume_command(run_dir)}"
        raise InterruptedByUser(f"Stopped.{advice}") from error
    finally:
        # After an error Lightning does not let the callbacks give Ctrl-C back.
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, handler)
        if sys.exc_info()[0] is not None and trainer.is_global_zero:
            for logger in tracked_runs(loggers):
                logger.finish(status)


def resume_command(run_dir: Path) -> str:
    """What to type so that the run in ``run_dir`` goes on."""
    verb, arguments = "train", []
    if HydraConfig.initialized():
        hydra = HydraConfig.get()
        verb = hydra.job.name
        arguments = [
            # Where an experiment was found that is none of ours, as the best of a sweep.
            *(
                f"--config-dir={shown(Path(source.path))}"
                for source in hydra.runtime.config_sources
                if source.provider == "command-line"
            ),
            *(one for one in hydra.overrides.task if not one.startswith("resume=")),
        ]
    command = ["train.py"] if verb == "train" else ["-m", f"sentiment.{verb}"]
    return shlex.join(["python", *command, *arguments, f"resume={shown(run_dir)}"])
