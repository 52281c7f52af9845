from collections.abc import Sequence
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from sentiment.analysis.robustness import (
    changed,
    corrected_prior,
    elsewhere,
    first_words,
    last_words,
    prior_shift,
    short_reviews,
    shouted,
    shuffled,
    typos,
    without_punctuation,
)
from sentiment.data.reviews import Reviews

TEXT = "This wonderful film, though long, never bores anybody who loves cinema."


def random() -> Random:
    return Random(0)  # noqa: S311


def test_changes() -> None:
    assert first_words(2)(TEXT, random()) == "This wonderful"
    assert last_words(2)(TEXT, random()) == "loves cinema."
    assert shouted("So good.", random()) == "SO GOOD!"
    assert without_punctuation("So, good!", random()) == "So  good "
    mixed = shuffled(TEXT, random())
    assert mixed != TEXT
    assert sorted(mixed.split()) == sorted(TEXT.split())


@pytest.mark.parametrize(("share", "expected"), [(0.0, 0), (0.05, 50), (0.3, 300), (1.0, 500)])
def test_typos_change_that_share_of_words(share: float, expected: int) -> None:
    text = " ".join(["wonderful,", "a"] * 500)
    words = typos(share)(text, random()).split(" ")
    assert len(words) == 1000
    assert words[1::2] == ["a"] * 500
    wrong = [word for word in words[::2] if word != "wonderful,"]
    # Of short words none.
    assert len(wrong) == expected
    assert all(abs(len(word) - 10) <= 1 and word.endswith(",") for word in wrong)


def test_short_texts_have_their_share_of_typos() -> None:
    generator = random()
    texts = [typos(0.05)("a wonderful film", generator) for _ in range(1000)]
    wrong = sum(text != "a wonderful film" for text in texts)
    assert wrong == pytest.approx(150, abs=40)


def test_accuracy_and_flips() -> None:
    reviews = Reviews(["good film", "bad film", "film good"], np.array([1, 0, 1], dtype=np.int8))

    def predict(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([0.9 if "good" in text else 0.1 for text in texts], dtype=np.float32)

    found = changed(predict, reviews, {"first word": first_words(1)})
    assert found["none"].accuracy.value == 1
    assert found["none"].flipped == 0
    assert found["first word"].accuracy.value == pytest.approx(2 / 3)
    assert found["first word"].flipped == pytest.approx(1 / 3)
    assert found["none"].lost == (0, 0, 0)
    lost = found["first word"].lost
    assert lost.value == pytest.approx(1 / 3)
    assert lost.low == 0 < lost.high


def test_other_reviews() -> None:
    short = short_reviews()
    assert len(short) > 300
    assert short.labels.mean() == pytest.approx(0.5, abs=0.05)

    def predict(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.full(len(texts), 0.9, dtype=np.float32)

    two = Reviews(["a", "b"], np.array([1, 1], dtype=np.int8))
    found = elsewhere(predict, {"home": two, "short": short})
    assert found["home"].accuracy.value == 1
    assert found["home"].ece == pytest.approx(0.1)
    assert found["short"].accuracy.value == pytest.approx(short.labels.mean())
    assert found["short"].accuracy.low < found["short"].accuracy.value
    assert found["short"].reviews == len(short)


def test_prior_shift_and_its_correction() -> None:
    labels = np.tile(np.array([0, 1], dtype=np.int8), 5000)
    # Calibrated where half are positive: drawn so that P(label = 1) is what is said.
    scores = np.random.default_rng(0).normal(np.where(labels == 1, 0.7, -0.7), 1.0)
    probabilities = (1 / (1 + np.exp(-2 * 0.7 * scores))).astype(np.float32)
    before, after = (
        prior_shift(values, labels, [0.9])[0]
        for values in (probabilities, corrected_prior(probabilities, 0.9))
    )
    assert before.ece > 0.1
    assert after.ece < 0.02
    assert after.accuracy > before.accuracy + 0.1
    (even,) = prior_shift(probabilities, labels, [0.5])
    assert even.ece < 0.02
    assert np.allclose(corrected_prior(probabilities, 0.5), probabilities)
