"""Verdicts in figures."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import Bank, both_labels, opinions
from sentiment.evaluation.checks.neutral import NEUTRAL_BANKS

_TEMPLATES = (
    "{setting} {making} {of_ten=}/10",
    "{viewing} I would rate it {word=} out of ten.",
    "{of_ten=} out of 10.",
    "{setting} {making} My score: {word=} out of ten.",
    "{stars=} out of 5 stars. {setting}",
    "{setting} {viewing} {making} Rating: {of_ten=} out of 10.",
    "{setting} If I had to put a number on it, from one to ten, I would say {word=}.",
    "{of_ten=}/10. {viewing} {setting} {making}",
    "On a scale from 0 to 100: {of_hundred=}.",
    "{viewing} {setting} {making} Two thumbs {up=}.",
)
_BANKS: dict[str, Bank] = {
    **NEUTRAL_BANKS,
    "of_ten": opinions("1\n2\n3", "8\n9\n10"),
    "word": opinions("one\ntwo\nthree", "eight\nnine\nten"),
    "stars": opinions("1", "5"),
    "of_hundred": opinions("4\n9\n13", "91\n95\n98"),
    "up": opinions("down", "up"),
}


def scores() -> Capability:
    """The verdict is a number, and no other word is for or against."""
    return Capability(
        name="scores",
        about="verdicts in figures: 9/10, one star",
        kind="label",
        cases=tuple(both_labels(_TEMPLATES, _BANKS, 40, "scores")),
    )
