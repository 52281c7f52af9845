"""What travels from the data to a network."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from torch import Tensor


class Batch(NamedTuple):
    """Reviews of similar length, padded to the longest.

    Attributes:
        token_ids: [batch, time] int64, padding is 0.
        lengths: [batch] int64, at least 1.
        labels: [batch] float32, 0 negative, 1 positive; between them where a teacher gave them.
        indices: [batch] int64, each review's position in its split.
    """

    token_ids: Tensor
    lengths: Tensor
    labels: Tensor
    indices: Tensor


class EncodedReviews(NamedTuple):
    """Many reviews as a network reads them, in memory.

    Attributes:
        token_ids: [total] int32, all reviews one after the other.
        offsets: [reviews + 1] int64, where each begins.
        labels: [reviews] float32, probabilities of positive.
    """

    token_ids: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    labels: npt.NDArray[np.float32]
