"""The kinds of text encoder there are."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from sentiment.text.encoder import TextEncoder
from sentiment.text.reading import Reading
from sentiment.text.subword_encoder import SUBWORDS, SubwordEncoder
from sentiment.text.truncation import Truncation
from sentiment.text.vocabulary import Vocabulary


class Encoder(Protocol):
    """Turns a raw review into what a network reads; the same in training and in serving."""

    @property
    def tokenizer(self) -> str:
        """Which kind it is."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Which tokens have ids."""

    @property
    def max_length(self) -> int:
        """The most tokens that a network reads of a review."""

    @property
    def truncation(self) -> Truncation:
        """Which part of a longer review that is."""

    def encode(self, texts: Iterable[str]) -> Iterator[npt.NDArray[np.int32]]:
        """Yields token ids [length], at least one of them, for each text."""

    def cut(self, token_ids: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Makes of the token ids of a whole review, as a corpus keeps them, those to read."""

    def lengths_read(self, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """How many token ids [reviews] ``cut`` leaves of so many [reviews]."""

    def read(self, text: str) -> Reading:
        """What a network reads, and which words it comes from."""

    def to_dict(self) -> dict[str, Any]:
        """Primitives from which ``encoder_from_dict`` makes an equal encoder."""


def encoder_from_dict(content: dict[str, Any]) -> Encoder:
    """The encoder whose ``to_dict`` gave ``content``.

    Raises:
        KeyError: when something is missing.
        ValueError: for a tokenizer or a truncation that does not exist here.
    """
    if content["tokenizer"] == SUBWORDS:
        return SubwordEncoder.from_dict(content)
    return TextEncoder.from_dict(content)
