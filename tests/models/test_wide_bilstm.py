from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from sentiment.batch import EncodedReviews
from sentiment.errors import UserError
from sentiment.models import BiLSTM, WideBiLSTM
from sentiment.models.ngram_side import NgramSide, _binary_search
from sentiment.models.ngrams import count_ngrams, ngram_keys

from model_case import RECURRENT, VOCABULARY, ModelCase, make_batch


def make_wide(**settings: object) -> WideBiLSTM:
    ngrams = {
        "ngram_orders": 3,
        "ngram_min_count": 1,
        "ngram_smoothing": 1.0,
        "ngram_scale": 0.1,
        "ngram_dropout": 0.25,
        "ngram_learning_rate": 5.0,
        "ngram_share": 0.6,
    }
    return WideBiLSTM(**{**RECURRENT, **ngrams, **settings})  # type: ignore[arg-type]


def studied(reviews: list[list[int]], labels: list[float]) -> EncodedReviews:
    offsets = np.cumsum([0, *map(len, reviews)])
    flat = np.array([token for review in reviews for token in review], dtype=np.int32)
    return EncodedReviews(flat, offsets, np.array(labels, dtype=np.float32))


class TestWideBiLSTM(ModelCase):
    def make_net(self) -> nn.Module:
        net = make_wide()
        batch = make_batch([5, 1, 9, 17, 2, 30, 3, 8, 12, 4])
        reviews = [
            row[:length].tolist()
            for row, length in zip(batch.token_ids, batch.lengths, strict=True)
        ]
        net.study(lambda: studied(reviews, batch.labels.tolist()))
        return net


REVIEWS = [[5, 6, 7, 5, 6], [5, 6, 8], [9], [6, 7, 5]]
LABELS = [1.0, 0.25, 0.0, 1.0]


def counted_by_hand(min_count: int) -> dict[tuple[int, ...], tuple[float, float]]:
    """Reviews of either label by n-gram, of those that stand often enough."""
    occurrences: dict[tuple[int, ...], list[int]] = {}
    for number, review in enumerate(REVIEWS):
        for order in (1, 2, 3):
            for start in range(len(review) - order + 1):
                occurrences.setdefault(tuple(review[start : start + order]), []).append(number)
    return {
        ngram: (sum(LABELS[n] for n in set(numbers)), sum(1 - LABELS[n] for n in set(numbers)))
        for ngram, numbers in occurrences.items()
        if len(numbers) >= min_count
    }


@pytest.mark.parametrize("min_count", [1, 2, 3])
def test_counts_as_by_hand(min_count: int) -> None:
    counts = count_ngrams(studied(REVIEWS, LABELS), 3, min_count, VOCABULARY)
    assert all(before < after for before, after in pairwise(counts.keys.tolist()))
    expected = counted_by_hand(min_count)
    keys = {}
    for ngram in expected:
        row = torch.tensor([ngram])
        keys[int(ngram_keys(row, 3, VOCABULARY)[0, len(ngram) - 1, -1])] = ngram
    assert [keys[key] for key in counts.keys.tolist()] == [keys[key] for key in sorted(keys)]
    for key, positive, negative in zip(
        counts.keys.tolist(), counts.positive, counts.negative, strict=True
    ):
        assert (positive, negative) == pytest.approx(expected[keys[key]])


def test_a_vote_is_the_log_ratio() -> None:
    side = NgramSide(VOCABULARY, orders=2, min_count=1, smoothing=1.0, scale=0.5, dropout=0.0)
    side.study(studied([[5, 6], [5, 7], [5, 6]], [1.0, 0.0, 1.0]))
    token_ids, lengths = torch.tensor([[5, 6, 9, 5, 6]]), torch.tensor([5])
    balance = np.log(2)
    five, six, both = np.log(3 / 2), np.log(3 / 1), np.log(3 / 1)
    # The second "5 6" of the review has no vote of its own.
    votes = [five - balance + (both - balance) / 2, six - balance + (both - balance) / 2, 0, 0, 0]
    expected = [0.5 * vote for vote in votes]
    assert side.by_position(token_ids, lengths)[0].tolist() == pytest.approx(expected, abs=1e-6)
    assert side(token_ids, lengths).tolist() == pytest.approx([sum(expected)], abs=1e-6)


def test_training_leaves_the_review_itself_out() -> None:
    reviews = [[5, 6], [5, 7], [5, 6], [8]]
    labels = [1.0, 0.0, 0.75, 0.5]
    whole = NgramSide(VOCABULARY, 2, 1, 1.0, 1.0, 0.0)
    whole.study(studied(reviews, labels))
    without = NgramSide(VOCABULARY, 2, 1, 1.0, 1.0, 0.0)
    without.study(studied(reviews[1:], labels[1:]))
    without.balance = whole.balance
    own = torch.tensor([reviews[0]])
    lengths = torch.tensor([2])
    left_out = whole(own, lengths, torch.tensor([labels[0]]))
    torch.testing.assert_close(left_out, without(own, lengths))
    assert not torch.allclose(left_out, whole(own, lengths))


def test_a_rare_ngram_does_not_tell_a_training_review_its_label() -> None:
    generator = torch.Generator().manual_seed(0)
    reviews = [torch.randint(2, 5000, (20,), generator=generator).tolist() for _ in range(400)]
    labels = [float(number % 2) for number in range(400)]
    side = NgramSide(5000, 3, 1, 1.0, 1.0, 0.0)
    side.study(studied(reviews, labels))
    token_ids, lengths = torch.tensor(reviews), torch.full((400,), 20)
    truth = torch.tensor(labels) > 0.5
    told = (side(token_ids, lengths) > 0) == truth
    left_out = (side(token_ids, lengths, torch.tensor(labels)) > 0) == truth
    assert told.float().mean() > 0.95
    assert left_out.float().mean() < 0.6


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 100])
def test_binary_search_finds_what_searchsorted_finds(size: int) -> None:
    generator = torch.Generator().manual_seed(size)
    ascending = torch.randperm(3 * size, generator=generator)[:size].sort().values
    wanted = torch.arange(-2, 3 * size + 2)
    found = _binary_search(ascending, wanted)
    known = torch.isin(wanted, ascending)
    assert torch.equal(ascending[found] == wanted, known)


def test_a_new_network_takes_the_ngrams_of_a_checkpoint(tmp_path: Path) -> None:
    net = make_wide()
    net.study(lambda: studied(REVIEWS, LABELS))
    torch.save(net.state_dict(), tmp_path / "net.pt")
    again = make_wide().eval()
    again.load_state_dict(torch.load(tmp_path / "net.pt", weights_only=True))
    batch = make_batch([5, 9])
    assert torch.equal(
        again(batch.token_ids, batch.lengths), net.eval()(batch.token_ids, batch.lengths)
    )


def test_too_many_orders_for_the_vocabulary_are_refused() -> None:
    with pytest.raises(UserError, match=r"model\.ngram_orders=4 .* 30,002"):
        make_wide(vocabulary_size=30_002, ngram_orders=4)


def test_reviews_that_are_too_long_are_refused() -> None:
    net = make_wide().eval()
    token_ids = torch.full((1, 16_385), 5)
    with pytest.raises(UserError, match=r"data\.max_length=16385"):
        net(token_ids, torch.tensor([16_385]))


def test_each_part_has_a_loss_of_its_own_and_the_mean_is_theirs() -> None:
    net = make_wide(ngram_share=0.25, ngram_dropout=0.0, dropout=0.0, embedding_dropout=0.0)
    net.study(lambda: studied(REVIEWS, LABELS))
    net.eval()
    batch = make_batch([5, 9])
    nobody = torch.full((2,), 0.5)
    read, votes = net.training_logits(batch.token_ids, batch.lengths, nobody)
    torch.testing.assert_close(read, BiLSTM.forward(net, batch.token_ids, batch.lengths))
    torch.testing.assert_close(votes, net.side(batch.token_ids, batch.lengths, nobody))
    own = net.side(batch.token_ids, batch.lengths)
    together = net(batch.token_ids, batch.lengths)
    torch.testing.assert_close(together, 0.75 * read + 0.25 * own)
    # As training's metrics have it.
    torch.testing.assert_close(together, net.combined(torch.stack([read, own])))
