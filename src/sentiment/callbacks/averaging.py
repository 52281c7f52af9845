"""An exponential moving average of the weights."""

from collections.abc import Callable, Sequence

import torch
from lightning.pytorch.callbacks import WeightAveraging
from torch import Tensor


class AveragedWeights(WeightAveraging):
    """Validates, tests and saves an average over about the last ``1 / (1 - decay)`` steps.

    Lightning's own average remembers the random first weights for thousands of steps; here the
    average is short in the beginning, ``min(decay, (1 + n) / (10 + n))`` after n steps, so that it
    serves short trainings too.
    """

    def __init__(self, decay: float) -> None:
        """``decay`` is the share of the average that stays at each step, late in the training."""
        super().__init__(use_buffers=False, multi_avg_fn=_average_with(decay))


def _average_with(
    decay: float,
) -> Callable[[Sequence[Tensor], Sequence[Tensor], Tensor | int], None]:
    @torch.no_grad()
    def average(averages: Sequence[Tensor], weights: Sequence[Tensor], steps: Tensor | int) -> None:
        share = 1 - min(decay, (1 + int(steps)) / (10 + int(steps)))
        torch._foreach_lerp_(list(averages), list(weights), share)

    return average
