"""The course of an evaluation."""

import logging
from pathlib import Path
from typing import Any

import numpy as np
import torch
from omegaconf import DictConfig

from sentiment.checkpoint import load_trained_model
from sentiment.data.reviews import Reviews
from sentiment.evaluation.metrics import curves, evaluation_metrics
from sentiment.evaluation.plots import plot_confusion_and_roc
from sentiment.files import shown, write_json
from sentiment.hardware import keep_freed_memory
from sentiment.inference import predict_probabilities
from sentiment.model_reviews import reviews_for, source_for
from sentiment.reporting import print_metrics, print_predictions
from sentiment.settings import EvaluateSettings, check_settings

log = logging.getLogger(__name__)


def measure(config: DictConfig) -> dict[str, Any]:
    """See ``sentiment.evaluate.evaluate``."""
    check_settings(config, EvaluateSettings)
    keep_freed_memory()
    if config.threads is not None:
        torch.set_num_threads(config.threads)
    model = load_trained_model(Path(config.checkpoint))
    source = source_for(model, config.source)
    reviews = reviews_for(model, source, config.split)
    log.info(
        "%s: %s reviews of %s (%s)", model.path, f"{len(reviews):,}", source.name, config.split
    )
    probabilities = predict_probabilities(model, reviews.texts, config.batch_size, progress=True)

    predicted = torch.from_numpy(probabilities)
    labels = torch.from_numpy(reviews.labels).long()
    scores, pictures = evaluation_metrics(), curves()
    scores.update(predicted, labels)
    pictures.update(predicted, labels)
    measured = {name: float(value) for name, value in scores.compute().items()}
    run_dir = Path(config.output_dir)
    title = f"{model.config.model.name} on {source.name}, {config.split}"
    plot_confusion_and_roc(run_dir / "plots", pictures, measured["auc"], title)
    metrics = {
        "checkpoint": str(model.path),
        "model": model.config.model.name,
        "trained_on": model.dataset,
        "dataset": source.name,
        "split": config.split,
        "reviews": len(reviews),
        config.split: measured,
    }
    write_json(run_dir / "metrics.json", metrics)

    print_metrics(title, {config.split: measured})
    worst = worst_mistakes(probabilities, reviews, config.mistakes)
    if len(worst):
        print_predictions(
            "Worst mistakes",
            [reviews.texts[index] for index in worst],
            probabilities[worst].tolist(),
            reviews.labels[worst].tolist(),
        )
    log.info("metrics.json and plots/ are in %s", shown(run_dir))
    return metrics


def worst_mistakes(
    probabilities: np.ndarray[Any, np.dtype[np.float32]], reviews: Reviews, count: int
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Indices of the wrong predictions in which the model was most confident, worst first."""
    error = np.abs(probabilities - reviews.labels)
    order = np.argsort(-error, kind="stable")[:count]
    worst: np.ndarray[Any, np.dtype[np.int64]] = order[error[order] >= 0.5]
    return worst
