"""The course of a training."""

import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightning
import torch
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import Logger
from omegaconf import DictConfig

from hydra_plugins.optuna_sweeper import current_trial
from sentiment.callbacks import TrialReport
from sentiment.checkpoint import RecipeInCheckpoint, TrainedModel
from sentiment.config import compose_config, is_trial
from sentiment.data.datamodule import ReviewsDataModule
from sentiment.distillation import label_unlabelled, wants_distillation
from sentiment.files import shown
from sentiment.fitting import (
    errors_as_sentences,
    make_trainer,
    refuse_a_used_folder,
    tracked_runs,
    training_seconds,
)
from sentiment.hardware import CpuClock, check_accelerator, choose_precision, keep_freed_memory
from sentiment.inference import milliseconds_per_review
from sentiment.inner_runs import cost
from sentiment.instantiation import build_net, instantiate, instantiate_all
from sentiment.models import SentimentClassifier
from sentiment.objective import MILLISECONDS, needs_milliseconds
from sentiment.results import collect_metrics, load_best_weights, show_results, write_results
from sentiment.resuming import checkpoint_to_resume, recipe_settings
from sentiment.revision import git_revision
from sentiment.settings import TrainSettings, check_settings
from sentiment.starting import start

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
    clock = CpuClock()
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
        refuse_a_used_folder(run_dir)

    distillation_seconds = None
    if wants_distillation(config):
        with clock.paused():
            labels, distillation_seconds = label_unlabelled(config)
        config.data.pseudo_labels = str(labels)
        if config.resume and not (run_dir / "checkpoints" / "last.ckpt").exists():
            # It was the teacher's training that was stopped.
            config.resume = None
    datamodule: ReviewsDataModule = instantiate(config.data)
    datamodule.prepare_data()
    datamodule.setup()
    encoder, dataset = datamodule.encoder, datamodule.dataset_name
    checkpoint = checkpoint_to_resume(config, dataset, encoder)

    lightning.seed_everything(config.seed, verbose=False)
    net = build_net(config.model, len(encoder.vocabulary))
    net.study(datamodule.training_reviews)
    with clock.paused():
        pretraining_seconds = None if checkpoint else start(net, config, datamodule)
    classifier = SentimentClassifier(
        net,
        instantiate(config.optimizer),
        # scheduler=null takes the whole group out of the configuration.
        instantiate(config.scheduler) if config.get("scheduler") else None,
        label_smoothing=config.loss.label_smoothing,
        seed=config.seed,
    )
    loggers: list[Logger] = instantiate_all(config.logger)
    recipe = RecipeInCheckpoint(config, encoder, dataset, net.rebuild_settings())
    callbacks: list[Callback] = [*instantiate_all(config.callbacks), recipe]
    trainer = make_trainer(config, callbacks, loggers)
    if is_first_process:
        _announce(config, datamodule, classifier, trainer, run_dir)
        _start_tracking(config, loggers, dataset, run_dir)

    with errors_as_sentences(config, trainer, loggers, run_dir):
        trainer.fit(classifier, datamodule, ckpt_path=checkpoint, weights_only=True)
        pruned = any(isinstance(one, TrialReport) and one.pruned for one in callbacks)
        best_row = load_best_weights(classifier, run_dir)
        seconds = training_seconds(callbacks)
        # What a recipe costs is the sum of all that it consists of. Of a training that was resumed,
        # only the last part's are known, unless it had ended.
        costs: dict[str, float | None] = {"cpu_seconds": clock.seconds}
        if config.model.get("pretrained") is not None:
            costs["pretraining_cpu_seconds"] = pretraining_seconds
        if wants_distillation(config):
            costs["distillation_cpu_seconds"] = distillation_seconds
        if checkpoint:
            costs = {name: cost(run_dir, name) for name in costs}
        if config.test and not pruned:
            trainer.test(classifier, datamodule, verbose=False)
        metrics = collect_metrics(config, dataset, classifier, best_row, trainer, seconds)
        metrics |= costs
        if needs_milliseconds(config) and not pruned:
            metrics[MILLISECONDS] = milliseconds_per_review(
                classifier.net, datamodule.val_dataloader()
            )
        if trainer.is_global_zero:
            write_results(run_dir, metrics, classifier)
            if is_trial():
                # Before the tracking store copies what the folder is not to keep.
                _tidy_trial(run_dir, pruned)
            for logger in tracked_runs(loggers):
                logger.log_results()
                logger.finish("FINISHED", pruned=pruned)
    if trainer.is_global_zero:
        if not is_trial():
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
    for logger in tracked_runs(loggers):
        logger.start(recipe_settings(config), tags)
        if trial is not None:
            logger.join_study(trial.study.study_name, trial.number)
