from pathlib import Path

import pytest

from sentiment.baseline_pipeline import PlainPipeline
from sentiment.data import demo
from sentiment.text import basic_english, basic_english_many

# The rules as torchtext documents them, one regular expression after the other.
reference = PlainPipeline.tokenise


STRANGE = [
    "",
    " \t\n ",
    '"',
    "Don't.<br /><br />STOP!!! (really?);:",
    "<br  /><BR />< br />a<br />b",
    "İstanbul ΟΔΟΣ ΣΑΣ straße ǅ",
    "no\u00a0break\u2003space\u200bzero\x1cfile\x85next",
    "emoji 🎬🎬 and العربية and 映画",
    "nul\x00inside",
    "\x00",
    "1.5 stars, 3/10...",
]


@pytest.mark.parametrize("text", STRANGE)
def test_agrees_with_the_written_rules(text: str) -> None:
    assert basic_english(text) == reference(text)


def test_many_is_one_by_one() -> None:
    texts = STRANGE * 100
    assert list(basic_english_many(texts)) == [basic_english(text) for text in texts]
    without_nul = [text for text in texts if "\x00" not in text]
    assert list(basic_english_many(without_nul)) == [basic_english(text) for text in without_nul]
    assert list(basic_english_many([])) == []


def test_agrees_on_a_corpus() -> None:
    texts, _ = demo.generate(300, "train", seed=5)
    assert list(basic_english_many(texts)) == [reference(text) for text in texts]


def test_agrees_on_real_reviews(real_imdb: Path) -> None:
    from sentiment.data.sources import open_source

    texts = open_source(str(real_imdb)).read("test").texts[::10]
    assert list(basic_english_many(texts)) == [reference(text) for text in texts]
