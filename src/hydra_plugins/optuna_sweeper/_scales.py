"""The axes of a study's pictures: values, logarithms, choices."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.trial import FrozenTrial

from hydra_plugins.optuna_sweeper._looks import choice_texts
from hydra_plugins.optuna_sweeper._snapshot import Snapshot

_MOST_CHOICES = 16


@dataclass(frozen=True)
class Scale:
    """Where trials lie on an axis: at their value, its logarithm, or the number of their choice."""

    name: str
    places: dict[int, float]
    ticks: Sequence[tuple[float, str]]
    low: float
    high: float
    is_choice: bool = False
    is_missing: bool = False

    MISSING = -0.1

    def height(self, place: float) -> float:
        """Where a place is between 0 and 1."""
        return (place - self.low) / (self.high - self.low) if self.high > self.low else 0.5

    def height_of(self, trial: FrozenTrial) -> float:
        """Where a trial is between 0 and 1, or below."""
        place = self.places.get(trial.number)
        return self.MISSING if place is None else self.height(place)

    def scattered_place_of(self, trial: FrozenTrial) -> float:
        """The trial's place, moved a little where many would lie on one another."""
        # Steps of the golden ratio spread evenly however many there are.
        shift = (trial.number * 0.618034 % 1 - 0.5) * 0.5 if self.is_choice else 0
        return self.places[trial.number] + shift


def objective_scale(view: Snapshot) -> Scale:
    """The axis of the values of one objective."""
    places = {trial.number: trial.values[0] for trial in view.completed}
    low, high = min(places.values()), max(places.values())
    return Scale(view.metric_names[0], places, _ticks(low, high), low, high)


def parameter_scale(name: str, trials: Sequence[FrozenTrial]) -> Scale:
    """The axis of a parameter, in the way in which it was searched."""
    values = {trial.number: trial.params[name] for trial in trials if name in trial.params}
    distributions = [trial.distributions[name] for trial in trials if name in trial.params]
    is_missing = len(values) < len(trials)
    if isinstance(distributions[0], CategoricalDistribution):
        # By their look, since to Python True and 1 are the same.
        choices = {repr(choice): choice for choice in distributions[0].choices}
        choices |= {repr(value): value for value in values.values()}
        rows = {look: row for row, look in enumerate(choices)}
        every = math.ceil(len(choices) / _MOST_CHOICES)
        return Scale(
            name,
            {number: rows[repr(value)] for number, value in values.items()},
            list(enumerate(choice_texts(list(choices.values()))))[::every],
            0,
            len(choices) - 1,
            is_choice=True,
            is_missing=is_missing,
        )
    is_log = any(getattr(distribution, "log", False) for distribution in distributions)
    # The values too: a trial that was asked for may lie beside the range.
    ends = [*values.values(), *(end for one in distributions for end in _ends(one))]
    convert = math.log10 if is_log else float
    low, high = convert(min(ends)), convert(max(ends))
    return Scale(
        name,
        {number: convert(value) for number, value in values.items()},
        _log_ticks(low, high) if is_log else _ticks(low, high),
        low,
        high,
        is_missing=is_missing,
    )


def _ends(distribution: BaseDistribution) -> list[float]:
    if isinstance(distribution, FloatDistribution | IntDistribution):
        return [distribution.low, distribution.high]
    return []


def _ticks(low: float, high: float) -> list[tuple[float, str]]:
    places = MaxNLocator(nbins=5, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [(float(place), f"{place:.6g}") for place in places if low <= place <= high]


def _log_ticks(low: float, high: float) -> list[tuple[float, str]]:
    decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    if len(decades) > 1:
        return [(place, f"{10.0**place:g}") for place in decades[:: math.ceil(len(decades) / 6)]]
    between = [
        (math.log10(factor) + decade, f"{factor * 10.0**decade:g}")
        for decade in range(math.floor(low), math.ceil(high))
        for factor in (1, 2, 3, 5, 7)
    ]
    inside = [tick for tick in between if low - 1e-9 <= tick[0] <= high + 1e-9]
    return inside if len(inside) > 1 else [(end, f"{10.0**end:.3g}") for end in {low, high}]
