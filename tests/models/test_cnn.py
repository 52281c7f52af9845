import pytest
import torch
from torch import nn

from sentiment.models import CNN

from model_case import VOCABULARY, ModelCase, make_batch


def make_cnn(**settings: object) -> CNN:
    defaults = {
        "vocabulary_size": VOCABULARY,
        "embedding_dim": 12,
        "widths": [3, 4, 5],
        "filters": 20,
        "dropout": 0.4,
        "embedding_dropout": 0.3,
        "word_dropout": 0.1,
    }
    return CNN(**{**defaults, **settings})  # type: ignore[arg-type]


class TestCNN(ModelCase):
    def make_net(self) -> nn.Module:
        net = make_cnn()
        # As after a training: those that begin at 0 would hide a mistake.
        for convolution in net.convolutions:
            nn.init.normal_(convolution.bias, std=0.1)
        return net


class TestSingleWords(ModelCase):
    def make_net(self) -> nn.Module:
        return make_cnn(widths=[1], filters=40)


class TestWiderThanMostReviews(ModelCase):
    def make_net(self) -> nn.Module:
        return make_cnn(widths=[1, 12])


def by_hand(net: CNN, token_ids: list[int]) -> tuple[float, list[float]]:
    """The logit and the contributions of a review, window by window."""
    embedded = [net.embedding.weight[token] for token in token_ids]
    logit, shares = net.classifier.bias[0].item(), [0.0] * len(token_ids)
    weights = net.classifier.weight[0].chunk(len(net.convolutions))
    for convolution, weight in zip(net.convolutions, weights, strict=True):
        kernel = convolution.scores.weight
        filters, _, width = kernel.shape
        for index in range(filters):
            windows = []
            for start in range(1 - width, len(token_ids)):
                places = [start + offset for offset in range(width)]
                parts = {
                    place: (kernel[index, :, offset] @ embedded[place]).item()
                    for offset, place in enumerate(places)
                    if 0 <= place < len(token_ids)
                }
                windows.append((sum(parts.values()), parts))
            score, parts = max(windows, key=lambda window: window[0])
            bias = convolution.bias[index].item()
            if score + bias <= 0:
                continue
            logit += weight[index].item() * (score + bias)
            for place, part in parts.items():
                shares[place] += weight[index].item() * (part + bias / len(parts))
    return logit, shares


@pytest.mark.parametrize("length", [1, 2, 7])
def test_equals_what_is_computed_window_by_window(length: int) -> None:
    torch.manual_seed(0)
    net = make_cnn(filters=3).eval()
    for convolution in net.convolutions:
        nn.init.normal_(convolution.bias, std=0.3)
    batch = make_batch([length, 9])
    logit, shares = by_hand(net, batch.token_ids[0, :length].tolist())
    assert net(batch.token_ids, batch.lengths)[0].item() == pytest.approx(logit, abs=1e-5)
    contributions = net.contributions(batch.token_ids, batch.lengths)[0, :length]
    assert contributions.tolist() == pytest.approx(shares, abs=1e-5)


def test_scores_begin_with_the_spread_of_the_words() -> None:
    torch.manual_seed(0)
    net = make_cnn(embedding_dim=100, filters=100, vocabulary_size=1000)
    batch = make_batch([200])
    values = net.embedding(batch.token_ids).transpose(1, 2)
    for convolution in net.convolutions:
        # He et al. (2015): the second moment after a ReLU is that of what went in.
        inside = convolution.scores(values)[..., 10:-10].relu()
        assert inside.pow(2).mean().sqrt().item() == pytest.approx(0.1, rel=0.1)
