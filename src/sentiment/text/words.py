"""Which characters of a review its tokens come from."""

import re
from dataclasses import dataclass

from sentiment.text.basic_english import LINE_BREAK, basic_english


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
    # The one rule that reaches across white space; as many blanks keep the places.
    blanked = re.sub(re.escape(LINE_BREAK), " " * len(LINE_BREAK), text, flags=re.IGNORECASE)
    words = (
        Word(match.start(), match.end(), basic_english(match[0]))
        for match in re.finditer(r"\S+", blanked)
    )
    return [word for word in words if word.tokens]
