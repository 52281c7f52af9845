import pytest
import torch
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import OneCycleLR

from sentiment.models.schedule import one_cycle

SHAPE = {"pct_start": 0.25, "div_factor": 10.0, "final_div_factor": 1000.0}


def make_optimizer(*rates: float) -> SGD:
    return SGD([{"params": [nn.Parameter(torch.zeros(1))], "lr": rate} for rate in rates], lr=1.0)


@pytest.mark.parametrize("total_steps", [8, 20, 101])
def test_is_torchs_with_a_peak_for_each_group(total_steps: int) -> None:
    ours, torchs = make_optimizer(0.5, 2.0), make_optimizer(0.5, 2.0)
    schedule = one_cycle(ours, total_steps, **SHAPE)
    theirs = OneCycleLR(torchs, [0.5, 2.0], total_steps, cycle_momentum=False, **SHAPE)
    for step in range(total_steps):
        assert schedule.get_last_lr() == pytest.approx(theirs.get_last_lr(), rel=1e-6), step
        for optimizer in (ours, torchs):
            optimizer.step()
        if step < total_steps - 1:
            schedule.step()
            theirs.step()


@pytest.mark.parametrize("total_steps", [1, 2, 3, 4])
def test_is_there_for_trainings_of_a_few_steps(total_steps: int) -> None:
    optimizer = make_optimizer(1.0)
    schedule = one_cycle(optimizer, total_steps, **SHAPE)
    for _ in range(total_steps):
        assert 0 < schedule.get_last_lr()[0] <= 1
        optimizer.step()
        schedule.step()
