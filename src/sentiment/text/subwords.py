"""Subwords, by a tokenizer of Hugging Face's library ``tokenizers``."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sentiment.text.basic_english import LINE_BREAK
from sentiment.text.vocabulary import FIRST_TOKEN_ID, Vocabulary
from sentiment.text.words import Word

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_REVIEWS_A_BATCH = 200
_BETWEEN_WORDS = re.compile(rf"(?:\s|{re.escape(LINE_BREAK)})+", re.IGNORECASE)
_PROBE = "a review"

TokenIds = npt.NDArray[np.int32]
# From which character to before which the word of a token goes, and the token.
Piece = tuple[int, int, str]


class SubwordTokenizer:
    """Splits words into subwords and looks up ids.

    The ids are the tokenizer's own, moved up by the two that mean padding and unknown to all
    networks here. White space and ``<br />`` become one space; what looks like a special token in a
    review is text like any other.
    """

    def __init__(self, content: str) -> None:
        """Reads the ``content`` of a ``tokenizer.json``.

        Raises:
            ValueError: when that is no tokenizer.
        """
        self._tokenizer = _load(content)
        encoding = self._tokenizer.encode(_PROBE)
        own = [place for place, special in enumerate(encoding.special_tokens_mask) if not special]
        if not own:
            raise ValueError("it gives a review no tokens")
        # The special tokens that stand before and after those of any review.
        self.before = _ids(encoding.ids[: own[0]])
        self.after = _ids(encoding.ids[own[-1] + 1 :])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its tokens, special ones among them."""
        tokens = {index: token for token, index in self._tokenizer.get_vocab().items()}
        # An id that no token has gets a name that no token can have.
        return Vocabulary(tokens.get(index, f"\0{index}") for index in range(max(tokens) + 1))

    def encode(self, texts: Iterable[str]) -> Iterator[TokenIds]:
        """Yields the token ids [length] of each whole text, without special tokens."""
        remaining = iter(texts)
        while batch := list(islice(remaining, _REVIEWS_A_BATCH)):
            spaced = [_BETWEEN_WORDS.sub(" ", _valid(text)).strip(" ") for text in batch]
            for encoding in self._tokenizer.encode_batch_fast(spaced, add_special_tokens=False):
                yield _ids(encoding.ids)

    def split(self, text: str) -> tuple[TokenIds, list[Piece]]:
        """The token ids [length] of one text as ``encode`` gives them, and what each stands for."""
        places = _word_places(text)
        valid = _valid(text)
        words = [valid[start:end] for start, end in places]
        encoding = self._tokenizer.encode(" ".join(words), add_special_tokens=False)
        starts = np.cumsum([0, *(len(word) + 1 for word in words)])
        # A token may begin with the space before its word, and be nothing but a space.
        last_characters = np.array([max(end - 1, 0) for _, end in encoding.offsets], dtype=np.int64)
        owners = np.searchsorted(starts, last_characters, side="right") - 1
        pieces = [
            (*places[owner], token) for owner, token in zip(owners, encoding.tokens, strict=True)
        ]
        return _ids(encoding.ids), pieces


def join_pieces(pieces: Iterable[Piece]) -> list[Word]:
    """The words that tokens, one after the other, are of."""
    return [
        Word(start, end, [token for _, _, token in group])
        for (start, end), group in groupby(pieces, key=lambda piece: (piece[0], piece[1]))
    ]


def _load(content: str) -> "Tokenizer":
    # Here and not above: who reads words needs no such library.
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_str(content)
    # The library raises nothing more special.
    except Exception as error:
        raise ValueError(f"it is no tokenizer of subwords ({error})") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    # "[SEP]" in a review does not end it.
    tokenizer.encode_special_tokens = True
    return tokenizer


def _ids(of_tokenizer: list[int]) -> TokenIds:
    return np.array(of_tokenizer, dtype=np.int32) + np.int32(FIRST_TOKEN_ID)


def _valid(text: str) -> str:
    """Half a surrogate pair, which is a character to Python alone, becomes a question mark."""
    return text.encode(errors="replace").decode()


def _word_places(text: str) -> list[tuple[int, int]]:
    """From which character to before which each word goes."""
    inner = (bound for match in _BETWEEN_WORDS.finditer(text) for bound in match.span())
    bounds = [0, *inner, len(text)]
    return [
        (start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if end > start
    ]
