import random

import pytest

from sentiment.text import TextEncoder, Vocabulary, basic_english, split_words, truncate


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


@pytest.mark.parametrize("truncation", ["head", "tail", "head_tail"])
@pytest.mark.parametrize("most", [1, 3, 8, 40])
def test_words_read_are_what_is_encoded(truncation: str, most: int) -> None:
    generator = random.Random(0)  # noqa: S311
    pieces = ["a", "bb", "c,c.", '"', ";", "it's", "(d)", "<br />", "x" * 300, " ", "  ", "\n"]
    vocabulary = Vocabulary(["a", "bb", "c", ",", ".", "it", "'", "s", "(", "d", ")", "x" * 300])
    encoder = TextEncoder(vocabulary, most, truncation)  # type: ignore[arg-type]
    for _ in range(400):
        text = " ".join(generator.choices(pieces, k=generator.randrange(1, 30)))
        words, left_out = encoder.words_read(text)
        ids = vocabulary.encode(token for word in words for token in word.tokens)
        whole = vocabulary.encode(basic_english(text))
        assert ids.tolist() == truncate(whole, most, encoder.truncation).tolist(), repr(text)
        assert (left_out is None) == (len(whole) <= most)
        if left_out is not None:
            start, end = left_out
            assert all(word.end <= start or word.start >= end for word in words)
