"""Which part of a long review the model reads."""

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

Truncation = Literal["head", "tail", "head_tail"]
TRUNCATIONS: tuple[str, ...] = get_args(Truncation)


def truncate(
    token_ids: npt.NDArray[np.int32], max_length: int, truncation: Truncation
) -> npt.NDArray[np.int32]:
    """Cuts token ids [length] to at most ``max_length`` of them.

    ``head`` keeps the first, ``tail`` the last, and ``head_tail`` the first quarter and the last
    three quarters: a review's verdict is often in its last sentences.
    """
    if len(token_ids) <= max_length:
        return token_ids
    head, tail = kept_tokens(max_length, truncation)
    return np.concatenate([token_ids[:head], token_ids[len(token_ids) - tail :]])


def kept_tokens(max_length: int, truncation: Truncation) -> tuple[int, int]:
    """How many tokens of a longer review are kept at its beginning, and how many at its end."""
    head = {"head": max_length, "tail": 0, "head_tail": max_length // 4}[truncation]
    return head, max_length - head
