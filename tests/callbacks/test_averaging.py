import torch

from sentiment.callbacks.averaging import _average_with


def test_is_short_in_the_beginning_and_long_in_the_end() -> None:
    average = _average_with(decay=0.99)
    values = [torch.zeros(3)]
    average(values, [torch.ones(3)], 0)
    assert torch.allclose(values[0], torch.full((3,), 0.9))
    values = [torch.zeros(3)]
    average(values, [torch.ones(3)], torch.tensor(10_000))
    assert torch.allclose(values[0], torch.full((3,), 0.01))
