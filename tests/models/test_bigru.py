import torch
from torch import nn

from sentiment.models import BiGRU

from model_case import RECURRENT, ModelCase


def make_bigru() -> BiGRU:
    return BiGRU(**{**RECURRENT, "pooling": "max_mean"})  # type: ignore[arg-type]


class TestBiGRU(ModelCase):
    def make_net(self) -> nn.Module:
        return make_bigru()


def test_its_state_stays_at_first() -> None:
    (layer,) = make_bigru().layers
    for gru in layer.children():
        reset, update, candidate = gru.bias_ih_l0.chunk(3)
        assert torch.equal(update, torch.ones(10))
        assert not reset.any()
        assert not candidate.any()
        for gate in gru.weight_hh_l0.chunk(3):
            torch.testing.assert_close(gate @ gate.T, torch.eye(10), atol=1e-5, rtol=0)
