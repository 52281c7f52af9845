"""Accuracy of parts of a test set."""

from itertools import pairwise

import numpy as np
import pytest

from sentiment.evaluation.slices import by_edges, by_quantile, risk_coverage


def test_quantiles_hold_every_review_once() -> None:
    values = np.random.default_rng(0).integers(1, 50, size=1000).astype(float)
    right = values < 25
    slices = by_quantile(values, right, 4)
    assert sum(one.reviews for one in slices) == 1000
    assert all(150 < one.reviews < 350 for one in slices)
    assert [one.low for one in slices] == sorted(one.low for one in slices)
    assert all(before.high < after.low for before, after in pairwise(slices))
    assert slices[0].accuracy.value == 1
    assert slices[-1].accuracy.value == 0


def test_what_is_alike_stays_together() -> None:
    (only,) = by_quantile(np.full(10, 3.0), np.arange(10) < 4)
    assert (only.low, only.high, only.reviews) == (3, 3, 10)
    assert only.accuracy.value == 0.4


def test_edges_belong_below_and_empty_slices_are_left_out() -> None:
    values, right = np.array([0.0, 1.0, 1.5, 9.0]), np.array([True, False, True, True])
    slices = by_edges(values, right, [0, 1, 5, 6])
    assert [(one.low, one.high, one.reviews) for one in slices] == [
        (0, 0, 1),
        (1, 1, 1),
        (1.5, 1.5, 1),
        (9, 9, 1),
    ]


def test_risk_coverage() -> None:
    confidence = np.array([0.9, 0.6, 0.9, 0.7])
    right = np.array([True, False, False, True])
    # The two surest can't be told apart, so they come together.
    curve = risk_coverage(confidence, right)
    assert curve == [(0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]


def test_a_long_curve_is_thinned_to_its_ends() -> None:
    confidence = np.random.default_rng(0).random(5000)
    curve = risk_coverage(confidence, confidence > 0.3)
    assert len(curve) == 200
    assert curve[0] == (1 / 5000, 0.0)
    assert curve[-1] == (1.0, pytest.approx((confidence <= 0.3).mean()))
