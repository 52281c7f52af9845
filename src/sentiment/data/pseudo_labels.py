"""Probabilities that a teacher gave to reviews without labels, in a file."""

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sentiment.data.corpus import EncodedSplit
from sentiment.errors import UserError
from sentiment.files import atomic_path


def write_pseudo_labels(
    path: Path, split: EncodedSplit, probabilities: npt.NDArray[np.float32]
) -> None:
    """Writes the probabilities [reviews] of positive, and which reviews they are of."""
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.savez(file, probabilities=probabilities, reviews=np.array(_digest(split)))


def read_pseudo_labels(path: Path, split: EncodedSplit) -> npt.NDArray[np.float32]:
    """The probabilities [reviews] float32 of positive for the reviews of ``split``.

    Raises:
        UserError: when the file is not of these very reviews.
    """
    try:
        # NumPy would leave a damaged file open.
        with path.open("rb") as file, np.load(file) as content:
            probabilities, reviews = content["probabilities"], str(content["reviews"])
        if not ((probabilities >= 0) & (probabilities <= 1)).all():
            raise ValueError("not probabilities")
    # A TypeError where the file holds one array, which is no context manager.
    except (OSError, EOFError, TypeError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise UserError(
            f"data.pseudo_labels={path} can't be read; "
            "python -m sentiment.distill makes such files."
        ) from error
    if reviews != _digest(split) or probabilities.shape != split.labels.shape:
        raise UserError(
            f"data.pseudo_labels={path} is not of these reviews: the corpus or the settings of its "
            "vocabulary are others; make it again with python -m sentiment.distill."
        )
    # Neither 0 nor 1, which are the labels of people.
    soft: npt.NDArray[np.float32] = np.clip(probabilities, 1e-4, 1 - 1e-4).astype(np.float32)
    return soft


def _digest(split: EncodedSplit) -> str:
    """Of the reviews themselves, however they were found."""
    lengths = np.diff(split.offsets)
    return hashlib.blake2b(
        split.token_ids.tobytes() + lengths.tobytes(), digest_size=16
    ).hexdigest()
