"""The course of the baselines."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lightning.pytorch.loggers import Logger
from omegaconf import DictConfig, ListConfig, OmegaConf
from sklearn.pipeline import Pipeline
from torchmetrics import MetricCollection

from sentiment.baseline_systems import SYSTEM_FILE, make_system, save_system
from sentiment.data.datamodule import ReviewsDataModule
from sentiment.data.reviews import Reviews
from sentiment.data.sources import SourceUnavailable
from sentiment.data.split import split_validation
from sentiment.errors import UserError
from sentiment.evaluation.metrics import METRIC_NAMES, curves, evaluation_metrics
from sentiment.evaluation.plots import plot_confusion_and_roc
from sentiment.files import shown, write_json
from sentiment.fitting import tracked_runs
from sentiment.hardware import CpuClock, keep_freed_memory
from sentiment.instantiation import instantiate, instantiate_all
from sentiment.reporting import print_metrics
from sentiment.results import recipe_digest
from sentiment.resuming import recipe_settings
from sentiment.revision import git_revision
from sentiment.settings import BaselineSettings, check_settings

log = logging.getLogger(__name__)

# Of the data's settings those that decide which reviews are trained on.
_SPLIT_SETTINGS = (
    "validation_fraction",
    "validation_block",
    "split_seed",
    "demo_train_size",
    "demo_test_size",
)


@dataclass(frozen=True)
class _Splits:
    """The reviews of a corpus, and what reading them cost in CPU-seconds."""

    dataset: str
    train: Reviews
    validation: Reviews
    test: Reviews
    cpu_seconds: float


def run_baselines(config: DictConfig) -> dict[str, dict[str, Any]]:
    """See ``sentiment.baseline.baseline``."""
    check_settings(config, BaselineSettings)
    chosen = config.baseline if isinstance(config.baseline, ListConfig) else [config.baseline]
    names = list(dict.fromkeys(chosen))
    run_dir = Path(config.output_dir)
    folders = {name: run_dir / name if len(names) > 1 else run_dir for name in names}
    for name, folder in folders.items():
        _check(config, name, folder)
    keep_freed_memory()
    splits = _read(config)
    return {name: _run(config, name, folders[name], splits) for name in names}


def _check(config: DictConfig, name: str, folder: Path) -> None:
    fewest, most = config[name].ngrams
    if fewest > most:
        raise UserError(
            f"{name}.ngrams=[{fewest},{most}]: the fewest tokens of an n-gram come first, "
            f"so write [{most},{fewest}]."
        )
    if config.data.get("pseudo_labels") is not None:
        raise UserError("data.pseudo_labels is for networks; leave it out for a baseline.")
    if (folder / "metrics.json").exists():
        raise UserError(f"{shown(folder)} holds another run; choose another folder.")


def _read(config: DictConfig) -> _Splits:
    """The same reviews, on the same sides of the cut, as a training has."""
    clock = CpuClock()
    datamodule: ReviewsDataModule = instantiate(config.data)
    try:
        whole = datamodule.open_source().read("train")
    except SourceUnavailable:
        # Turns to the built-in corpus and says so, or raises this error again.
        datamodule.prepare_data()
        whole = datamodule.open_source().read("train")
    settings = config.data
    train, validation = split_validation(
        whole.labels,
        settings.validation_fraction,
        settings.validation_block,
        settings.split_seed,
    )
    seconds = clock.seconds
    source = datamodule.open_source()
    test = source.read("test")
    return _Splits(source.name, whole.take(train), whole.take(validation), test, seconds)


def _run(config: DictConfig, name: str, folder: Path, splits: _Splits) -> dict[str, Any]:
    own = config.copy()
    own.output_dir = str(folder)
    recipe = {"data": {key: config.data[key] for key in _SPLIT_SETTINGS}, name: config[name]}
    title = f"{name} on {splits.dataset}"
    log.info("%s: %s training reviews", title, f"{len(splits.train):,}")
    with _tracked(own, name, splits.dataset, {**recipe, "seed": config.seed}) as loggers:
        started, clock = time.perf_counter(), CpuClock()
        system = make_system(name, config[name])
        system.fit(splits.train.texts, splits.train.labels)
        seconds = time.perf_counter() - started
        measured = {"validation": _measure(system, splits.validation, curves())}
        cost = splits.cpu_seconds + clock.seconds
        pictures = curves()
        if config.test:
            measured["test"] = _measure(system, splits.test, pictures)
        regression = system["regression"]
        metrics = {
            "dataset": splits.dataset,
            "model": name,
            "recipe": recipe_digest(recipe),
            "seed": config.seed,
            # An iteration of the optimizer reads every review once.
            "epochs": int(regression.n_iter_[0]),
            "train_seconds": seconds,
            "cpu_seconds": cost,
            "parameters": regression.coef_.size + regression.intercept_.size,
            "git_revision": git_revision(),
            **measured,
        }
        if config.test:
            auc = measured["test"]["auc"]
            plot_confusion_and_roc(folder / "plots", pictures, auc, f"{title}, test")
        settings = OmegaConf.to_container(config[name])
        description = {"name": name, "settings": settings, "dataset": splits.dataset}
        save_system(folder / SYSTEM_FILE, system, description)
        write_json(folder / "metrics.json", metrics)
        for logger in loggers:
            logger.log_metrics(_flat(measured), step=1)
    print_metrics(title, measured)
    if splits.dataset == "demo":
        log.warning("These figures are of the built-in, synthetic corpus.")
    log.info("%.1f s of training; the run lies in %s", seconds, shown(folder))
    return metrics


def _measure(system: Pipeline, reviews: Reviews, pictures: MetricCollection) -> dict[str, float]:
    probabilities = system.predict_proba(reviews.texts)[:, 1].astype(np.float32)
    predicted = torch.from_numpy(probabilities)
    labels = torch.from_numpy(reviews.labels).long()
    scores = evaluation_metrics()
    scores.update(predicted, labels)
    pictures.update(predicted, labels)
    values = scores.compute()
    return {name: float(values[name]) for name in METRIC_NAMES}


@contextmanager
def _tracked(
    config: DictConfig, name: str, dataset: str, recipe: dict[str, Any]
) -> Iterator[list[Logger]]:
    """The loggers of a run, told of its end."""
    loggers: list[Logger] = instantiate_all(config.logger)
    tags = {
        "dataset": dataset,
        "model": name,
        "git_revision": git_revision(),
        "run_dir": config.output_dir,
    }
    status = "FAILED"
    for run in tracked_runs(loggers):
        run.start(recipe_settings(recipe), tags)
    try:
        yield loggers
        status = "FINISHED"
    except KeyboardInterrupt:
        status = "KILLED"
        raise
    finally:
        for logger in loggers:
            logger.finalize("success" if status == "FINISHED" else "failed")
        for run in tracked_runs(loggers):
            if status == "FINISHED":
                run.log_results()
            run.finish(status)


def _flat(measured: dict[str, dict[str, float]]) -> dict[str, float]:
    return {
        f"{split}/{name}": value
        for split, figures in measured.items()
        for name, value in figures.items()
    }
