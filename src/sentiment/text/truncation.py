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
    if truncation == "head":
        return token_ids[:max_length]
    if truncation == "tail":
        return token_ids[-max_length:]
    head = max_length // 4
    return np.concatenate([token_ids[:head], token_ids[head - max_length :]])
