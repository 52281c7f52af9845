from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from sentiment.batch import Batch
from sentiment.data.batches import collate
from sentiment.models.language_model import BidirectionalLanguageModel

from model_case import VOCABULARY, make_batch


def make_net(samples: int = 16, **settings: float) -> BidirectionalLanguageModel:
    torch.manual_seed(0)
    sizes = {"embedding_dim": 6, "hidden_dim": 8}
    rates = {"embedding_dropout": 0.0, "dropout": 0.0} | settings
    net = BidirectionalLanguageModel(VOCABULARY, **sizes, **rates, samples=samples)
    with torch.no_grad():
        # Far from where it begins, so that tokens differ.
        for name, parameter in net.named_parameters():
            if not name.startswith("layer"):
                parameter.normal_()
        net.embedding.weight[0].zero_()
    return net


@pytest.fixture
def batch() -> Batch:
    return make_batch([5, 1, 9, 17, 2, 30])


def written_out(net: BidirectionalLanguageModel, batch: Batch) -> Tensor:
    """Both directions' losses, review by review, with all tokens in the softmax."""
    losses = []
    for row, length in enumerate(batch.lengths.tolist()):
        ids = batch.token_ids[row, :length]
        for text, layer in zip((ids, ids.flip(0)), net.layer.children(), strict=True):
            states, _ = layer(net.embedding(text[None]))
            logits = states[0, :-1] @ net.output.weight.T + net.output_bias.weight[:, 0]
            losses.append(cross_entropy(logits, text[1:], reduction="none"))
    return torch.cat(losses)


def test_exact_loss_is_the_softmax_written_out(batch: Batch) -> None:
    net = make_net()
    expected = written_out(net, batch).detach()
    assert len(expected) == 2 * int((batch.lengths - 1).sum())
    found = net.exact_loss(batch.token_ids, batch.lengths, 10_000)
    torch.testing.assert_close(found.sort()[0], expected.sort()[0], atol=1e-5, rtol=0)
    assert len(net.exact_loss(batch.token_ids, batch.lengths, 7)) == 7


def test_loss_is_the_softmax_where_all_tokens_are_drawn(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = make_net(samples=VOCABULARY)
    monkeypatch.setattr(torch, "multinomial", lambda *_, **__: torch.arange(VOCABULARY))
    expected = written_out(net, batch).mean()
    torch.testing.assert_close(net(batch.token_ids, batch.lengths), expected, atol=1e-5, rtol=0)


def test_frequent_tokens_weigh_no_more_for_being_drawn_more(batch: Batch) -> None:
    net = make_net(samples=50_000)
    bias = net.output_bias.weight.clone()
    net.study(torch.arange(VOCABULARY))
    assert net.frequencies[0] == 0
    assert (net.frequencies[1:] > 0).all()
    with torch.no_grad():
        net.output_bias.weight.copy_(bias)
        # Padding is never drawn, so it must not be likely.
        net.output_bias.weight[0] = -50
    expected = written_out(net, batch).mean()
    torch.testing.assert_close(net(batch.token_ids, batch.lengths), expected, atol=0.03, rtol=0)


def test_begins_with_the_tokens_frequencies() -> None:
    net = make_net()
    counts = torch.arange(VOCABULARY) * 3
    net.study(counts)
    probabilities = net.output_bias.weight[:, 0].softmax(0)
    torch.testing.assert_close(probabilities[1:], (counts / counts.sum())[1:])


def test_padding_does_not_matter(batch: Batch) -> None:
    net = make_net()
    noise = torch.randint(2, VOCABULARY, batch.token_ids.shape)
    inside = torch.arange(batch.token_ids.shape[1]) < batch.lengths[:, None]
    noisy = torch.where(inside, batch.token_ids, noise)
    losses = []
    for token_ids in (batch.token_ids, noisy, torch.cat([noisy, noise], dim=1)):
        torch.manual_seed(3)
        losses.append(net(token_ids, batch.lengths).item())
    assert losses[1:] == pytest.approx([losses[0]] * 2, abs=1e-6)


def test_every_parameter_gets_a_gradient(batch: Batch) -> None:
    net = make_net(embedding_dropout=0.3, dropout=0.3)
    net(batch.token_ids, batch.lengths).backward()
    without = [
        name
        for name, parameter in net.named_parameters()
        if parameter.grad is None or not parameter.grad.abs().sum() > 0
    ]
    assert without == []
    assert not net.embedding.weight.grad[0].any()


def test_a_text_of_one_token_has_nothing_to_guess() -> None:
    net = make_net()
    batch = make_batch([1, 1])
    loss = net(batch.token_ids, batch.lengths)
    loss.backward()
    assert loss.item() == 0
    assert len(net.exact_loss(batch.token_ids, batch.lengths, 10)) == 0


def test_learns_a_language(generator: np.random.Generator) -> None:
    """Sentences of which each direction can know the next token after the first."""
    net = make_net(samples=20)
    successor = generator.permutation(np.arange(2, 42))

    def sentence(start: int) -> list[int]:
        return [int(successor[(start + step) % 40]) for step in range(12)]

    def make(draw: Callable[[], int]) -> Batch:
        texts = [np.array(sentence(draw()), dtype=np.int32) for _ in range(16)]
        return collate([(index, text, 0.5) for index, text in enumerate(texts)])

    optimizer = torch.optim.Adam(net.parameters(), lr=0.03)
    for _ in range(150):
        batch = make(lambda: int(generator.integers(40)))
        optimizer.zero_grad()
        net(batch.token_ids, batch.lengths).backward()
        optimizer.step()
    test = make(iter(range(16)).__next__)
    net.eval()
    assert net.exact_loss(test.token_ids, test.lengths, 1000).mean() < 0.3
