"""Learning-rate schedules."""

from torch.optim import Optimizer
from torch.optim.lr_scheduler import OneCycleLR


def one_cycle(
    optimizer: Optimizer, total_steps: int, warmup_fraction: float, start_factor: float
) -> OneCycleLR:
    """Warm-up to each parameter group's own rate, then a cosine to almost nothing.

    After Smith and Topin, "Super-Convergence" (2018), without their cycle of the momentum.

    Args:
        optimizer: whose rates are the peaks.
        total_steps: length of the whole training.
        warmup_fraction: the share of it in which the rate rises.
        start_factor: the first rate, as a share of the peak.
    """
    return OneCycleLR(
        optimizer,
        max_lr=[group["lr"] for group in optimizer.param_groups],
        total_steps=total_steps,
        pct_start=warmup_fraction,
        div_factor=1 / start_factor,
        final_div_factor=1000,
        cycle_momentum=False,
    )
