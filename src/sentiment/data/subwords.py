"""Turning a whole corpus into subwords."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from sentiment.text import SubwordTokenizer


def encode_subwords(
    texts: Sequence[str], tokenizer: SubwordTokenizer
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """The ids [total] of all texts, one after the other, and how many [texts] each has.

    The library uses every core by itself.
    """
    encoded = list(tqdm(tokenizer.encode(texts), "tokenising", len(texts), unit="review"))
    return np.concatenate(encoded), np.array([len(ids) for ids in encoded], dtype=np.int64)
