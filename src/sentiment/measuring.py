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
from sentiment.evaluation.metrics import evaluation_metrics
from sentiment.files import shown, write_json
from sentiment.model_reviews import reviews_for, source_by_name, source_for
from sentiment.predictors import Predictor, open_predictor
from sentiment.reporting import print_metrics, print_predictions
from sentiment.reports.evaluation import described, write_report
from sentiment.reports.findings import find
from sentiment.settings import EvaluateSettings, check_settings
from sentiment.tracking import log_report

log = logging.getLogger(__name__)

# So many reviews of similar length are predicted between two steps of the progress bar.
_REVIEWS_A_STEP = 1024


def measure(config: DictConfig) -> dict[str, Any]:
    """See ``sentiment.evaluate.evaluate``."""
    check_settings(config, EvaluateSettings)
    predictor = open_predictor(config)
    source, reviews = reviews_of(predictor, config.source, config.split)
    log.info(
        "%s: %s reviews of %s (%s)", predictor.path, f"{len(reviews):,}", source.name, config.split
    )
    probabilities = predict_by_length(predictor, reviews.texts)
    log.info("looking at where it is right and where it is wrong")

    predicted = torch.from_numpy(probabilities)
    labels = torch.from_numpy(reviews.labels).long()
    scores = evaluation_metrics(predictor.threshold)
    scores.update(predicted, labels)
    measured = {name: float(value) for name, value in scores.compute().items()}
    findings = find(probabilities, reviews, predictor.threshold, predictor.encoder)
    measured["ece"] = findings["ece"]
    run_dir = Path(config.output_dir)
    title = f"{predictor.name} on {source.name}, {config.split}"
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
    worst = worst_mistakes(probabilities, reviews, predictor.threshold)
    if len(listed := worst[: config.mistakes]):
        print_predictions(
            "Worst mistakes",
            [reviews.texts[index] for index in listed],
            probabilities[listed].tolist(),
            reviews.labels[listed].tolist(),
            predictor.threshold,
        )
    if config.checks:
        metrics["checks"] = check_behaviour(predictor, run_dir / "plots", config.failures)
    mistakes = described(predictor, reviews, probabilities, worst[: config.page_mistakes].tolist())
    page = write_report(run_dir, predictor, metrics, findings, mistakes)
    write_json(run_dir / "metrics.json", metrics)
    if config.track:
        figures = {f"{source.name}/{config.split}/{name}": v for name, v in measured.items()}
        files = ("report.html", "report.json", "metrics.json", "plots")
        log_report(config, run_dir, files, figures, _training(predictor))
    log.info("the report is %s", shown(page))
    return metrics


def _training(predictor: Predictor) -> Path | None:
    """The folder of the training that a checkpoint is from."""
    folder = predictor.path.parent.parent
    return folder if predictor.checkpoint and (folder / "mlflow.json").is_file() else None


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


def reviews_of(predictor: Predictor, name: str | None, split: str) -> tuple[Source, Reviews]:
    """A source and the reviews of one of its splits.

    Args:
        predictor: whose corpus it is where ``name`` is None, and whose cut into train and
            validation.
        name: of the source.
        split: of it.

    Raises:
        UserError: when the source can't be read, or has no such split.
    """
    if predictor.checkpoint is None:
        source = source_by_name(predictor.dataset, name)
        return source, source.read(split)
    source = source_for(predictor.checkpoint, name)
    return source, reviews_for(predictor.checkpoint, source, split)


def worst_mistakes(
    probabilities: npt.NDArray[np.float32], reviews: Reviews, threshold: float
) -> npt.NDArray[np.int64]:
    """Indices of the wrong predictions, those in which the model was most confident first."""
    error = np.abs(probabilities - reviews.labels)
    order = np.argsort(-error, kind="stable")
    wrong = (probabilities > threshold) != reviews.labels.astype(bool)
    worst: npt.NDArray[np.int64] = order[wrong[order]]
    return worst
