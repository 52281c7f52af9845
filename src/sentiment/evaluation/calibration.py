"""How far probabilities can be taken at their word, and mending it with one number."""

import math

import numpy as np
import numpy.typing as npt
import torch
from torchmetrics.functional.classification import binary_calibration_error

from sentiment.verdict import sigmoid

_BINS = 15
_DRAWN_BINS = 10
_LOWEST, _HIGHEST = 0.05, 20.0


def fit_temperature(logits: npt.NDArray[np.float32], labels: npt.NDArray[np.int8]) -> float:
    """The number by which to divide logits so that their probabilities are most likely right.

    Temperature scaling (Guo et al. 2017): accuracy stays, for no sign changes.

    Args:
        logits: [reviews].
        labels: [reviews] 0 or 1, not those that the network was trained on.

    Returns:
        Between 0.05 and 20.
    """
    scores, targets = logits.astype(np.float64), labels.astype(np.float64)
    # In the inverse temperature the loss is convex, so its slope has one zero; a network that is
    # never wrong has none, and would want 0.
    low, high = 1 / _HIGHEST, 1 / _LOWEST
    middle = 1.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        slope = float(((sigmoid(middle * scores) - targets) * scores).sum())
        low, high = (middle, high) if slope < 0 else (low, middle)
    return 1 / middle


def reliability(
    probabilities: npt.NDArray[np.floating], labels: npt.NDArray[np.int8]
) -> list[tuple[float, float, int]]:
    """How often reviews with about some probability are positive, in ten bins.

    Args:
        probabilities: P(positive) [reviews].
        labels: [reviews] 0 or 1.

    Returns:
        Mean probability, share that is positive, and number of reviews, of each bin with any.
    """
    bins = np.minimum((probabilities * _DRAWN_BINS).astype(int), _DRAWN_BINS - 1)
    return [
        (
            float(probabilities[bins == one].mean()),
            float(labels[bins == one].mean()),
            int((bins == one).sum()),
        )
        for one in np.unique(bins)
    ]


def expected_calibration_error(
    probabilities: npt.NDArray[np.float32], labels: npt.NDArray[np.int8]
) -> float:
    """The mean gap between confidence and accuracy over 15 bins, in [0, 1] (Naeini et al. 2015).

    Args:
        probabilities: P(positive) [reviews].
        labels: [reviews] 0 or 1.
    """
    error = binary_calibration_error(
        torch.from_numpy(probabilities), torch.from_numpy(labels).long(), n_bins=_BINS, norm="l1"
    )
    return float(error)
