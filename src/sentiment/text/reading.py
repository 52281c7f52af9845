"""How a network reads a review, for explanations."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sentiment.text.words import Word


@dataclass(frozen=True)
class Reading:
    """Token ids and the words that they come from.

    Attributes:
        token_ids: [length] int32.
        words: those that are read, whose tokens are the token ids from ``first_word`` on, in order.
        left_out: from which character to before which nothing is read; None where all is.
        first_word: how many special tokens stand before the words.
    """

    token_ids: npt.NDArray[np.int32]
    words: list[Word]
    left_out: tuple[int, int] | None
    first_word: int = 0
