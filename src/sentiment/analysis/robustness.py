"""What a model does with reviews that are not as those of its training."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sentiment.data.reviews import Reviews
from sentiment.evaluation.calibration import expected_calibration_error
from sentiment.evaluation.checks import all_capabilities
from sentiment.evaluation.checks.typos import slip
from sentiment.evaluation.intervals import Interval, bootstrap, wilson

Predict = Callable[[Sequence[str]], npt.NDArray[np.float32]]
Change = Callable[[str, Random], str]

_LONG_WORD = re.compile(r"\b[^\W\d_]{5,}\b")


class Changed(NamedTuple):
    """What a change of all reviews did.

    Attributes:
        accuracy: on the changed reviews, with its 95% interval.
        lost: how much lower it is than before, with a 95% interval over the reviews.
        flipped: the share of reviews whose verdict is another than before, in [0, 1].
    """

    accuracy: Interval
    lost: Interval
    flipped: float


class Elsewhere(NamedTuple):
    """A model on the reviews of others.

    Attributes:
        accuracy: with its 95% interval.
        ece: expected calibration error.
        reviews: how many there are.
    """

    accuracy: Interval
    ece: float
    reviews: int


class Shifted(NamedTuple):
    """A model where the share of positive reviews is another.

    Attributes:
        share: of positive reviews, in (0, 1).
        accuracy: the expected one.
        ece: expected calibration error.
        predicted_share: of reviews that the model calls positive.
    """

    share: float
    accuracy: float
    ece: float
    predicted_share: float


def typos(share: float) -> Change:
    """Misspells words as people do, so that anybody can read them still.

    Args:
        share: of all words that are misspelt, in [0, 1]. Those with five letters or more are, so
            that a text with too few of them gets less.
    """

    def change(text: str, random: Random) -> str:
        places = [match.span() for match in _LONG_WORD.finditer(text)]
        wanted = share * len(text.split())
        # What is left over decides by chance, so that short texts have their share too.
        count = int(wanted) + (random.random() < wanted % 1)
        for start, end in sorted(random.sample(places, min(count, len(places))), reverse=True):
            text = text[:start] + slip(text[start:end], random) + text[end:]
        return text

    return change


def first_words(count: int) -> Change:
    """Keeps so many words from the beginning, as a preview would."""
    return lambda text, random: " ".join(text.split()[:count])


def last_words(count: int) -> Change:
    """Keeps so many words from the end."""
    return lambda text, random: " ".join(text.split()[-count:])


def shuffled(text: str, random: Random) -> str:
    """All words in another order: what is left is a bag of words."""
    words = text.split()
    random.shuffle(words)
    return " ".join(words)


def shouted(text: str, random: Random) -> str:
    """In capitals, with an exclamation mark for each full stop."""
    return text.upper().replace(".", "!")


def without_punctuation(text: str, random: Random) -> str:
    """Letters, digits and spaces alone."""
    return "".join(sign if sign.isalnum() or sign.isspace() else " " for sign in text)


def changed(
    predict: Predict,
    reviews: Reviews,
    changes: Mapping[str, Change],
    threshold: float = 0.5,
    seed: int = 0,
) -> dict[str, Changed]:
    """Accuracy after each change of all reviews.

    Args:
        predict: P(positive) [texts] of texts.
        reviews: with their labels.
        changes: under their names; each gets a random generator of its own.
        threshold: a review counts as positive above it.
        seed: of the generators.

    Returns:
        As ``changes``, with what is not changed first, as ``none``.
    """
    labels = reviews.labels.astype(bool)
    before = predict(reviews.texts) > threshold
    right = before == labels
    found = {"none": _changed(right, right, 0.0, seed)}
    for name, change in changes.items():
        random = Random(seed)  # noqa: S311
        # A text of which nothing is left is no text.
        texts = [change(text, random) or text for text in reviews.texts]
        after = predict(texts) > threshold
        flipped = float((after != before).mean())
        found[name] = _changed(right, after == labels, flipped, seed)
    return found


def _changed(
    before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_], flipped: float, seed: int
) -> Changed:
    lost = before.astype(np.float64) - after
    drawn = bootstrap(
        {"lost": lambda weights: float(weights @ lost / weights.sum())}, len(lost), seed
    )
    return Changed(wilson(int(after.sum()), len(after)), drawn["lost"], flipped)


def short_reviews() -> Reviews:
    """The behavioural checks that ask for a label: a few sentences each, by another hand."""
    cases = [
        case
        for capability in all_capabilities()
        if capability.kind == "label"
        for case in capability.cases
    ]
    labels = np.array([case.label for case in cases], dtype=np.int8)
    return Reviews([case.text for case in cases], labels)


def elsewhere(
    predict: Predict, sources: Mapping[str, Reviews], threshold: float = 0.5
) -> dict[str, Elsewhere]:
    """How a model does on reviews from several sources.

    Args:
        predict: P(positive) [texts] of texts.
        sources: reviews under their names.
        threshold: a review counts as positive above it.
    """
    found = {}
    for name, reviews in sources.items():
        probabilities = predict(reviews.texts)
        right = int(((probabilities > threshold) == reviews.labels.astype(bool)).sum())
        ece = expected_calibration_error(probabilities, reviews.labels)
        found[name] = Elsewhere(wilson(right, len(reviews)), ece, len(reviews))
    return found


def prior_shift(
    probabilities: npt.NDArray[np.float32],
    labels: npt.NDArray[np.int8],
    shares: Sequence[float],
    threshold: float = 0.5,
    seed: int = 0,
) -> list[Shifted]:
    """How a model does where more or fewer reviews are positive than in its training.

    Args:
        probabilities: P(positive) [reviews].
        labels: [reviews] 0 or 1.
        shares: of positive reviews to try, in (0, 1).
        threshold: a review counts as positive above it.
        seed: of the draws.

    Returns:
        For each share; measured on as many reviews, drawn without replacement, as give it.
    """
    positive, negative = np.flatnonzero(labels == 1), np.flatnonzero(labels == 0)
    found = []
    for share in shares:
        whole = min(len(positive) / share, len(negative) / (1 - share))
        random = np.random.default_rng(seed)
        drawn = np.concatenate(
            [
                random.choice(positive, max(round(whole * share), 1), replace=False),
                random.choice(negative, max(round(whole * (1 - share)), 1), replace=False),
            ]
        )
        said = probabilities[drawn] > threshold
        found.append(
            Shifted(
                share,
                float((said == labels[drawn]).mean()),
                expected_calibration_error(probabilities[drawn], labels[drawn]),
                float(said.mean()),
            )
        )
    return found


def corrected_prior(
    probabilities: npt.NDArray[np.float32], share: float, trained_share: float = 0.5
) -> npt.NDArray[np.float32]:
    """Probabilities as they should be where so many reviews are positive (Saerens et al. 2002).

    Args:
        probabilities: P(positive) [reviews] of a model trained with ``trained_share``.
        share: of positive reviews where the model is used, in (0, 1).
        trained_share: of positive reviews in training, in (0, 1).
    """
    positive = probabilities * (share / trained_share)
    negative = (1 - probabilities) * ((1 - share) / (1 - trained_share))
    corrected: npt.NDArray[np.float32] = (positive / (positive + negative)).astype(np.float32)
    return corrected
