"""Accuracy by what reviews have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sentiment.evaluation.intervals import Interval, wilson

Floats = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]

_SLICES = 6
# In risk-coverage curves, more points than can be seen.
_POINTS = 200


@dataclass(frozen=True)
class Slice:
    """Reviews with a value from ``low`` to ``high``, both included.

    Attributes:
        low: the smallest value in it.
        high: the largest.
        reviews: how many there are.
        accuracy: with its 95% interval.
    """

    low: float
    high: float
    reviews: int
    accuracy: Interval


def by_quantile(values: Floats, right: Bools, count: int = _SLICES) -> list[Slice]:
    """Slices of about as many reviews each, in the order of a value.

    Reviews with the same value share a slice, so there can be fewer.

    Args:
        values: of each review [reviews].
        right: whether the model was right [reviews].
        count: the most slices.
    """
    edges = np.unique(np.quantile(values, np.linspace(0, 1, count + 1)[1:-1]))
    return _slices(values, right, np.searchsorted(edges, values, side="left"))


def by_edges(values: Floats, right: Bools, edges: Sequence[float]) -> list[Slice]:
    """Slices between given values, each up to and with its upper edge; empty ones are left out."""
    return _slices(values, right, np.searchsorted(np.array(edges), values, side="left"))


def _slices(values: Floats, right: Bools, numbers: npt.NDArray[np.int64]) -> list[Slice]:
    found = []
    for number in np.unique(numbers):
        inside = numbers == number
        reviews = int(inside.sum())
        found.append(
            Slice(
                low=float(values[inside].min()),
                high=float(values[inside].max()),
                reviews=reviews,
                accuracy=wilson(int(right[inside].sum()), reviews),
            )
        )
    return found


def risk_coverage(confidence: Floats, right: Bools) -> list[tuple[float, float]]:
    """The share of mistakes among the reviews that a model is surest of.

    As in El-Yaniv and Wiener (2010): who may leave the least sure to a person chooses a point.

    Args:
        confidence: in the verdict [reviews].
        right: whether it was right [reviews].

    Returns:
        Coverage (the share that is answered) and risk (the share of those that is wrong), from
        little coverage to all. Reviews of the same confidence are answered together.
    """
    order = np.argsort(-confidence, kind="stable")
    mistakes = np.cumsum(~right[order])
    answered = np.arange(1, len(order) + 1)
    # Where the next one is as sure, one can't stop between them.
    last = np.append(np.diff(confidence[order]) != 0, True)
    places = np.flatnonzero(last)
    if len(places) > _POINTS:
        places = places[np.linspace(0, len(places) - 1, _POINTS).round().astype(int)]
    return [
        (float(answered[place] / len(order)), float(mistakes[place] / answered[place]))
        for place in places
    ]
