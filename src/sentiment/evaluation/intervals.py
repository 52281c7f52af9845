"""How far figures of a test set could be off by the chance of which reviews are in it."""

import math
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean, stdev
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest
from scipy.stats import t as student_t

Floats = npt.NDArray[np.floating]
Labels = npt.NDArray[np.int8]
# A statistic of reviews that count so often as their weights [reviews] say.
Statistic = Callable[[npt.NDArray[np.float64]], float]

RESAMPLES = 1000
# Of one review, in nats: as torch's binary cross-entropy, and so the training's metrics, have it.
_GREATEST_LOSS = 100.0


class Interval(NamedTuple):
    """A figure, and the bounds between which 95 of 100 samples of such reviews put it."""

    value: float
    low: float
    high: float


def bootstrap(
    statistics: dict[str, Statistic], reviews: int, seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, Interval]:
    """Percentile bootstrap (Efron 1979): the statistics of samples drawn with replacement.

    All statistics see the same samples. A sample for which one is not defined (NaN), as AUC where
    it has one class only, does not count for that one.

    Args:
        statistics: under their names; each takes how often every review counts [reviews].
        reviews: how many there are.
        seed: of the draws.
        resamples: how many samples.
    """
    values = {name: statistic(np.ones(reviews)) for name, statistic in statistics.items()}
    drawn: dict[str, list[float]] = {name: [] for name in statistics}
    for weights in _samples(reviews, seed, resamples):
        for name, statistic in statistics.items():
            drawn[name].append(statistic(weights))
    return {name: _interval(values[name], np.array(drawn[name])) for name in statistics}


def metric_statistics(
    probabilities: Floats, labels: Labels, threshold: float
) -> dict[str, Statistic]:
    """The metrics of an evaluation as statistics for ``bootstrap``.

    Args:
        probabilities: P(positive) [reviews].
        labels: [reviews] 0 or 1.
        threshold: a review counts as positive above it.

    Returns:
        Mean loss in nats, accuracy, precision, recall, F1 and the area under the ROC curve.
    """
    truth = labels.astype(np.float64)
    said = (probabilities > threshold).astype(np.float64)
    given = np.where(truth == 1, probabilities, 1 - probabilities).astype(np.float64)
    with np.errstate(divide="ignore"):
        losses = np.minimum(-np.log(given), _GREATEST_LOSS)
    hits, right = truth * said, (truth == said).astype(np.float64)
    return {
        "loss": lambda weights: _share(weights @ losses, weights.sum()),
        "accuracy": lambda weights: _share(weights @ right, weights.sum()),
        # Of nothing that was called positive, nothing was right: 0, as torchmetrics has it.
        "precision": lambda weights: _share(weights @ hits, weights @ said, 0.0),
        "recall": lambda weights: _share(weights @ hits, weights @ truth, 0.0),
        "f1": lambda weights: _share(2 * (weights @ hits), weights @ said + weights @ truth, 0.0),
        "auc": area_statistic(probabilities, truth),
    }


def area_statistic(probabilities: Floats, truth: npt.NDArray[np.float64]) -> Statistic:
    """The share of pairs of a positive and a negative review that stand in the right order.

    The reviews are sorted once and not for each sample, which would take most of the time.
    """
    _, places = np.unique(probabilities, return_inverse=True)
    different = int(places.max(initial=-1)) + 1

    def area(weights: npt.NDArray[np.float64]) -> float:
        positive = np.bincount(places, weights * truth, different)
        negative = np.bincount(places, weights * (1 - truth), different)
        # Of those with the same probability, half count.
        below = np.cumsum(negative) - negative / 2
        return _share(float(positive @ below), positive.sum() * negative.sum())

    return area


def wilson(right: int, of: int) -> Interval:
    """A share and its 95% interval after Wilson (1927), which is good for few reviews too."""
    if of == 0:
        return Interval(float("nan"), 0.0, 1.0)
    bounds = binomtest(right, of).proportion_ci(method="wilson")
    return Interval(right / of, float(bounds.low), float(bounds.high))


def next_one(values: Sequence[float]) -> Interval:
    """The mean of some values, and where another one like them is to be expected.

    A 95% prediction interval, for values that are normally distributed: with few of them it is
    much wider than from the lowest to the highest.

    Args:
        values: at least two.
    """
    mean, count = fmean(values), len(values)
    spread = stdev(values) * math.sqrt(1 + 1 / count)
    half = float(student_t.ppf(0.975, count - 1)) * spread
    return Interval(mean, mean - half, mean + half)


def _samples(reviews: int, seed: int, count: int) -> Iterator[npt.NDArray[np.float64]]:
    random = np.random.default_rng(seed)
    for _ in range(count):
        drawn = random.integers(reviews, size=reviews)
        yield np.bincount(drawn, minlength=reviews).astype(np.float64)


def _interval(value: float, drawn: npt.NDArray[np.float64]) -> Interval:
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return Interval(value, float("nan"), float("nan"))
    low, high = np.quantile(defined, (0.025, 0.975))
    return Interval(value, float(low), float(high))


def _share(part: float, whole: float, of_nothing: float = float("nan")) -> float:
    return float(part / whole) if whole else of_nothing
