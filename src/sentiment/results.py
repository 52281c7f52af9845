"""What a training leaves in its folder and on the screen."""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import lightning
import torch
from omegaconf import DictConfig

from sentiment.checkpoint import TrainedModel, read_checkpoint
from sentiment.evaluation.metrics import METRIC_NAMES
from sentiment.evaluation.plots import plot_confusion_and_roc, plot_learning_curves
from sentiment.files import shown, write_json
from sentiment.inference import predict_probabilities
from sentiment.models import SentimentClassifier
from sentiment.reporting import print_metrics, print_predictions
from sentiment.resuming import recipe_settings
from sentiment.revision import git_revision

log = logging.getLogger(__name__)


def load_best_weights(classifier: SentimentClassifier, run_dir: Path) -> dict[str, float]:
    """Puts the weights of ``best.ckpt`` into ``classifier``.

    Returns:
        The row of the history that belongs to those weights: the last one where no checkpoint was
        written, as with callbacks that keep none.
    """
    best = run_dir / "checkpoints" / "best.ckpt"
    if best.is_file():
        content = read_checkpoint(best)
        classifier.load_state_dict(content["state_dict"])
        row: dict[str, float] = content["history"][-1]
        return row
    return classifier.history[-1]


def collect_metrics(
    config: DictConfig,
    dataset: str,
    classifier: SentimentClassifier,
    best_row: dict[str, float],
    trainer: lightning.Trainer,
    seconds: float | None,
) -> dict[str, Any]:
    """The content of ``metrics.json``; of test metrics there are none where it was not tested."""
    tested = trainer.callback_metrics
    metrics = {
        "dataset": dataset,
        "model": config.model.name,
        "recipe": recipe_digest(config),
        "seed": config.seed,
        "epochs": len(classifier.history),
        "best_epoch": int(best_row["epoch"]),
        "train_seconds": seconds,
        "parameters": sum(parameter.numel() for parameter in classifier.parameters()),
        "precision": str(trainer.precision),
        "git_revision": git_revision(),
        "torch": torch.__version__,
        "validation": {
            name: best_row[f"validation/{name}"]
            for name in METRIC_NAMES
            if f"validation/{name}" in best_row
        },
    }
    if "test/loss" in tested:
        metrics["test"] = {name: float(tested[f"test/{name}"]) for name in METRIC_NAMES}
    return {**metrics, "history": classifier.history}


def recipe_digest(config: DictConfig | dict[str, Any]) -> str:
    """The same for trainings that differ in their seed alone."""
    settings = {
        key: value
        for key, value in recipe_settings(config).items()
        if key not in ("seed", "data.seed")
    }
    return hashlib.blake2b(json.dumps(settings, sort_keys=True).encode(), digest_size=4).hexdigest()


def write_results(run_dir: Path, metrics: dict[str, Any], classifier: SentimentClassifier) -> None:
    """Writes the pictures, and then ``metrics.json``, whose presence says that all is done."""
    title = f"{metrics['model']} on {metrics['dataset']}"
    plots = run_dir / "plots"
    plot_learning_curves(plots / "learning_curves.png", classifier.history, title)
    if "test" in metrics:
        auc = metrics["test"]["auc"]
        plot_confusion_and_roc(plots, classifier.test_curves, auc, f"{title}, test")
    write_json(run_dir / "metrics.json", metrics)


def show_results(
    metrics: dict[str, Any], model: TrainedModel, examples: list[str], run_dir: Path
) -> None:
    """Prints the metrics, the examples' predictions, and where the run lies."""
    title = f"{metrics['model']} on {metrics['dataset']}, seed {metrics['seed']}"
    splits: dict[str, Any] = {
        split: metrics[split] for split in ("validation", "test") if split in metrics
    }
    for split, figures in splits.items():
        log.debug("%s: %s", split, figures)
    print_metrics(title, splits)
    if examples:
        probabilities = predict_probabilities(model, examples, batch_size=len(examples))
        print_predictions("Sample predictions", examples, probabilities.tolist())
    if metrics["dataset"] == "demo":
        log.warning("These figures are of the built-in, synthetic corpus.")
    log.info("The run lies in %s", shown(run_dir))
