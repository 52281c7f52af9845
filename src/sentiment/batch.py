"""What travels from the data to a network."""

from typing import NamedTuple

from torch import Tensor


class Batch(NamedTuple):
    """Reviews of similar length, padded to the longest.

    Attributes:
        token_ids: [batch, time] int64, padding is 0.
        lengths: [batch] int64, at least 1.
        labels: [batch] float32, 0 negative, 1 positive.
        indices: [batch] int64, each review's position in its split.
    """

    token_ids: Tensor
    lengths: Tensor
    labels: Tensor
    indices: Tensor
