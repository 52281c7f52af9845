"""Learning-rate schedules that keep the ratios between parameter groups."""

import math

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR


def one_cycle(
    optimizer: Optimizer,
    total_steps: int,
    pct_start: float,
    div_factor: float,
    final_div_factor: float,
) -> LambdaLR:
    """Up to each group's own rate and down to almost nothing, both by a cosine.

    The curve of Smith and Topin (2018) and of ``torch.optim.lr_scheduler.OneCycleLR``, which wants
    one peak for all groups.

    Args:
        optimizer: its groups' learning rates are the peaks.
        total_steps: of the whole training.
        pct_start: the share of the steps in which the rate rises.
        div_factor: the peak is divided by it for the first step.
        final_div_factor: and the first step's rate by it for the last.
    """
    first, last = 1 / div_factor, 1 / (div_factor * final_div_factor)
    top = max(pct_start * total_steps - 1, 0)

    def factor(step: int) -> float:
        if step < top:
            return _between(first, 1, step / top)
        fall = max(total_steps - 1 - top, 1)
        return _between(1, last, min((step - top) / fall, 1))

    return LambdaLR(optimizer, factor)


def _between(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2
