"""What turns a raw review into what a network reads, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from sentiment.text.basic_english import basic_english, basic_english_many
from sentiment.text.reading import Reading
from sentiment.text.truncation import TRUNCATIONS, Truncation, kept_tokens, truncate
from sentiment.text.vocabulary import UNKNOWN_ID, Vocabulary
from sentiment.text.words import Word, first_words, last_words, split_words

TOKENIZER = "basic_english"


@dataclass(frozen=True)
class TextEncoder:
    """Tokenises, looks up ids, and truncates.

    Attributes:
        vocabulary: which tokens have ids.
        max_length: the most tokens that a network reads of a review.
        truncation: which part of a longer review that is.
    """

    tokenizer: ClassVar[str] = TOKENIZER
    vocabulary: Vocabulary
    max_length: int
    truncation: Truncation

    def encode(self, texts: Iterable[str]) -> Iterator[npt.NDArray[np.int32]]:
        """Yields token ids [length], at least one of them, for each text."""
        for tokens in basic_english_many(texts):
            yield self.cut(self.vocabulary.encode(tokens))

    def cut(self, token_ids: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Truncates the token ids of a whole review; one without tokens becomes one unknown."""
        if len(token_ids) == 0:
            return np.array([UNKNOWN_ID], dtype=np.int32)
        return truncate(token_ids, self.max_length, self.truncation)

    def lengths_read(self, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """How many token ids [reviews] ``cut`` leaves of so many [reviews]."""
        return np.clip(lengths, 1, self.max_length)

    def read(self, text: str) -> Reading:
        """What a network reads, and which words it comes from."""
        words, left_out = self.words_read(text)
        token_ids = self.vocabulary.encode(token for word in words for token in word.tokens)
        # A text without any token is read as one unknown one, which belongs to no word.
        return Reading(self.cut(token_ids), words, left_out)

    def words_read(self, text: str) -> tuple[list[Word], tuple[int, int] | None]:
        """The words that a network reads, and the stretch of the text that it leaves out.

        Returns:
            Words, whose tokens are those that ``encode`` gives ids; and from which character to
            before which nothing is read, None where all is.
        """
        if len(basic_english(text)) <= self.max_length:
            return split_words(text), None
        head, tail = kept_tokens(self.max_length, self.truncation)
        beginning, end = first_words(text, head), last_words(text, tail)
        left_out_from = beginning[-1].end if beginning else 0
        left_out_to = end[0].start if end else len(text)
        return [*beginning, *end], (left_out_from, max(left_out_from, left_out_to))

    def to_dict(self) -> dict[str, Any]:
        """Primitives from which ``from_dict`` makes an equal encoder."""
        return {
            "tokenizer": TOKENIZER,
            "max_length": self.max_length,
            "truncation": self.truncation,
            "tokens": self.vocabulary.tokens,
        }

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> "TextEncoder":
        """The encoder that ``to_dict`` described.

        Raises:
            KeyError: when something is missing.
            ValueError: for a tokenizer or a truncation that does not exist here.
        """
        if content["tokenizer"] != TOKENIZER or content["truncation"] not in TRUNCATIONS:
            raise ValueError(f"no {content['tokenizer']} with {content['truncation']} here")
        return cls(Vocabulary(content["tokens"]), content["max_length"], content["truncation"])
