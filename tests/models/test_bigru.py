import torch
from torch import nn

from sentiment.models import BiGRU

from model_case import VOCABULARY, ModelCase


def make_bigru(**settings: object) -> BiGRU:
    defaults = {
        "vocabulary_size": VOCABULARY,
        "embedding_dim": 12,
        "hidden_dim": 10,
        "num_layers": 1,
        "dropout": 0.4,
        "embedding_dropout": 0.3,
        "word_dropout": 0.1,
        "pooling": "max_mean",
    }
    return BiGRU(**{**defaults, **settings})  # type: ignore[arg-type]


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
