"""What a sweep judges a training by."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from omegaconf import DictConfig, ListConfig

from hydra_plugins.optuna_sweeper import EndSweep
from sentiment.config import in_multirun
from sentiment.evaluation.metrics import METRIC_NAMES

MILLISECONDS = "milliseconds_per_review"
_OTHERS = ("parameters", "train_seconds", MILLISECONDS)
_LESS_IS_BETTER = ("validation/loss", *_OTHERS)
_CONSTRAINT = re.compile(r"\s*(\S+)\s*(<=|>=)\s*(\S+)\s*")


@dataclass(frozen=True)
class Constraint:
    """A bound that a metric must keep.

    Attributes:
        text: as it was written, ``milliseconds_per_review <= 2``.
        metric: its name.
        sign: 1 for an upper bound, -1 for a lower one.
        bound: in the metric's unit.
    """

    text: str
    metric: str
    sign: int
    bound: float

    def excess(self, metrics: Mapping[str, Any]) -> float:
        """By how much the bound is missed; zero or less where it is kept."""
        return self.sign * (value_of(self.metric, metrics) - self.bound)


@dataclass(frozen=True)
class Objective:
    """What to optimise, and what to keep.

    Attributes:
        metrics: names, one for each objective.
        constraints: the bounds.
    """

    metrics: list[str]
    constraints: list[Constraint]

    def values(self, metrics: Mapping[str, Any]) -> list[float]:
        """A value for each objective, from the content of a ``metrics.json``."""
        return [value_of(name, metrics) for name in self.metrics]


def read_objective(config: DictConfig) -> Objective:
    """Reads ``optimized_metric`` and ``constraints``.

    Raises:
        EndSweep: when a metric does not exist, or a constraint can't be read.
    """
    given = config.optimized_metric
    metrics = list(given) if isinstance(given, ListConfig) else [given]
    ways = config.direction
    directions = list(ways) if isinstance(ways, ListConfig) else [ways]
    # That there are as many is the sweeper's to see.
    for name, direction in zip(metrics, directions, strict=False):
        _check_exists(name, f"optimized_metric={name}")
        wanted = "minimize" if name in _LESS_IS_BETTER else "maximize"
        if direction != wanted:
            raise EndSweep(
                f"optimized_metric={name}: to {direction} it would choose the worst; give "
                f"direction={wanted}."
            )
    # What is no list the training refuses, as it does any other setting.
    bounds = config.constraints if isinstance(config.constraints, ListConfig) else ()
    return Objective(metrics, [_constraint(str(text)) for text in bounds])


def needs_milliseconds(config: DictConfig) -> bool:
    """Whether prediction has to be timed, for a sweep looks at it."""
    return in_multirun() and MILLISECONDS in f"{config.optimized_metric} {config.constraints}"


def value_of(name: str, metrics: Mapping[str, Any]) -> float:
    """A metric by its name, ``validation/accuracy`` or ``parameters``."""
    split, _, metric = name.rpartition("/")
    return float(metrics[split][metric] if split else metrics[metric])


def _constraint(text: str) -> Constraint:
    match = _CONSTRAINT.fullmatch(text)
    try:
        metric, sign, bound = match.groups() if match else ("", "", "")
        number = float(bound)
    except ValueError:
        raise EndSweep(
            f"constraints: {text!r} can't be read; write 'METRIC <= NUMBER' or 'METRIC >= NUMBER'."
        ) from None
    _check_exists(metric, f"constraints: {text!r}")
    return Constraint(text, metric, 1 if sign == "<=" else -1, number)


def _check_exists(name: str, setting: str) -> None:
    known = [*(f"validation/{metric}" for metric in METRIC_NAMES), *_OTHERS]
    if str(name).startswith("test/"):
        raise EndSweep(f"{setting}: the test split is not for choosing; take validation/...")
    if name not in known:
        raise EndSweep(f"{setting}: there is no such metric; there are {', '.join(known)}.")
