"""Labelled reviews in memory, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sentiment.errors import UserError


@dataclass(frozen=True)
class Reviews:
    """Texts with their labels [reviews] int8: 0 negative, 1 positive."""

    texts: list[str]
    labels: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, indices: npt.NDArray[np.int64]) -> "Reviews":
        """The reviews at ``indices``, in that order."""
        return Reviews([self.texts[index] for index in indices], self.labels[indices])


def check_reviews(texts: Sequence[Any], labels: Sequence[Any], where: str) -> Reviews:
    """Makes ``Reviews`` of raw columns.

    Args:
        texts: what should be strings that are not blank.
        labels: what should be 0 or 1.
        where: the source and split, for messages.

    Raises:
        UserError: naming the first row that is not as it should be.
    """
    checked = check_texts(texts, where)
    numbers = [_label(label) for label in labels]
    for row, number in enumerate(numbers, start=1):
        if number is None:
            raise UserError(
                f"Row {row} of {where} has the label {labels[row - 1]!r}, "
                "but a label is 0 (negative) or 1 (positive)."
            )
    return Reviews(checked, np.array(numbers, dtype=np.int8))


def check_texts(texts: Sequence[Any], where: str) -> list[str]:
    """Raw texts, seen to be strings that are not blank.

    Args:
        texts: what should be such strings.
        where: the source and split, for messages.

    Raises:
        UserError: naming the first row that is not as it should be.
    """
    if not texts:
        raise UserError(f"{where} has no reviews; check data.source and the split.")
    for row, text in enumerate(texts, start=1):
        if not isinstance(text, str) or not text.strip():
            raise UserError(f"Row {row} of {where} has no text; remove the row or fill it in.")
        if not is_unicode(text):
            raise UserError(f"Row {row} of {where} is not valid Unicode; remove or mend the row.")
    return list(texts)


def is_unicode(text: str) -> bool:
    """False for half of a surrogate pair, which JSON can spell and no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _label(label: object) -> int | None:
    """0 or 1, also where a text file spells it as a string; otherwise None."""
    if isinstance(label, str):
        label = {"0": 0, "1": 1}.get(label.strip())
    if isinstance(label, bool | int | float) and label in (0, 1):
        return int(label)
    return None
