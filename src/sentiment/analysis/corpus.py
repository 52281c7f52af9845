"""What a corpus is like, before anything is trained on it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from sentiment.text import basic_english_many

# A passage of so many words that two reviews share is no accident.
_SHINGLE_WORDS = 8
# What so many reviews have in common is a phrase, not a copy.
_MOST_SHARING = 50
_CHUNK = 2000
# Pairs with so much less than what is wanted are looked at in full.
_DOUBT = 0.5
_BITS = 22


class Coverage(NamedTuple):
    """How far so many of the most frequent words go.

    Attributes:
        words: how many are known.
        tokens: the share of the tokens of other reviews that they cover, in [0, 1].
    """

    words: int
    tokens: float


class Copy(NamedTuple):
    """Two reviews with much the same text.

    Attributes:
        first: index in the first list.
        second: index in the second list.
        shared: which share of the shorter one's passages the other has too, in [0, 1].
    """

    first: int
    second: int
    shared: float


def token_counts(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """How many tokens each text has [texts]."""
    return np.fromiter(map(len, basic_english_many(texts)), dtype=np.int64, count=len(texts))


def coverage(
    training: Sequence[str],
    others: Sequence[str],
    sizes: Sequence[int],
    min_frequency: int = 1,
) -> list[Coverage]:
    """Which share of other reviews' tokens is known with a vocabulary of each size.

    Args:
        training: reviews that the vocabulary is made of.
        others: reviews that are to be read with it.
        sizes: how many of the most frequent words it has; never more than there are.
        min_frequency: how often training must have a word.
    """
    there = Counter(token for tokens in basic_english_many(training) for token in tokens)
    known = Counter({token: count for token, count in there.items() if count >= min_frequency})
    seen = Counter(token for tokens in basic_english_many(others) for token in tokens)
    counts = np.array([seen[token] for token, _ in known.most_common()], dtype=np.int64)
    reached = np.concatenate([[0], np.cumsum(counts)]) / max(seen.total(), 1)
    return [
        Coverage(min(size, len(known)), float(reached[min(size, len(known))])) for size in sizes
    ]


def cut_off(counts: npt.NDArray[np.int64], max_length: int) -> tuple[float, float]:
    """What is lost when a network reads so many tokens of a review.

    Args:
        counts: of tokens [reviews].
        max_length: the most that is read.

    Returns:
        The share of reviews that are cut, and the share of all tokens that are not read.
    """
    lost = np.maximum(counts - max_length, 0)
    return float((lost > 0).mean()), float(lost.sum() / max(counts.sum(), 1))


def exact_copies(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of reviews with the same words, whatever their case, spaces and punctuation."""
    places: dict[str, list[int]] = {}
    for index, text in enumerate(first):
        places.setdefault(_plain(text), []).append(index)
    return [
        (index, other)
        for other, text in enumerate(second)
        for index in places.get(_plain(text), [])
    ]


def near_copies(first: Sequence[str], second: Sequence[str], least: float = 0.5) -> list[Copy]:
    """Pairs of reviews that share passages of eight words.

    Args:
        first: reviews.
        second: others; the same list again finds copies within it, each pair once.
        least: which share of the shorter one's passages the other has to have, in (0, 1].

    Returns:
        The most alike first.
    """
    within = first is second
    left = _passages(first)
    right = left if within else _passages(second)
    # Without common phrases, whose pairs would be most of the work and none of the answer.
    rare = np.asarray(left.sum(axis=0) + (0 if within else right.sum(axis=0))).ravel()
    left = left[:, rare <= _MOST_SHARING]
    right = left if within else right[:, rare <= _MOST_SHARING]
    sizes = [np.maximum(np.asarray(one.sum(axis=1)).ravel(), 1) for one in (left, right)]
    found = []
    for start in range(0, len(first), _CHUNK):
        shared = (left[start : start + _CHUNK] @ right.T).tocoo()
        for row, column, count in zip(shared.row, shared.col, shared.data, strict=True):
            index, other = start + int(row), int(column)
            if within and index >= other:
                continue
            # Hashes of rare passages only say where to look: other passages may have the same.
            if count / min(sizes[0][index], sizes[1][other]) < least * _DOUBT:
                continue
            share = _shared(first[index], second[other])
            if share >= least:
                found.append(Copy(index, other, share))
    return sorted(found, key=lambda copy: -copy.shared)


def _shared(first: str, second: str) -> float:
    """Which share of the shorter text's passages the other has too."""
    ours, theirs = set(_shingles(first)), set(_shingles(second))
    return len(ours & theirs) / max(min(len(ours), len(theirs)), 1)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _passages(texts: Sequence[str]) -> csr_matrix:
    """Which passages each text has [texts, hashes], 0 or 1."""
    hashing = HashingVectorizer(
        analyzer=_shingles, n_features=2**_BITS, binary=True, norm=None, alternate_sign=False
    )
    return hashing.transform(texts).tocsr()


def _shingles(text: str) -> Iterator[str]:
    words = re.findall(r"\w+", text.casefold())
    for start in range(len(words) - _SHINGLE_WORDS + 1):
        yield " ".join(words[start : start + _SHINGLE_WORDS])
