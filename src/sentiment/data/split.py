"""Cutting validation from train."""

import numpy as np
import numpy.typing as npt

from sentiment.errors import UserError

Indices = npt.NDArray[np.int64]


def split_validation(
    labels: npt.NDArray[np.int8], fraction: float, block_size: int, seed: int
) -> tuple[Indices, Indices]:
    """Stratified, seeded, in blocks: each label gives about ``fraction`` of its reviews.

    In IMDB the reviews of a film stand together. Cut one by one, validation would share its films
    with train and read one to four points too high; blocks keep most films on one side.

    Args:
        labels: [reviews] 0 or 1.
        fraction: validation's share, in (0, 1).
        block_size: how many successive reviews of a label stay together; smaller in a small corpus.
        seed: the cut depends on it and on nothing else.

    Returns:
        Ascending indices of train and of validation.

    Raises:
        UserError: when a label has not even two reviews.
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
        wanted = min(max(round(len(rows) * fraction), 1), len(rows) - 1)
        # At least two blocks are wanted, for one alone would not be much of a sample.
        size = min(block_size, max(wanted // 2, 1))
        blocks = np.array_split(rows, max(len(rows) // size, 2))
        count = min(round(wanted / size), len(blocks) - 1)
        for block in generator.choice(len(blocks), size=count, replace=False):
            validation[blocks[block]] = True
    return np.flatnonzero(~validation), np.flatnonzero(validation)
