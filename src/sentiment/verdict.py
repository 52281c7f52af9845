"""From a probability to a word."""

LABELS = ("negative", "positive")


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
