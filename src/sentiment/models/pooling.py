"""From a state at each token to one vector a review, blind to padding."""

from typing import Literal

import torch
from torch import Tensor

from sentiment.models.recurrent import valid_mask

Pooling = Literal["max", "mean", "max_mean", "last"]
VECTORS = {"max": 1, "mean": 1, "max_mean": 2, "last": 1}


def pool(states: Tensor, lengths: Tensor, pooling: Pooling) -> Tensor:
    """Reduces over time.

    Args:
        states: [batch, time, features] in the order of reading.
        lengths: [batch] int64.
        pooling: ``last`` takes the state after the last token that was read.

    Returns:
        [batch, features x VECTORS[pooling]].
    """
    if pooling == "last":
        return states[torch.arange(len(states), device=states.device), lengths - 1]
    mask = valid_mask(lengths, states.shape[1]).unsqueeze(-1)
    pooled = []
    if pooling != "mean":
        pooled.append(states.masked_fill(~mask, float("-inf")).amax(dim=1))
    if pooling != "max":
        # Summed in float32: in bfloat16, hundreds of small terms would be lost.
        total = (states * mask).sum(dim=1, dtype=torch.float32)
        pooled.append((total / lengths.unsqueeze(1)).to(states.dtype))
    return torch.cat(pooled, dim=-1)
