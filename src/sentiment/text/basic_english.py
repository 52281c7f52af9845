"""The ``basic_english`` tokens that torchtext made popular, at the speed of ``str.replace``.

Chained ``str.replace`` was the fastest of what was measured: about three times as fast as a regular
expression or ``str.translate``, and faster than a Rust tokenizer with replacing normalisers.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

# A NUL is no white space to ``str.split``, touches none of the rules below, and is not in reviews.
_BOUNDARY = "\x00"
_REVIEWS_A_CHUNK = 200
LINE_BREAK = "<br />"


def basic_english(text: str) -> list[str]:
    """Splits a text into lower-case tokens.

    Apostrophes and ``. , ( ) ! ?`` become tokens of their own, double quotes vanish, and ``; :``
    and ``<br />`` separate words. The rules and their order are those of ``basic_english`` in
    torchtext's ``get_tokenizer``.
    """
    return (
        text.lower()
        .replace("'", " ' ")
        .replace('"', "")
        .replace(".", " . ")
        .replace(LINE_BREAK, " ")
        .replace(",", " , ")
        .replace("(", " ( ")
        .replace(")", " ) ")
        .replace("!", " ! ")
        .replace("?", " ? ")
        .replace(";", " ")
        .replace(":", " ")
        .split()
    )


def basic_english_many(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yields ``basic_english`` of every text, twice as fast as one by one.

    Many texts are joined and tokenised in one go, so that Python's overhead is paid once a chunk.
    """
    remaining = iter(texts)
    while chunk := list(islice(remaining, _REVIEWS_A_CHUNK)):
        yield from _tokenise_chunk(chunk)


def _tokenise_chunk(texts: Sequence[str]) -> Iterator[list[str]]:
    if any(_BOUNDARY in text for text in texts):
        yield from map(basic_english, texts)
        return
    tokens = basic_english(f" {_BOUNDARY} ".join(texts))
    start = 0
    for _ in range(len(texts) - 1):
        end = tokens.index(_BOUNDARY, start)
        yield tokens[start:end]
        start = end + 1
    yield tokens[start:]
