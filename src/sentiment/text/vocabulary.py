"""Which tokens have an id of their own."""

from collections.abc import Iterable, Mapping
from itertools import repeat

import numpy as np
import numpy.typing as npt

PADDING_ID = 0
UNKNOWN_ID = 1
FIRST_TOKEN_ID = 2


class Vocabulary:
    """Token ids: 0 is padding, 1 is every token without an id, then the tokens in order."""

    def __init__(self, tokens: Iterable[str]) -> None:
        """Gives ``tokens`` the ids from ``FIRST_TOKEN_ID`` on, in their order."""
        self.tokens = list(tokens)
        self._ids = {token: index for index, token in enumerate(self.tokens, start=FIRST_TOKEN_ID)}
        if len(self._ids) != len(self.tokens):
            raise ValueError("a vocabulary holds every token once")

    @classmethod
    def from_counts(
        cls, counts: Mapping[str, int], min_frequency: int, max_tokens: int
    ) -> "Vocabulary":
        """Keeps the tokens seen at least ``min_frequency`` times, at most ``max_tokens`` of them.

        The order is by count and then by the token itself, so that it does not depend on the order
        of reading.
        """
        frequent = ((token, n) for token, n in counts.items() if n >= min_frequency)
        ranked = sorted(frequent, key=lambda pair: (-pair[1], pair[0]))
        return cls(token for token, _ in ranked[:max_tokens])

    def __len__(self) -> int:
        """The number of ids, padding and unknown among them."""
        return len(self.tokens) + FIRST_TOKEN_ID

    def encode(self, tokens: Iterable[str]) -> npt.NDArray[np.int32]:
        """The ids [number of tokens] of tokens."""
        return np.fromiter(map(self._ids.get, tokens, repeat(UNKNOWN_ID)), dtype=np.int32)
