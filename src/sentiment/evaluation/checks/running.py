"""Puts the checks to a model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sentiment.evaluation.checks.cases import Capability, Case, Kind

Predict = Callable[[Sequence[str]], npt.NDArray[np.float32]]

# Closer to 0 and 1 a float32 has too few digits for log-odds.
_SMALLEST = 1e-6


@dataclass(frozen=True)
class Failure:
    """A case that a model got wrong.

    Attributes:
        case: the case.
        probability: P(positive) of its text.
        changed_probability: and of the changed one; None in a label check.
    """

    case: Case
    probability: float
    changed_probability: float | None


@dataclass(frozen=True)
class CapabilityResult:
    """What a model makes of a capability.

    Attributes:
        name: of the capability.
        about: what it asks.
        kind: of its checks.
        cases: how many there are.
        failures: those that went wrong, the worst first.
    """

    name: str
    about: str
    kind: Kind
    cases: int
    failures: tuple[Failure, ...]

    @property
    def title(self) -> str:
        """The name as a person writes it."""
        return self.name.replace("_", " ")

    @property
    def passed(self) -> int:
        """How many went right."""
        return self.cases - len(self.failures)

    @property
    def pass_rate(self) -> float:
        """Which share went right, in [0, 1]."""
        return self.passed / self.cases


def run_checks(
    predict: Predict, capabilities: Sequence[Capability], threshold: float = 0.5
) -> list[CapabilityResult]:
    """Puts the cases of all capabilities to a model, in one call of ``predict``.

    Args:
        predict: P(positive) [texts] float32 of raw texts.
        capabilities: what to ask for.
        threshold: a text is positive above it.

    Returns:
        A result a capability, in their order.
    """
    cases = [case for capability in capabilities for case in capability.cases]
    texts = dict.fromkeys(text for case in cases for text in (case.text, case.changed) if text)
    probabilities = dict(zip(texts, predict(list(texts)).tolist(), strict=True))
    return [_result(capability, probabilities, threshold) for capability in capabilities]


def _result(
    capability: Capability, probabilities: dict[str, float], threshold: float
) -> CapabilityResult:
    wrong: list[tuple[float, Failure]] = []
    for case in capability.cases:
        first = probabilities[case.text]
        second = None if case.changed is None else probabilities[case.changed]
        passed, error = _judge(capability, case.label, first, second, threshold)
        if not passed:
            wrong.append((error, Failure(case, first, second)))
    wrong.sort(key=lambda pair: -pair[0])
    return CapabilityResult(
        name=capability.name,
        about=capability.about,
        kind=capability.kind,
        cases=len(capability.cases),
        failures=tuple(failure for _, failure in wrong),
    )


def _judge(
    capability: Capability, label: int, first: float, second: float | None, threshold: float
) -> tuple[bool, float]:
    """Whether a case passes, and how wrong it is: the more, the worse."""
    if second is None:
        return (first > threshold) == bool(label), abs(first - label)
    if capability.kind == "invariance":
        moved = abs(second - first)
        same_label = (first > threshold) == (second > threshold)
        return same_label and moved <= capability.tolerance, moved
    step = _log_odds(second) - _log_odds(first)
    towards = step if label else -step
    return towards >= capability.tolerance, -towards


def _log_odds(probability: float) -> float:
    inside = min(max(probability, _SMALLEST), 1 - _SMALLEST)
    return float(np.log(inside / (1 - inside)))
