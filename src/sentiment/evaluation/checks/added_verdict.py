"""A sentence more, and its opinion counts."""

from random import Random

from sentiment.evaluation.checks.cases import Capability, Case
from sentiment.evaluation.checks.filling import Filler
from sentiment.evaluation.checks.neutral import NEUTRAL_BANKS
from sentiment.evaluation.checks.wordings import BANKS, FEATURE

_BEGINNINGS = (
    "{setting} {making}",
    "{viewing} {setting}",
    "{setting} It has {praised} and {blamed}.",
    "{viewing} {making} {setting}",
    "{viewing} It has {blamed} and {praised}.",
)
_ADDED = (
    "{whole=}.",
    "I {felt=} it.",
    "It is {a_film=}.",
    "{subject} is {adjective=}.",
    "{part=}, and {part=}.",
)
_CASES = 50
_BANKS = BANKS | {
    **NEUTRAL_BANKS,
    "praised": FEATURE.positive,
    "blamed": FEATURE.negative,
}


def added_verdict() -> Capability:
    """Nothing, or as much for as against it, and then one opinion more, at either end."""
    filler, random = Filler(_BANKS, "added verdict"), Random("added verdict")
    cases = []
    for index in range(_CASES):
        number, label = index // 2, index % 2
        text = filler.fill(_BEGINNINGS[number % len(_BEGINNINGS)])
        added = filler.fill(random.choice(_ADDED), label)
        cases.append(Case(text, label, f"{text} {added}" if number % 3 else f"{added} {text}"))
    return Capability(
        name="added_verdict",
        about="one more opinion moves the verdict",
        kind="direction",
        cases=tuple(cases),
        tolerance=0.2,
    )
