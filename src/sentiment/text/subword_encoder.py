"""What turns a raw review into what a pretrained encoder reads."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from sentiment.text.reading import Reading
from sentiment.text.subwords import SubwordTokenizer, TokenIds, join_pieces
from sentiment.text.truncation import TRUNCATIONS, Truncation, kept_tokens, truncate
from sentiment.text.vocabulary import UNKNOWN_ID, Vocabulary

SUBWORDS = "subwords"


class SubwordEncoder:
    """Tokenises, looks up ids, truncates, and adds special tokens, which always stay."""

    tokenizer = SUBWORDS

    def __init__(self, tokenizer_json: str, max_length: int, truncation: Truncation) -> None:
        """Reads the tokenizer.

        Args:
            tokenizer_json: the content of a ``tokenizer.json``.
            max_length: the most tokens that a network reads of a review, special ones among them.
            truncation: which part of a longer review that is.

        Raises:
            ValueError: when that is no tokenizer, or special tokens leave no room for a review's.
        """
        self.tokenizer_json = tokenizer_json
        self.max_length = max_length
        self.truncation: Truncation = truncation
        self._tokenizer = SubwordTokenizer(tokenizer_json)
        self._special = len(self._tokenizer.before) + len(self._tokenizer.after)
        self._most = max_length - self._special
        if self._most < 1:
            raise ValueError(f"{self._special} of {max_length} tokens are special ones")

    @property
    def vocabulary(self) -> Vocabulary:
        """The tokenizer's tokens, special ones among them."""
        return self._tokenizer.vocabulary

    def encode(self, texts: Iterable[str]) -> Iterator[TokenIds]:
        """Yields token ids [length], at least one of them, for each text."""
        return map(self.cut, self._tokenizer.encode(texts))

    def cut(self, token_ids: TokenIds) -> TokenIds:
        """Truncates the token ids of a whole review, and adds special tokens."""
        kept = truncate(token_ids, self._most, self.truncation)
        whole = np.concatenate([self._tokenizer.before, kept, self._tokenizer.after])
        return whole if len(whole) else np.array([UNKNOWN_ID], dtype=np.int32)

    def lengths_read(self, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """How many token ids [reviews] ``cut`` leaves of so many [reviews]."""
        return np.clip(lengths + self._special, 1, self.max_length)

    def read(self, text: str) -> Reading:
        """What a network reads, and which words it comes from."""
        token_ids, pieces = self._tokenizer.split(text)
        cut, first_word = self.cut(token_ids), len(self._tokenizer.before)
        if len(pieces) <= self._most:
            return Reading(cut, join_pieces(pieces), None, first_word)
        head, tail = kept_tokens(self._most, self.truncation)
        beginning, end = join_pieces(pieces[:head]), join_pieces(pieces[len(pieces) - tail :])
        left_out_from = beginning[-1].end if beginning else 0
        left_out_to = end[0].start if end else len(text)
        left_out = (left_out_from, max(left_out_from, left_out_to))
        return Reading(cut, [*beginning, *end], left_out, first_word)

    def to_dict(self) -> dict[str, Any]:
        """Primitives from which ``from_dict`` makes an equal encoder."""
        return {
            "tokenizer": SUBWORDS,
            "max_length": self.max_length,
            "truncation": self.truncation,
            "tokenizer_json": self.tokenizer_json,
        }

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> "SubwordEncoder":
        """The encoder that ``to_dict`` described.

        Raises:
            KeyError: when something is missing.
            ValueError: for a tokenizer or a truncation that does not exist here.
        """
        if content["tokenizer"] != SUBWORDS or content["truncation"] not in TRUNCATIONS:
            raise ValueError(f"no {content['tokenizer']} with {content['truncation']} here")
        return cls(content["tokenizer_json"], content["max_length"], content["truncation"])
