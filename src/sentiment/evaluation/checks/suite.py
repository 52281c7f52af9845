"""All the checks."""

from sentiment.evaluation.checks.added_verdict import added_verdict
from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.comparison import comparison
from sentiment.evaluation.checks.contrast import contrast
from sentiment.evaluation.checks.could_have_been import could_have_been
from sentiment.evaluation.checks.formatting import formatting
from sentiment.evaluation.checks.intensity import intensity
from sentiment.evaluation.checks.length import length
from sentiment.evaluation.checks.names import names
from sentiment.evaluation.checks.negation import negation
from sentiment.evaluation.checks.neutral_words import neutral_words
from sentiment.evaluation.checks.order import order
from sentiment.evaluation.checks.other_people import other_people
from sentiment.evaluation.checks.scores import scores
from sentiment.evaluation.checks.story import story
from sentiment.evaluation.checks.then_and_now import then_and_now
from sentiment.evaluation.checks.typos import typos
from sentiment.evaluation.checks.vocabulary import vocabulary

_MAKERS = (
    vocabulary,
    negation,
    contrast,
    order,
    then_and_now,
    comparison,
    other_people,
    could_have_been,
    story,
    scores,
    length,
    names,
    neutral_words,
    formatting,
    typos,
    intensity,
    added_verdict,
)


def all_capabilities() -> list[Capability]:
    """Every capability with its cases, which are the same on every call and every machine.

    After CheckList (Ribeiro et al. 2020), with sentences of our own: label checks are its minimum
    functionality tests, and there are its invariance and its directional tests.
    """
    return [make() for make in _MAKERS]
