"""From a state at each token to one vector a review, blind to padding; and whose doing it was."""

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
        return states[torch.arange(states.shape[0], device=states.device), lengths - 1]
    mask = valid_mask(lengths, states.shape[1]).unsqueeze(-1)
    pooled = []
    if pooling != "mean":
        pooled.append(states.masked_fill(~mask, float("-inf")).amax(dim=1))
    if pooling != "max":
        # Summed in float32: in bfloat16, hundreds of small terms would be lost.
        total = (states * mask).sum(dim=1, dtype=torch.float32)
        pooled.append((total / lengths.unsqueeze(1)).to(states.dtype))
    return torch.cat(pooled, dim=-1)


def position_contributions(
    states: Tensor, lengths: Tensor, pooling: Pooling, weight: Tensor
) -> Tensor:
    """How much each step of the reading adds to ``weight @ pool(states)``.

    A pooled state is a sum of the increments h(t) - h(t-1) of the states that it was made from: for
    ``last`` of all of them, for ``max`` of those up to the step that won, for ``mean`` of each with
    the share of the steps that come after it. Adding up increments by the step where they arose
    splits the product without a remainder, as Murdoch and Szlam (2017) do for the last state.

    Args:
        states: [batch, time, features] in the order of reading.
        lengths: [batch] int64.
        pooling: as for ``pool``.
        weight: [features x VECTORS[pooling]], in the order of what ``pool`` gives.

    Returns:
        [batch, time] in the order of reading, 0 at padding; sums over time to the product.
    """
    time = states.shape[1]
    mask = valid_mask(lengths, time)
    positions = torch.arange(time, device=states.device)
    before = torch.cat([torch.zeros_like(states[:, :1]), states[:, :-1]], dim=1)
    increments = states - before
    if pooling == "last":
        return (increments @ weight) * mask
    parts = iter(weight.chunk(VECTORS[pooling]))
    contributions = torch.zeros_like(increments[..., 0])
    if pooling != "mean":
        winners = states.masked_fill(~mask.unsqueeze(-1), float("-inf")).argmax(dim=1, keepdim=True)
        counted = positions.unsqueeze(-1) <= winners
        contributions = contributions + (increments * counted) @ next(parts)
    if pooling != "max":
        share = (lengths.unsqueeze(1) - positions) / lengths.unsqueeze(1)
        contributions = contributions + (increments @ next(parts)) * share
    return contributions * mask
