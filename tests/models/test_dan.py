import pytest
import torch
from torch import nn

from sentiment.models import DAN

from model_case import VOCABULARY, ModelCase, make_batch


def make_dan(**settings: object) -> DAN:
    defaults = {
        "vocabulary_size": VOCABULARY,
        "embedding_dim": 12,
        "hidden_dim": 20,
        "hidden_layers": 1,
        "dropout": 0.4,
        "embedding_dropout": 0.3,
        "word_dropout": 0.1,
    }
    net = DAN(**{**defaults, **settings})  # type: ignore[arg-type]
    # As after a training: those that begin at 0 would hide a mistake.
    for layer in net.hidden:
        nn.init.normal_(layer.bias, std=0.1)
    return net


class TestDAN(ModelCase):
    def make_net(self) -> nn.Module:
        return make_dan()


class TestLinear(ModelCase):
    def make_net(self) -> nn.Module:
        return make_dan(hidden_layers=0)


class TestThreeHiddenLayers(ModelCase):
    def make_net(self) -> nn.Module:
        return make_dan(hidden_layers=3)


def test_knows_no_order() -> None:
    torch.manual_seed(0)
    net = make_dan().eval()
    batch = make_batch([9])
    shuffled = batch.token_ids[:, torch.tensor([4, 2, 0, 8, 6, 1, 3, 5, 7])]
    torch.testing.assert_close(
        net(shuffled, batch.lengths),
        net(batch.token_ids[:, :9], batch.lengths),
        atol=1e-6,
        rtol=0,
    )


def test_contributions_are_the_integrated_gradients_of_one_hidden_layer() -> None:
    torch.manual_seed(0)
    net = make_dan().eval()
    batch = make_batch([7])
    embedded = net.embedding(batch.token_ids[:, :7]).detach()
    steps = 2000
    # From nothing to the review, by the midpoints of small steps.
    way = ((torch.arange(steps) + 0.5) / steps)[:, None] * embedded.mean(dim=1)
    way.requires_grad_(True)
    (layer,) = net.hidden
    net.classifier(layer(way).relu()).sum().backward()
    gradient = way.grad.mean(dim=0)
    nothing = net.classifier(layer(torch.zeros(12)).relu()) - net.classifier.bias
    expected = (embedded[0] @ gradient + nothing) / 7
    contributions = net.contributions(batch.token_ids, batch.lengths)[0, :7]
    torch.testing.assert_close(contributions, expected, atol=1e-4, rtol=0)


def test_dropped_words_do_not_count() -> None:
    torch.manual_seed(0)
    net = make_dan(hidden_layers=0, embedding_dropout=0, word_dropout=0.5).train()
    token_ids = torch.full((200, 8), 5)
    logits = net(token_ids, torch.full((200,), 8))
    # The mean of what is left is the word itself, unless nothing is left.
    alone = net.classifier(net.embedding.weight[5])
    nothing = net.classifier.bias
    is_alone = torch.isclose(logits, alone, atol=1e-6)
    assert (is_alone | torch.isclose(logits, nothing, atol=1e-6)).all()
    assert is_alone.float().mean() == pytest.approx(1 - 0.5**8, abs=0.02)
