"""The course of an evaluation."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from omegaconf import DictConfig
from tqdm import tqdm

from sentiment.checking import check_behaviour
from sentiment.data.reviews import Reviews
from sentiment.data.sources import Source
from sentiment.evaluation.calibration import expected_calibration_error
from sentiment.evaluation.metrics import curves, evaluation_metrics
from sentiment.evaluation.plots import plot_confusion_and_roc
from sentiment.files import shown, write_json
from sentiment.model_reviews import reviews_for, source_by_name, source_for
from sentiment.predictors import Predictor, open_predictor
from sentiment.reporting import print_metrics, print_predictions
from sentiment.settings import EvaluateSettings, check_settings

log = logging.getLogger(__name__)

# So many reviews of similar length are predicted between two steps of the progress bar.
_REVIEWS_A_STEP = 1024


def measure(config: DictConfig) -> dict[str, Any]:
    """See ``sentiment.evaluate.evaluate``."""
    check_settings(config, EvaluateSettings)
    predictor = open_predictor(config)
    source, reviews = _reviews(predictor, config.source, config.split)
    log.info(
        "%s: %s reviews of %s (%s)", predictor.path, f"{len(reviews):,}", source.name, config.split
    )
    probabilities = predict_by_length(predictor, reviews.texts)

    predicted = torch.from_numpy(probabilities)
    labels = torch.from_numpy(reviews.labels).long()
    scores, pictures = evaluation_metrics(), curves()
    scores.update(predicted, labels)
    pictures.update(predicted, labels)
    measured = {name: float(value) for name, value in scores.compute().items()}
    measured["ece"] = expected_calibration_error(probabilities, reviews.labels)
    run_dir = Path(config.output_dir)
    title = f"{predictor.name} on {source.name}, {config.split}"
    plot_confusion_and_roc(run_dir / "plots", pictures, measured["auc"], title)
    metrics = {
        "checkpoint" if config.bundle is None else "bundle": str(predictor.path),
        "model": predictor.name,
        "trained_on": predictor.dataset,
        "dataset": source.name,
        "split": config.split,
        "reviews": len(reviews),
        config.split: measured,
    }

    print_metrics(title, {config.split: measured})
    worst = worst_mistakes(probabilities, reviews, config.mistakes)
    if len(worst):
        print_predictions(
            "Worst mistakes",
            [reviews.texts[index] for index in worst],
            probabilities[worst].tolist(),
            reviews.labels[worst].tolist(),
        )
    if config.checks:
        metrics["checks"] = check_behaviour(predictor, run_dir / "plots", config.failures)
    write_json(run_dir / "metrics.json", metrics)
    log.info("metrics.json and plots/ are in %s", shown(run_dir))
    return metrics


def predict_by_length(predictor: Predictor, texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """P(positive) of each text [texts] float32, the long ones first, with a progress bar."""
    order = np.argsort([-len(text) for text in texts], kind="stable")
    probabilities = np.empty(len(texts), dtype=np.float32)
    with tqdm(total=len(texts), desc="predicting", unit="review") as bar:
        for start in range(0, len(texts), _REVIEWS_A_STEP):
            indices = order[start : start + _REVIEWS_A_STEP]
            probabilities[indices] = predictor.predict([texts[index] for index in indices])
            bar.update(len(indices))
    return probabilities


def _reviews(predictor: Predictor, name: str | None, split: str) -> tuple[Source, Reviews]:
    if predictor.checkpoint is None:
        source = source_by_name(predictor.dataset, name)
        return source, source.read(split)
    source = source_for(predictor.checkpoint, name)
    return source, reviews_for(predictor.checkpoint, source, split)


def worst_mistakes(
    probabilities: np.ndarray[Any, np.dtype[np.float32]], reviews: Reviews, count: int
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Indices of the wrong predictions in which the model was most confident, worst first."""
    error = np.abs(probabilities - reviews.labels)
    order = np.argsort(-error, kind="stable")[:count]
    worst: np.ndarray[Any, np.dtype[np.int64]] = order[error[order] >= 0.5]
    return worst
