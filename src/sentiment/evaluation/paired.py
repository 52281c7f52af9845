"""Which of two models is better, judged on the same reviews."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from sentiment.evaluation.intervals import RESAMPLES, Interval, Statistic, bootstrap
from sentiment.evaluation.intervals import metric_statistics as statistics_of

# Metrics of which differences are taken.
COMPARED = ("accuracy", "auc", "loss")
_NOISE = 0.05


@dataclass(frozen=True)
class Predictions:
    """What a model says of reviews.

    Attributes:
        probabilities: P(positive) [reviews].
        threshold: a review counts as positive above it.
    """

    probabilities: npt.NDArray[np.float32]
    threshold: float = 0.5

    def right(self, labels: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
        """Where it is right [reviews]."""
        right: npt.NDArray[np.bool_] = (self.probabilities > self.threshold) == labels.astype(bool)
        return right


@dataclass(frozen=True)
class Comparison:
    """A second model beside a first one.

    Attributes:
        only_first: reviews that the first gets right and the second does not.
        only_second: and the other way round.
        p_value: of McNemar's test (1947), exact: how likely so uneven a disagreement would be if
            both were equally good. Of several comparisons, corrected for their number.
        differences: second less first, by metric, with 95% bootstrap intervals over the reviews.
    """

    only_first: int
    only_second: int
    p_value: float
    differences: dict[str, Interval]

    @property
    def is_noise(self) -> bool:
        """Whether the choice of reviews could well have made the difference in accuracy."""
        accuracy = self.differences["accuracy"]
        return self.p_value >= _NOISE or accuracy.low <= 0 <= accuracy.high


def compare_predictions(
    first: Predictions,
    second: Predictions,
    labels: npt.NDArray[np.int8],
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Comparison:
    """Compares two models on the same reviews.

    Pairs tell more than two intervals side by side: what is hard is hard for both, and drops out.

    Args:
        first: of one model.
        second: of another.
        labels: [reviews] 0 or 1.
        seed: of the bootstrap's draws.
        resamples: how many samples.
    """
    right_first, right_second = first.right(labels), second.right(labels)
    only_first = int((right_first & ~right_second).sum())
    only_second = int((right_second & ~right_first).sum())
    disagreed = only_first + only_second
    metrics = [statistics_of(one.probabilities, labels, one.threshold) for one in (first, second)]
    statistics = {name: _difference(*(one[name] for one in metrics)) for name in COMPARED}
    return Comparison(
        only_first=only_first,
        only_second=only_second,
        p_value=float(binomtest(only_second, disagreed).pvalue) if disagreed else 1.0,
        differences=bootstrap(statistics, len(labels), seed, resamples),
    )


def corrected(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Comparisons that were made at once, with p values after Holm (1979).

    Of twenty equals one would seem better at 5% each; so corrected, hardly one of all does.
    """
    order = sorted(range(len(comparisons)), key=lambda index: comparisons[index].p_value)
    found, least = list(comparisons), 0.0
    for place, index in enumerate(order):
        one = comparisons[index]
        least = max(least, min(1.0, one.p_value * (len(comparisons) - place)))
        found[index] = replace(one, p_value=least)
    return found


def _difference(first: Statistic, second: Statistic) -> Statistic:
    return lambda weights: second(weights) - first(weights)
