import pytest
import torch
from torch import nn

from sentiment.hardware import cpu_knows_bfloat16
from sentiment.models import BiLSTM
from sentiment.models.dropout import WholeDimensionDropout, WordDropout
from sentiment.models.pooling import pool
from sentiment.models.recurrent import BidirectionalLayer, Cell, flip_within_length

from model_case import RECURRENT, ModelCase, make_batch


def make_bilstm(**settings: object) -> BiLSTM:
    return BiLSTM(**{**RECURRENT, **settings})  # type: ignore[arg-type]


class TestBiLSTM(ModelCase):
    # Both poolings, of the maximum and the mean, are in TestTwoLayersMaxMean.
    test_converts_to_onnx_in_any_shape = None

    def make_net(self) -> nn.Module:
        return make_bilstm()


class TestTwoLayersMaxMean(ModelCase):
    def make_net(self) -> nn.Module:
        return make_bilstm(num_layers=2, pooling="max_mean")


class TestReference(ModelCase):
    def make_net(self) -> nn.Module:
        return make_bilstm(num_layers=2, pooling="last")


class TestMean(ModelCase):
    # As above.
    test_converts_to_onnx_in_any_shape = None

    def make_net(self) -> nn.Module:
        return make_bilstm(pooling="mean")


@pytest.mark.parametrize(("cell", "torchs_own"), [("lstm", nn.LSTM), ("gru", nn.GRU)])
def test_layer_equals_torchs_own_on_packed_sequences(
    cell: Cell, torchs_own: type[nn.RNNBase]
) -> None:
    torch.manual_seed(0)
    layer = BidirectionalLayer(cell, 7, 5)
    both = torchs_own(7, 5, batch_first=True, bidirectional=True)
    with torch.no_grad():
        for name, parameter in layer.get_submodule(f"forward_{cell}").named_parameters():
            getattr(both, name).copy_(parameter)
        for name, parameter in layer.get_submodule(f"backward_{cell}").named_parameters():
            getattr(both, f"{name}_reverse").copy_(parameter)
    values, lengths = torch.randn(4, 9, 7), torch.tensor([9, 4, 1, 7])
    packed = nn.utils.rnn.pack_padded_sequence(
        values, lengths, batch_first=True, enforce_sorted=False
    )
    expected, _ = nn.utils.rnn.pad_packed_sequence(both(packed)[0], batch_first=True)
    forward_states, backward_states = layer(values, lengths)
    states = torch.cat([forward_states, flip_within_length(backward_states, lengths)], dim=-1)
    for row, length in enumerate(lengths.tolist()):
        torch.testing.assert_close(
            states[row, :length], expected[row, :length], atol=1e-6, rtol=1e-5
        )


def test_flip_reverses_inside_the_length_and_twice_is_nothing() -> None:
    values = torch.arange(10.0).view(2, 5, 1)
    lengths = torch.tensor([3, 5])
    flipped = flip_within_length(values, lengths)
    assert flipped.squeeze(-1).tolist() == [[2, 1, 0, 3, 4], [9, 8, 7, 6, 5]]
    assert torch.equal(flip_within_length(flipped, lengths), values)


@pytest.mark.parametrize(
    ("pooling", "expected"),
    [("max", [3.0]), ("mean", [2.0]), ("max_mean", [3.0, 2.0]), ("last", [2.0])],
)
def test_pooling_by_hand(pooling: str, expected: list[float]) -> None:
    states = torch.tensor([[[1.0], [3.0], [2.0], [99.0]]])
    assert pool(states, torch.tensor([3]), pooling).tolist() == [expected]  # type: ignore[arg-type]


@pytest.mark.skipif(
    not cpu_knows_bfloat16(), reason="this processor lacks AVX-512, and with it a bfloat16 LSTM"
)
def test_works_in_bfloat16_as_in_float32() -> None:
    torch.manual_seed(0)
    net = make_bilstm(pooling="max_mean").eval()
    batch = make_batch([5, 30, 12])
    exact = net(batch.token_ids, batch.lengths)
    with torch.autocast("cpu", torch.bfloat16):
        rounded = net(batch.token_ids, batch.lengths).float()
    torch.testing.assert_close(rounded, exact, atol=0.03, rtol=0.05)


def test_word_dropout_replaces_that_share_of_tokens() -> None:
    torch.manual_seed(0)
    dropout = WordDropout(0.25, unknown_id=1)
    replaced = dropout(torch.full((100, 100), 7)) == 1
    assert replaced.float().mean().item() == pytest.approx(0.25, abs=0.02)


def test_whole_dimensions_go_and_the_expectation_stays() -> None:
    torch.manual_seed(0)
    dropped = WholeDimensionDropout(0.5)(torch.ones(200, 4, 50))
    assert torch.equal(dropped, dropped[:, :1].expand_as(dropped))
    assert dropped.mean().item() == pytest.approx(1.0, abs=0.05)
    assert set(dropped.unique().tolist()) == {0.0, 2.0}
