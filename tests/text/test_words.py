import random

import pytest

from sentiment.text import basic_english, split_words


def tokens(text: str) -> list[str]:
    return [token for word in split_words(text) for token in word.tokens]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A warm, funny film.", ["A", "warm,", "funny", "film."]),
        ("one<br /><br />two", ["one", "two"]),
        ("one<BR />two", ["one", "two"]),
        (' ; : " ', []),
        ("", []),
        ('say "no"; really', ["say", '"no";', "really"]),
        ("😀 good\u2028bad\x1cend", ["😀", "good", "bad", "end"]),
        ("İstanbul ΟΔΟΣ", ["İstanbul", "ΟΔΟΣ"]),
    ],
)
def test_words_have_places(text: str, words: list[str]) -> None:
    assert [text[word.start : word.end] for word in split_words(text)] == words
    assert tokens(text) == basic_english(text)


def test_tokens_are_those_of_the_whole_text() -> None:
    generator = random.Random(0)  # noqa: S311
    pieces = ["a", "B", "'", '"', ".", ",", "(", ")", "!", "?", ";", ":", " ", "\n", "\t"]
    pieces += ["<br />", "<br", "/>", "<BR />", "Σ", "İ", "ß", "\u00a0", "\u2003", "\x1c"]
    pieces += ["\0", "😀"]
    for _ in range(3000):
        text = "".join(generator.choices(pieces, k=generator.randrange(30)))
        assert tokens(text) == basic_english(text), repr(text)
