"""The course of a training."""

import logging
import os
import shlex
import shutil
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import lightning
import torch
from hydra.core.hydra_config import HydraConfig
from lightning.fabric.utilities.exceptions import MisconfigurationException
from lightning.pytorch.callbacks import Callback, Timer
from lightning.pytorch.loggers import Logger
from lightning.pytorch.trainer.states import TrainerStatus
from omegaconf import DictConfig
from tqdm.contrib.logging import logging_redirect_tqdm

from hydra_plugins.optuna_sweeper import current_trial
from sentiment.callbacks import TrialReport
from sentiment.checkpoint import AtomicCheckpointIO, RecipeInCheckpoint, TrainedModel
from sentiment.config import compose_config, is_trial
from sentiment.data.datamodule import ReviewsDataModule
from sentiment.errors import InterruptedByUser, UserError
from sentiment.files import shown
from sentiment.hardware import check_accelerator, choose_precision, keep_freed_memory
from sentiment.inference import milliseconds_per_review
from sentiment.instantiation import build_net, instantiate, instantiate_all
from sentiment.models import SentimentClassifier
from sentiment.objective import MILLISECONDS, needs_milliseconds
from sentiment.results import collect_metrics, load_best_weights, show_results, write_results
from sentiment.resuming import checkpoint_to_resume, recipe_settings
from sentiment.settings import TrainSettings, check_settings
from sentiment.tracking import TrackedRun, git_revision

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TrainingResult:
    """What a training leaves.

    Attributes:
        metrics: the content of ``metrics.json``.
        run_dir: the run's folder.
        pruned: whether a sweep's pruner ended it early; then it has no checkpoints.
    """

    metrics: dict[str, Any]
    run_dir: Path
    pruned: bool = False


def run_training(config: DictConfig) -> TrainingResult:
    """See ``sentiment.train.train``."""
    check_settings(config, TrainSettings)
    check_accelerator(config.trainer.accelerator)
    config = config.copy()
    # What auto means here stands in the checkpoints, so that resuming elsewhere does not change it.
    config.trainer.precision = choose_precision(
        config.trainer.precision, config.trainer.accelerator
    )
    is_first_process = int(os.environ.get("LOCAL_RANK", "0")) == 0
    if not is_first_process:
        # Each process of a distributed run comes here; one of them speaks.
        logging.getLogger("sentiment").setLevel(logging.ERROR)
    keep_freed_memory()
    if config.threads is not None:
        torch.set_num_threads(config.threads)
    run_dir = Path(config.output_dir)
    if is_first_process and config.resume is None:
        _refuse_a_used_folder(run_dir)

    datamodule: ReviewsDataModule = instantiate(config.data)
    datamodule.prepare_data()
    datamodule.setup()
    encoder, dataset = datamodule.encoder, datamodule.dataset_name
    checkpoint = checkpoint_to_resume(config, dataset, encoder)

    lightning.seed_everything(config.seed, verbose=False)
    net = build_net(config.model, len(encoder.vocabulary))
    net.study(datamodule.training_reviews())
    classifier = SentimentClassifier(
        net,
        instantiate(config.optimizer),
        # scheduler=null takes the whole group out of the configuration.
        instantiate(config.scheduler) if config.get("scheduler") else None,
        label_smoothing=config.loss.label_smoothing,
        seed=config.seed,
    )
    loggers: list[Logger] = instantiate_all(config.logger)
    recipe = RecipeInCheckpoint(config, encoder, dataset)
    callbacks: list[Callback] = [*instantiate_all(config.callbacks), recipe]
    trainer = _make_trainer(config, callbacks, loggers)
    if is_first_process:
        _announce(config, datamodule, classifier, trainer, run_dir)
        _start_tracking(config, loggers, dataset, run_dir)

    with _errors_as_sentences(config, trainer, loggers, run_dir):
        trainer.fit(classifier, datamodule, ckpt_path=checkpoint, weights_only=True)
        pruned = any(isinstance(one, TrialReport) and one.pruned for one in callbacks)
        best_row = load_best_weights(classifier, run_dir)
        seconds = _seconds(callbacks)
        if config.test and not pruned:
            trainer.test(classifier, datamodule, verbose=False)
        metrics = collect_metrics(config, dataset, classifier, best_row, trainer, seconds)
        if needs_milliseconds(config) and not pruned:
            metrics[MILLISECONDS] = milliseconds_per_review(
                classifier.net, datamodule.val_dataloader()
            )
        if trainer.is_global_zero:
            write_results(run_dir, metrics, classifier)
            for logger in _tracked(loggers):
                logger.log_results()
                logger.finish("FINISHED", pruned=pruned)
    if trainer.is_global_zero:
        if is_trial():
            _tidy_trial(run_dir, pruned)
        else:
            model = TrainedModel(classifier.net.eval().cpu(), encoder, config, dataset, run_dir)
            show_results(metrics, model, list(config.examples), run_dir)
        if config.export and not pruned:
            _export(run_dir)
    return TrainingResult(metrics, run_dir, pruned)


def _tidy_trial(run_dir: Path, pruned: bool) -> None:
    """Keeps of a sweep's many runs what may be used: trials are not resumed, pruned ones dead."""
    checkpoints = run_dir / "checkpoints"
    if pruned:
        shutil.rmtree(checkpoints, ignore_errors=True)
    else:
        (checkpoints / "last.ckpt").unlink(missing_ok=True)


def _export(run_dir: Path) -> None:
    if (run_dir / "bundle").exists():
        log.info("%s was exported already", shown(run_dir / "bundle"))
        return
    # Here and not above: a training that exports nothing should not wait for ONNX.
    from sentiment.exporting import run_export

    config = compose_config("export")
    config.checkpoint, config.output_dir = str(run_dir), str(run_dir)
    run_export(config)


def _refuse_a_used_folder(run_dir: Path) -> None:
    for name in ("checkpoints", "metrics.json"):
        if (run_dir / name).exists():
            raise UserError(
                f"{shown(run_dir)} holds another training; go on with resume={shown(run_dir)}, "
                "or choose another folder."
            )


def _make_trainer(
    config: DictConfig, callbacks: list[Callback], loggers: list[Logger]
) -> lightning.Trainer:
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
    ):
        warnings.filterwarnings("ignore", message=message)


def _announce(
    config: DictConfig,
    datamodule: ReviewsDataModule,
    classifier: SentimentClassifier,
    trainer: lightning.Trainer,
    run_dir: Path,
) -> None:
    parameters = sum(parameter.numel() for parameter in classifier.parameters())
    log.info(
        "%s on %s: %s training reviews, %s tokens in the vocabulary, %s parameters, %s",
        config.model.name,
        datamodule.dataset_name,
        f"{len(datamodule.train_dataloader().batches.lengths):,}",
        f"{len(datamodule.encoder.vocabulary):,}",
        f"{parameters:,}",
        trainer.precision,
    )
    log.info("run folder: %s", shown(run_dir))


def _start_tracking(config: DictConfig, loggers: list[Logger], dataset: str, run_dir: Path) -> None:
    tags = {
        "dataset": dataset,
        "model": config.model.name,
        "git_revision": git_revision(),
        "run_dir": str(run_dir),
    }
    trial = current_trial()
    for logger in _tracked(loggers):
        logger.start(recipe_settings(config), tags)
        if trial is not None:
            logger.join_study(trial.study.study_name, trial.number)


def _tracked(loggers: list[Logger]) -> list[TrackedRun]:
    return [logger for logger in loggers if isinstance(logger, TrackedRun)]


def _seconds(callbacks: list[Callback]) -> float | None:
    """Wall time of the training, the part before a resume included."""
    timers = [callback for callback in callbacks if isinstance(callback, Timer)]
    return timers[0].time_elapsed("train") if timers else None


@contextmanager
def _errors_as_sentences(
    config: DictConfig, trainer: lightning.Trainer, loggers: list[Logger], run_dir: Path
) -> Iterator[None]:
    """Turns what stops a training into a ``UserError`` and closes its tracking."""
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
        advice = "" if is_trial() else f" Go on with: {_resume_command(run_dir)}"
        raise InterruptedByUser(f"Stopped.{advice}") from error
    finally:
        # After an error Lightning does not let the callbacks give Ctrl-C back.
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, handler)
        if sys.exc_info()[0] is not None and trainer.is_global_zero:
            for logger in _tracked(loggers):
                logger.finish(status)


def _resume_command(run_dir: Path) -> str:
    given = HydraConfig.get().overrides.task if HydraConfig.initialized() else []
    arguments = [argument for argument in given if not argument.startswith("resume=")]
    return shlex.join(["python", "train.py", *arguments, f"resume={shown(run_dir)}"])
