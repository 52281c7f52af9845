"""Two models on the same reviews."""

import numpy as np
import numpy.typing as npt
import pytest

from sentiment.evaluation.paired import Comparison, Predictions, compare_predictions, corrected


def predictions(right: npt.NDArray[np.bool_], labels: npt.NDArray[np.int8]) -> Predictions:
    return Predictions(np.where(right, labels, 1 - labels).astype(np.float32) * 0.8 + 0.1)


def test_counts_and_differences() -> None:
    labels = np.array([1, 1, 0, 0, 1], dtype=np.int8)
    first = predictions(np.array([True, True, False, False, False]), labels)
    second = predictions(np.array([True, False, True, True, False]), labels)
    found = compare_predictions(first, second, labels, resamples=100)
    assert (found.only_first, found.only_second) == (1, 2)
    # Of three coins, as uneven as 1 to 2 or more so: always.
    assert found.p_value == 1
    accuracy = found.differences["accuracy"]
    assert accuracy.value == pytest.approx(0.2)
    assert accuracy.low < 0 < accuracy.high
    assert found.is_noise


def test_mcnemar_is_exact() -> None:
    labels = np.ones(10, dtype=np.int8)
    first, second = np.ones(10, bool), np.ones(10, bool)
    second[:6] = False
    found = compare_predictions(
        predictions(first, labels), predictions(second, labels), labels, resamples=100
    )
    # Six of six: two of 2 ** 6.
    assert found.p_value == pytest.approx(2 / 64)
    assert not found.is_noise


def test_pairs_tell_what_two_intervals_do_not() -> None:
    """A model that is better on some and worse on none, by less than either's own interval."""
    labels = np.tile(np.array([0, 1], dtype=np.int8), 500)
    first = np.random.default_rng(0).random(1000) < 0.8
    second = first.copy()
    second[np.flatnonzero(~first)[:15]] = True
    found = compare_predictions(predictions(first, labels), predictions(second, labels), labels)
    accuracy = found.differences["accuracy"]
    assert accuracy.value == pytest.approx(0.015)
    assert 0 < accuracy.low < accuracy.high < 0.03
    assert not found.is_noise


def test_several_at_once_are_corrected() -> None:
    """The example of Holm's method: each times how many are left, and never below one before."""
    found = corrected([Comparison(0, 0, p_value, {}) for p_value in (0.01, 0.04, 0.03, 0.005, 0.9)])
    expected = [0.04, 0.09, 0.09, 0.025, 0.9]
    assert [one.p_value for one in found] == pytest.approx(expected)
    (alone,) = corrected([Comparison(0, 0, 0.03, {})])
    assert alone.p_value == 0.03


def test_equals_are_seldom_told_apart() -> None:
    """Of 100 pairs of equally good models, about 5 look different."""
    random = np.random.default_rng(3)
    labels = random.integers(2, size=400).astype(np.int8)
    different = 0
    for _ in range(100):
        first, second = (predictions(random.random(400) < 0.85, labels) for _ in range(2))
        different += not compare_predictions(first, second, labels, resamples=100).is_noise
    assert different <= 10


def test_the_same_predictions() -> None:
    labels = np.array([1, 0], dtype=np.int8)
    same = predictions(np.array([True, False]), labels)
    found = compare_predictions(same, same, labels, resamples=20)
    assert (found.only_first, found.only_second, found.p_value) == (0, 0, 1)
    assert found.differences["accuracy"] == (0, 0, 0)


def test_each_has_its_own_threshold() -> None:
    labels = np.array([1, 0], dtype=np.int8)
    probabilities = np.array([0.7, 0.6], dtype=np.float32)
    found = compare_predictions(
        Predictions(probabilities), Predictions(probabilities, 0.65), labels, resamples=20
    )
    assert (found.only_first, found.only_second) == (0, 1)
