"""What a behavioural check is made of."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["label", "invariance", "direction"]


@dataclass(frozen=True)
class Case:
    """One thing that a model should get right.

    Attributes:
        text: a review.
        label: 0 or 1, what any person takes the review for; of a direction check, towards which
            label the change should move it.
        changed: the same review with a change in it; None in a label check.
    """

    text: str
    label: int
    changed: str | None = None


@dataclass(frozen=True)
class Capability:
    """Cases that ask for the same ability.

    Attributes:
        name: an identifier.
        about: what is asked, in a few words.
        kind: a label check wants the label; an invariance check wants the label that the unchanged
            review gets, and almost its probability; a direction check wants a move.
        cases: as many of one label as of the other.
        tolerance: of an invariance check, how far the probability may move; of a direction check,
            how far the log-odds must move at least. Log-odds, because a step means the same
            there wherever it begins, while a probability near 0 or 1 has no room left.
    """

    name: str
    about: str
    kind: Kind
    cases: tuple[Case, ...]
    tolerance: float = 0.0
