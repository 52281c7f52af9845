"""Text to padded ids as plainly as a tutorial does it: what the benchmarks compare with."""

import re
from collections import Counter

import torch
from torch import Tensor

from sentiment.text import UNKNOWN_ID, Vocabulary

_RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\'", " '  "),
        (r"\"", ""),
        (r"\.", " . "),
        (r"<br \/>", " "),
        (r",", " , "),
        (r"\(", " ( "),
        (r"\)", " ) "),
        (r"\!", " ! "),
        (r"\?", " ? "),
        (r"\;", " "),
        (r"\:", " "),
        (r"\s+", " "),
    )
]
_MAX_LENGTH = 256
_MIN_FREQUENCY = 5


class PlainPipeline:
    """Tokenises by regular expressions, a review at a time, and pads to 256 tokens."""

    def __init__(self, tokens: list[str]) -> None:
        self.ids = {token: index for index, token in enumerate(tokens, start=2)}

    @classmethod
    def prepare(cls, train: list[str], test: list[str]) -> Tensor:
        """Builds the vocabulary from ``train`` and encodes both.

        Returns:
            [reviews, 256] int64.
        """
        counts: Counter[str] = Counter()
        for text in train:
            counts.update(cls.tokenise(text))
        pipeline = cls(Vocabulary.from_counts(counts, _MIN_FREQUENCY, len(counts)).tokens)
        return torch.stack([pipeline.encode(text) for text in [*train, *test]])

    @staticmethod
    def tokenise(text: str) -> list[str]:
        """The tokens of ``basic_english``."""
        text = text.lower()
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        return text.split()

    def encode(self, text: str) -> Tensor:
        """The first 256 ids, padded with 0: [256] int64."""
        ids = [self.ids.get(token, UNKNOWN_ID) for token in self.tokenise(text)][:_MAX_LENGTH]
        return torch.tensor(ids + [0] * (_MAX_LENGTH - len(ids)))

    def batch(self, texts: list[str]) -> tuple[Tensor, Tensor]:
        """Token ids [batch, 256] and lengths [batch], both int64."""
        token_ids = torch.stack([self.encode(text) for text in texts])
        return token_ids, (token_ids != 0).sum(dim=1).clamp(min=1)
