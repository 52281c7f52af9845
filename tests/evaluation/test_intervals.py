"""Bootstrap intervals: their figures, their width, and what is not defined."""

import math

import numpy as np
import pytest
import torch
from sklearn.metrics import f1_score, log_loss, precision_score, recall_score, roc_auc_score

from sentiment.evaluation.intervals import bootstrap, metric_statistics, next_one, wilson
from sentiment.evaluation.metrics import evaluation_metrics


def some_predictions(
    reviews: int, seed: int = 0
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float32]], np.ndarray[tuple[int], np.dtype[np.int8]]]:
    random = np.random.default_rng(seed)
    labels = random.integers(2, size=reviews).astype(np.int8)
    probabilities = np.clip(random.normal(0.2 + 0.6 * labels, 0.3), 0.01, 0.99)
    # Rounded, so that some are alike.
    return probabilities.round(2).astype(np.float32), labels


def test_values_are_those_of_scikit_learn() -> None:
    probabilities, labels = some_predictions(500)
    found = bootstrap(metric_statistics(probabilities, labels, 0.4), 500, resamples=2)
    said = probabilities > 0.4
    expected = {
        "loss": log_loss(labels, probabilities.astype(np.float64)),
        "accuracy": float((said == labels).mean()),
        "precision": precision_score(labels, said),
        "recall": recall_score(labels, said),
        "f1": f1_score(labels, said),
        "auc": roc_auc_score(labels, probabilities),
    }
    assert {name: one.value for name, one in found.items()} == pytest.approx(expected)


@pytest.mark.parametrize(
    "probabilities",
    [(1.0, 0.3, 0.9), (0.0, 0.0, 1.0), (0.1, 0.2, 0.3)],
    ids=["surely wrong", "wrong both ways", "nothing called positive"],
)
def test_values_are_those_of_the_training(probabilities: tuple[float, ...]) -> None:
    given, labels = np.array(probabilities, dtype=np.float32), np.array([0, 1, 1], dtype=np.int8)
    found = bootstrap(metric_statistics(given, labels, 0.5), 3, resamples=2)
    measured = evaluation_metrics()(torch.tensor(given), torch.tensor(labels).long())
    for name, one in found.items():
        assert one.value == pytest.approx(float(measured[name]), rel=1e-5), name


def test_the_next_one_is_where_it_is_expected() -> None:
    """Of 400 series of four and a fifth, about 95% have the fifth inside."""
    random = np.random.default_rng(0)
    inside = 0
    for _ in range(400):
        *four, fifth = random.normal(3, 2, 5).tolist()
        found = next_one(four)
        assert found.value == pytest.approx(np.mean(four))
        inside += found.low <= fifth <= found.high
    assert 0.91 < inside / 400 < 0.99


def test_weights_count_reviews_so_often() -> None:
    probabilities, labels = some_predictions(60)
    weights = np.random.default_rng(1).integers(4, size=60)
    often = [np.repeat(values, weights) for values in (probabilities, labels)]
    by_weight = metric_statistics(probabilities, labels, 0.5)
    by_repeating = metric_statistics(often[0], often[1], 0.5)
    for name, statistic in by_weight.items():
        repeated = by_repeating[name](np.ones(len(often[0])))
        assert statistic(weights.astype(float)) == pytest.approx(repeated), name


def test_the_interval_holds_what_is_true() -> None:
    """Of 200 samples of a model that is right in 80%, about 95% of the intervals hold 0.8."""
    random = np.random.default_rng(7)
    held = 0
    for sample in range(200):
        labels = random.integers(2, size=300).astype(np.int8)
        right = random.random(300) < 0.8
        probabilities = np.where(right, labels, 1 - labels).astype(np.float32)
        statistics = metric_statistics(probabilities, labels, 0.5)
        interval = bootstrap({"accuracy": statistics["accuracy"]}, 300, seed=sample, resamples=200)[
            "accuracy"
        ]
        assert interval.low < interval.value < interval.high
        held += interval.low <= 0.8 <= interval.high
    assert 180 <= held <= 199


def test_the_same_seed_gives_the_same() -> None:
    probabilities, labels = some_predictions(100)
    statistics = metric_statistics(probabilities, labels, 0.5)
    first, again, other = (bootstrap(statistics, 100, seed, 50) for seed in (1, 1, 2))
    assert first == again != other


def test_what_is_not_defined() -> None:
    probabilities, labels = np.full(5, 0.2, np.float32), np.zeros(5, np.int8)
    found = bootstrap(metric_statistics(probabilities, labels, 0.5), 5, resamples=10)
    assert all(math.isnan(bound) for bound in found["auc"])
    assert found["accuracy"] == (1, 1, 1)
    # A sample of two reviews is often of one class; those samples do not count.
    labels[0], probabilities[0] = 1, 0.9
    found = bootstrap(metric_statistics(probabilities[:2], labels[:2], 0.5), 2, resamples=50)
    assert found["auc"] == (1, 1, 1)


def test_wilson() -> None:
    # From Wilson's formula, by hand: 9 of 10.
    assert wilson(9, 10) == pytest.approx((0.9, 0.5958, 0.9821), abs=1e-4)
    assert wilson(10, 10).high == 1
    assert wilson(10, 10).low > 0.7
    assert math.isnan(wilson(0, 0).value)
