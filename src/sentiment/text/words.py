"""Which characters of a review its tokens come from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sentiment.text.basic_english import LINE_BREAK, basic_english

_CHARACTERS_A_WORD = 16


@dataclass(frozen=True)
class Word:
    """What stands between white space in a review: ``text[start:end]``, and its tokens."""

    start: int
    end: int
    tokens: list[str]


def split_words(text: str) -> list[Word]:
    """Splits a text into words with places.

    The tokens of all words, one after the other, are ``basic_english(text)``; a word without any
    (``;`` or ``"`` alone) is left out.
    """
    return list(_words(_without_breaks(text)))


def first_words(text: str, count: int) -> list[Word]:
    """The words of the first ``count`` tokens, the last one with no more tokens than that."""
    words: list[Word] = []
    for word in _words(_without_breaks(text)):
        if count <= 0:
            break
        words.append(replace(word, tokens=word.tokens[:count]))
        count -= len(word.tokens)
    return words


def last_words(text: str, count: int) -> list[Word]:
    """The words of the last ``count`` tokens, the first one with no more tokens than that.

    Of a long text only the end is looked at.
    """
    if count <= 0:
        return []
    blanked = _without_breaks(text)
    reach = _CHARACTERS_A_WORD * count
    while True:
        space = re.compile(r"\s").search(blanked, max(len(blanked) - reach, 0))
        begins = reach >= len(blanked)
        words = list(_words(blanked, 0 if begins or space is None else space.start()))
        if begins or sum(len(word.tokens) for word in words) >= count:
            break
        reach *= 2
    kept: list[Word] = []
    for word in reversed(words):
        if count <= 0:
            break
        kept.append(replace(word, tokens=word.tokens[-count:]))
        count -= len(word.tokens)
    return kept[::-1]


def _without_breaks(text: str) -> str:
    """Blanks line breaks, the one rule that reaches across white space; places stay."""
    return re.sub(re.escape(LINE_BREAK), " " * len(LINE_BREAK), text, flags=re.IGNORECASE)


def _words(blanked: str, start: int = 0) -> Iterator[Word]:
    for match in re.compile(r"\S+").finditer(blanked, start):
        tokens = basic_english(match[0])
        if tokens:
            yield Word(match.start(), match.end(), tokens)
