"""From a network's number to a probability, and to a word."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = TypeVar("Floats", npt.NDArray[np.float32], npt.NDArray[np.float64])

LABELS = ("negative", "positive")


def sigmoid(logits: Floats) -> Floats:
    """Probabilities of logits, of any shape; by tanh, which never overflows."""
    probabilities: Floats = 0.5 * (np.tanh(0.5 * logits) + 1)
    return probabilities


def verdict(probability: float, threshold: float = 0.5) -> tuple[str, float]:
    """The sentiment, and the confidence in it.

    Args:
        probability: P(positive).
        threshold: the sentiment is positive above it.

    Returns:
        One of ``LABELS``, and the probability of that label.
    """
    if probability > threshold:
        return LABELS[1], probability
    return LABELS[0], 1 - probability
