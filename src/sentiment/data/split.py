"""Cutting validation from train."""

import numpy as np
import numpy.typing as npt

from sentiment.errors import UserError

Indices = npt.NDArray[np.int64]


def split_validation(
    labels: npt.NDArray[np.int8], fraction: float, seed: int
) -> tuple[Indices, Indices]:
    """Stratified, seeded: each label gives ``fraction`` of its reviews to validation.

    Args:
        labels: [reviews] 0 or 1.
        fraction: validation's share, in (0, 1).
        seed: the cut depends on it and on nothing else.

    Returns:
        Ascending indices of train and of validation.

    Raises:
        UserError: when a side would be empty or a label is missing.
    """
    generator = np.random.default_rng(seed)
    validation = np.zeros(len(labels), dtype=bool)
    for label in (0, 1):
        rows = np.flatnonzero(labels == label)
        if len(rows) < 2:
            raise UserError(
                f"The training split has {len(rows)} reviews with label {label}; "
                "training needs at least two of each."
            )
        size = min(max(round(len(rows) * fraction), 1), len(rows) - 1)
        validation[generator.choice(rows, size=size, replace=False)] = True
    return np.flatnonzero(~validation), np.flatnonzero(validation)
