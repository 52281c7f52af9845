"""What the processes that speak HTTP and those that predict tell each other."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from sentiment.explanation import Explanation


class Predicted(NamedTuple):
    """A review's prediction; ``probability`` is P(positive)."""

    sentiment: str
    confidence: float
    probability: float


@dataclass(frozen=True)
class Work:
    """A batch for a worker.

    Attributes:
        kind: ``probe`` asks for a self-test, and has no texts.
        texts: to predict; one to explain.
        known_version: the bundle that the asker knows the manifest of.
    """

    kind: Literal["predict", "explain", "probe"]
    texts: list[str]
    known_version: str | None = None


@dataclass(frozen=True)
class Done:
    """A worker's answer.

    Attributes:
        version: of the bundle that all of it comes from.
        manifest: its ``model.json``, where the asker did not know it.
        seconds: what it took.
        predictions: in the order of the texts; None for one that could not be predicted.
        explanation: of the one text, where that was asked for.
    """

    version: str
    manifest: str | None
    seconds: float
    predictions: list[Predicted | None]
    explanation: Explanation | None = None
