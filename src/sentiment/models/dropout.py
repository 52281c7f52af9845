"""Dropout made for text."""

import torch
from torch import Tensor, nn


class WordDropout(nn.Module):
    """Replaces each token by the unknown one with probability ``rate`` while training."""

    def __init__(self, rate: float, unknown_id: int) -> None:
        super().__init__()
        self.rate = rate
        self.unknown_id = unknown_id

    def forward(self, token_ids: Tensor) -> Tensor:
        """Takes and returns token ids [batch, time] int64.

        Padding may be replaced too: what follows never looks at it.
        """
        if not self.training or self.rate == 0:
            return token_ids
        replaced = torch.rand(token_ids.shape, device=token_ids.device) < self.rate
        return token_ids.masked_fill(replaced, self.unknown_id)


class WholeDimensionDropout(nn.Module):
    """Drops a feature for all tokens of a review at once (Gal and Ghahramani 2016)."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, values: Tensor) -> Tensor:
        """Takes and returns [batch, time, features], scaled to keep the expectation."""
        if not self.training or self.rate == 0:
            return values
        kept = torch.rand(len(values), 1, values.shape[-1], device=values.device) >= self.rate
        return values * (kept / (1 - self.rate))
