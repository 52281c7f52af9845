"""A corpus of reviews: balanced, shuffled, without duplicates."""

from __future__ import annotations

from random import Random
from zlib import crc32

from sentiment.data.demo.library import Split
from sentiment.data.demo.reviewer import Reviewer

# Long reviews cannot meet by chance; short ones of one split are kept out of the other.
_SHORT = 400


def generate(count: int, split: Split, seed: int = 0) -> tuple[list[str], list[int]]:
    """Generate a corpus of film reviews.

    Args:
        count: How many reviews.
        split: The train and test splits never share a review, and differ in films and names.
        seed: Another seed gives other reviews.

    Returns:
        The texts, and their labels: 1 for praise, 0 for blame.
    """
    rng = Random(f"reviews-{split}-{seed}-{count}")
    labels = [index % 2 for index in range(count)]
    rng.shuffle(labels)
    seen: set[str] = set()
    texts: list[str] = []
    for label in labels:
        text = Reviewer(split, bool(label), rng).write()
        while text in seen or not _belongs(text, split):
            text = Reviewer(split, bool(label), rng).write()
        seen.add(text)
        texts.append(text)
    return texts, labels


def _belongs(text: str, split: Split) -> bool:
    return len(text) > _SHORT or crc32(text.encode()) % 2 == (split == "test")
