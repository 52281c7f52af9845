"""Runs of one to n tokens: their keys, and in how many training reviews each stands."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from scipy.sparse import csr_array
from torch import Tensor
from torch.nn.functional import pad

from sentiment.batch import EncodedReviews

# Enough for what is rare to fall through, and small enough for a processor's cache to help.
_SIEVE_BITS = 22
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio (Knuth, volume 3, 6.4).

Keys = npt.NDArray[np.int64]
Sums = npt.NDArray[np.float32]


@dataclass(frozen=True)
class NgramCounts:
    """N-grams that are frequent enough.

    Attributes:
        keys: [n-grams] int64, ascending.
        positive: [n-grams] float32, the labels of the reviews that it stands in, added up.
        negative: [n-grams] float32, one minus those labels, added up.
    """

    keys: Keys
    positive: Sums
    negative: Sums


def ngram_keys(token_ids: Tensor, orders: int, vocabulary_size: int) -> Tensor:
    """Numbers that name n-grams: equal if and only if the n-grams are.

    Args:
        token_ids: [batch, time] int64.
        orders: 3 for n-grams of one to three tokens.
        vocabulary_size: the number of token ids.

    Returns:
        [batch, orders, time] int64: of the n-gram that *ends* at each position. One that would
        begin before the review is made of padding there.
    """
    keys, key, offset = [], token_ids, 0
    for order in range(orders):
        if order:
            earlier = pad(token_ids, (order, 0))[:, : token_ids.shape[1]]
            # The first token is the highest digit of a number to the base of the vocabulary.
            key = earlier * vocabulary_size**order + key
        # The orders' ranges of keys stand one after the other.
        keys.append(key + offset)
        offset += vocabulary_size ** (order + 1)
    return torch.stack(keys, dim=1)


def count_ngrams(
    reviews: EncodedReviews, orders: int, min_count: int, vocabulary_size: int
) -> NgramCounts:
    """Counts in how many reviews, and with which labels, each n-gram stands.

    Args:
        reviews: of the training split, as the network reads them.
        orders: 3 for n-grams of one to three tokens.
        min_count: an n-gram that stands fewer times in all of them is left out.
        vocabulary_size: the number of token ids.
    """
    rows = np.repeat(np.arange(len(reviews.labels)), np.diff(reviews.offsets))
    key = reviews.token_ids.astype(np.int64)
    keys, positive, negative = [], [], []
    offset = 0
    for order in range(orders):
        if order:
            # Every n-gram of this order, as the pair of its beginning and its last token; those
            # that would reach over the border between two reviews are left out.
            key = key[:-1] * vocabulary_size + reviews.token_ids[order:]
            inside = rows[order:] == rows[:-order]
        else:
            inside = np.ones(len(key), dtype=bool)
        of_order = _count(key[inside], rows[order:][inside], reviews.labels, min_count)
        keys.append(of_order.keys + offset)
        positive.append(of_order.positive)
        negative.append(of_order.negative)
        offset += vocabulary_size ** (order + 1)
    return NgramCounts(np.concatenate(keys), np.concatenate(positive), np.concatenate(negative))


def _count(keys: Keys, rows: Keys, labels: Sums, min_count: int) -> NgramCounts:
    # Most n-grams stand once. Counting hashes first, which may overcount and never undercounts,
    # leaves few enough to sort.
    hashes = (keys.astype(np.uint64) * _SPREAD) >> np.uint64(64 - _SIEVE_BITS)
    hashes = hashes.astype(np.int64)
    kept = np.bincount(hashes, minlength=1 << _SIEVE_BITS)[hashes] >= min_count
    distinct, columns = np.unique(keys[kept], return_inverse=True)
    frequent = np.bincount(columns, minlength=len(distinct)) >= min_count
    shape = (len(labels), len(distinct))
    ones = np.ones(len(columns), dtype=np.float32)
    presence = csr_array((ones, (rows[kept], columns)), shape=shape)
    presence.sum_duplicates()
    presence.data[:] = 1
    positive = (presence.T @ labels)[frequent]
    total = np.asarray(presence.sum(axis=0))[frequent]
    return NgramCounts(distinct[frequent], positive, total - positive)
