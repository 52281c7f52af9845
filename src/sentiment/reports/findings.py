"""What there is to say of a model's predictions for labelled reviews, as plain values."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import confusion_matrix, precision_recall_curve, roc_curve

from sentiment.data.reviews import Reviews
from sentiment.evaluation.calibration import expected_calibration_error, reliability
from sentiment.evaluation.intervals import Interval, bootstrap, metric_statistics
from sentiment.evaluation.slices import Slice, by_edges, by_quantile, risk_coverage
from sentiment.text import UNKNOWN_ID, Encoder

Probabilities = npt.NDArray[np.float32]

# More points of a curve than these can't be seen.
_POINTS = 300
# Shares of unknown words, in percent.
_UNKNOWN_EDGES = (0.0, 1.0, 2.0, 4.0, 8.0)
_CONFIDENCE_EDGES = (0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def find(
    probabilities: Probabilities, reviews: Reviews, threshold: float, encoder: Encoder | None
) -> dict[str, Any]:
    """Metrics with intervals, curves and slices.

    Args:
        probabilities: P(positive) [reviews].
        reviews: with their labels.
        threshold: a review counts as positive above it.
        encoder: what the model reads reviews with; None where it knows every word.

    Returns:
        ``metrics`` (each with value, low and high), ``ece``, ``confusion`` [truth][prediction],
        ``curves`` (lists of points) and ``slices`` by length in words, share of unknown words in
        percent, and confidence. Curves of pairs of classes are empty where there is one class.
    """
    labels = reviews.labels
    said = probabilities > threshold
    right = said == labels.astype(bool)
    confidence = np.where(said, probabilities, 1 - probabilities)
    metrics = bootstrap(metric_statistics(probabilities, labels, threshold), len(labels))
    slices = {
        "length": by_quantile(_lengths(reviews.texts), right),
        "confidence": by_edges(confidence, right, _CONFIDENCE_EDGES),
    }
    if encoder is not None:
        shares = 100 * unknown_shares(reviews.texts, encoder)
        slices["unknown_words"] = by_edges(shares, right, _UNKNOWN_EDGES)
    return {
        "metrics": {name: interval._asdict() for name, interval in metrics.items()},
        "ece": expected_calibration_error(probabilities, labels),
        "confusion": confusion_matrix(labels, said, labels=[0, 1]).tolist(),
        "curves": {
            **_curves_of_two_classes(probabilities, labels),
            "calibration": reliability(probabilities, labels),
            "risk_coverage": risk_coverage(confidence, right),
        },
        "slices": {name: [_plain(one) for one in found] for name, found in slices.items()},
    }


def unknown_shares(texts: Sequence[str], encoder: Encoder) -> npt.NDArray[np.float64]:
    """Which share of what is read of each text has no id of its own [texts] in [0, 1]."""
    return np.array([float((ids == UNKNOWN_ID).mean()) for ids in encoder.encode(texts)])


def _curves_of_two_classes(
    probabilities: Probabilities, labels: npt.NDArray[np.int8]
) -> dict[str, list[tuple[float, float]]]:
    if labels.min() == labels.max():
        return {"roc": [], "precision_recall": []}
    false_positives, true_positives, _ = roc_curve(labels, probabilities)
    precision, recall, _ = precision_recall_curve(labels, probabilities)
    return {
        "roc": _thinned(false_positives, true_positives),
        "precision_recall": _thinned(recall[::-1], precision[::-1]),
    }


def _thinned(
    across: npt.NDArray[np.float64], up: npt.NDArray[np.float64]
) -> list[tuple[float, float]]:
    kept = np.unique(np.linspace(0, len(across) - 1, _POINTS).round().astype(int))
    return [(float(across[place]), float(up[place])) for place in kept]


def _lengths(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.array([len(text.split()) for text in texts], dtype=np.float64)


def _plain(one: Slice) -> dict[str, Any]:
    return {**asdict(one), "accuracy": one.accuracy._asdict()}


def written(interval: Interval | dict[str, float], digits: int = 4) -> str:
    """A figure and its interval, for a person: ``0.9123 (0.9088 to 0.9157)``."""
    value, low, high = interval.values() if isinstance(interval, dict) else interval
    if math.isnan(value):
        return "not defined"
    return f"{value:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
