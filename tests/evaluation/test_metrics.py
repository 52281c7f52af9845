import math

import numpy as np
import pytest
import torch
from sklearn import metrics as sklearn_metrics

from sentiment.evaluation.metrics import METRIC_NAMES, curves, evaluation_metrics


def test_agree_with_scikit_learn(generator: np.random.Generator) -> None:
    labels = generator.integers(0, 2, 500)
    probabilities = np.clip(0.3 * labels + generator.uniform(0, 0.8, 500), 0.01, 0.99)
    scores = evaluation_metrics()
    for start in range(0, 500, 64):
        part = slice(start, start + 64)
        scores.update(torch.tensor(probabilities[part]).float(), torch.tensor(labels[part]))
    measured = {name: float(value) for name, value in scores.compute().items()}
    predicted = probabilities > 0.5
    expected = {
        "loss": sklearn_metrics.log_loss(labels, probabilities),
        "accuracy": sklearn_metrics.accuracy_score(labels, predicted),
        "precision": sklearn_metrics.precision_score(labels, predicted),
        "recall": sklearn_metrics.recall_score(labels, predicted),
        "f1": sklearn_metrics.f1_score(labels, predicted),
        "auc": sklearn_metrics.roc_auc_score(labels, probabilities),
    }
    assert measured == pytest.approx(expected, abs=1e-5)
    assert set(measured) == set(METRIC_NAMES)


def test_one_class_has_no_area() -> None:
    scores = evaluation_metrics()
    scores.update(torch.tensor([0.2, 0.9]), torch.tensor([1, 1]))
    assert math.isnan(scores.compute()["auc"])
    assert scores["accuracy"].compute() == 0.5


def test_confusion_is_truth_by_prediction() -> None:
    pictures = curves()
    pictures.update(torch.tensor([0.9, 0.2, 0.8, 0.1]), torch.tensor([1, 1, 0, 0]))
    pictures.update(torch.tensor([0.7]), torch.tensor([0]))
    assert pictures["confusion"].compute().tolist() == [[1, 2], [1, 1]]
