import json

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from sentiment.data import demo
from sentiment.text import (
    PADDING_ID,
    UNKNOWN_ID,
    SubwordEncoder,
    TextEncoder,
    Vocabulary,
    encoder_from_dict,
)

from tiny_encoders import byte_level, word_piece

TOKENIZERS = {"word_piece": word_piece().to_str(), "byte_level": byte_level().to_str()}
# Padding and unknown come before the tokenizer's own.
BEFORE = 2
TEXTS = [
    "A warm, funny film.",
    "one<br /><br />two",
    "  İstanbul\u2028Ωδή 😀  ",
    "half a pair \ud83d and a \0 zero",
    "[SEP] </s> [PAD] <pad> [CLS] <s>",
    " ; : \" ' ",
    "",
    " \n<BR />",
    "aaa" * 200,
]


def make(kind: str, max_length: int = 512, truncation: str = "head_tail") -> SubwordEncoder:
    return SubwordEncoder(TOKENIZERS[kind], max_length, truncation)  # type: ignore[arg-type]


@pytest.fixture(params=TOKENIZERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_gives_what_the_library_gives(kind: str) -> None:
    theirs = Tokenizer.from_str(TOKENIZERS[kind])
    for text in ("A warm, funny film.", "not bad", "unbelievably"):
        [ids] = make(kind).encode([text])
        assert (ids - BEFORE).tolist() == theirs.encode(text).ids
        assert ids.dtype == np.int32


def test_a_vocabulary_has_every_id(kind: str) -> None:
    theirs = Tokenizer.from_str(TOKENIZERS[kind])
    vocabulary = make(kind).vocabulary
    assert len(vocabulary) == theirs.get_vocab_size() + BEFORE
    [ids] = make(kind).encode(["A warm, funny film."])
    assert vocabulary.encode(theirs.encode("A warm, funny film.").tokens).tolist() == ids.tolist()


def test_a_vocabulary_may_have_holes() -> None:
    tokenizer = Tokenizer(models.WordPiece({"a": 0, "review": 3, "?": 5}, unk_token="?"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    encoder = SubwordEncoder(tokenizer.to_str(), 8, "head")
    assert len(encoder.vocabulary) == 6 + BEFORE
    assert [ids.tolist() for ids in encoder.encode(["review a b", ""])] == [[5, 2, 7], [UNKNOWN_ID]]


def test_padding_is_nobodys_id_and_no_review_is_empty(kind: str) -> None:
    for ids in make(kind).encode(TEXTS):
        assert len(ids) >= 2
        assert PADDING_ID not in ids


def test_a_text_does_not_depend_on_the_others(kind: str) -> None:
    encoder = make(kind)
    together = [ids.tolist() for ids in encoder.encode(TEXTS * 30)]
    alone = [ids.tolist() for text in TEXTS for ids in encoder.encode([text])]
    assert together == alone * 30


def test_what_looks_special_in_a_review_is_not(kind: str) -> None:
    encoder = make(kind)
    first, *own, last = next(encoder.encode(["[SEP] </s> [PAD] <pad> [CLS] <s>"]))
    special = {"[CLS]", "[SEP]", "[PAD]", "<s>", "</s>", "<pad>"}
    assert {encoder.vocabulary.tokens[index - BEFORE] for index in (first, last)} <= special
    assert not special & {encoder.vocabulary.tokens[index - BEFORE] for index in own}


def test_white_space_is_one_space(kind: str) -> None:
    one, *others = make(kind).encode(
        ["good film", " good\n\n film ", "good<br />film", "<BR />good <br /> film<br />"]
    )
    assert all(other.tolist() == one.tolist() for other in others)


@pytest.mark.parametrize(
    ("truncation", "kept"),
    [("head", [*range(8)]), ("tail", [*range(-8, 0)]), ("head_tail", [0, 1, *range(-6, 0)])],
)
def test_special_tokens_stay_when_a_review_is_cut(
    kind: str, truncation: str, kept: list[int]
) -> None:
    text = demo.generate(20, "train", seed=3)[0][0]
    [whole] = make(kind).encode([text])
    [cut] = make(kind, 10, truncation).encode([text])
    own = whole[1:-1]
    assert cut.tolist() == [whole[0], *own[kept], whole[-1]]


def test_lengths_are_those_of_what_is_read(kind: str) -> None:
    encoder = make(kind, 12)
    whole = [len(ids) - 2 for ids in make(kind, 10_000).encode(TEXTS)]
    read = [len(ids) for ids in encoder.encode(TEXTS)]
    assert encoder.lengths_read(np.array(whole)).tolist() == read


@pytest.mark.parametrize("truncation", ["head", "tail", "head_tail"])
@pytest.mark.parametrize("max_length", [3, 4, 9, 40, 1000])
def test_words_have_the_tokens_that_are_read(kind: str, truncation: str, max_length: int) -> None:
    encoder = make(kind, max_length, truncation)
    for text in [*TEXTS, *demo.generate(20, "train", seed=3)[0]]:
        reading = encoder.read(text)
        [expected] = encoder.encode([text])
        assert reading.token_ids.tolist() == expected.tolist()
        tokens = [token for word in reading.words for token in word.tokens]
        assert encoder.vocabulary.encode(tokens).tolist() == expected[1:-1].tolist()
        assert reading.first_word == 1
        assert (reading.left_out is None) == (
            len(next(make(kind, 10_000).encode([text]))) <= max_length
        )
        for word in reading.words:
            assert text[word.start : word.end].split() == [text[word.start : word.end]]
        if reading.left_out is not None:
            start, end = reading.left_out
            assert all(word.end <= start or word.start >= start for word in reading.words)
            assert 0 <= start <= end <= len(text)


def test_words_have_places(kind: str) -> None:
    text = "A warm,<br />unfunny  film."
    words = make(kind).read(text).words
    assert [text[word.start : word.end] for word in words] == ["A", "warm,", "unfunny", "film."]


def test_survives_being_primitives(kind: str) -> None:
    encoder = make(kind, 7, "tail")
    again = encoder_from_dict(json.loads(json.dumps(encoder.to_dict())))
    assert isinstance(again, SubwordEncoder)
    assert again.to_dict() == encoder.to_dict()
    for before, after in zip(encoder.encode(TEXTS), again.encode(TEXTS), strict=True):
        assert before.tolist() == after.tolist()
    words = TextEncoder(Vocabulary(["good"]), 3, "head")
    assert encoder_from_dict(words.to_dict()).to_dict() == words.to_dict()


def test_refuses_what_is_no_tokenizer(kind: str) -> None:
    for content in ("", "{}", '{"model": {"type": "Nothing"}}', "[1]"):
        with pytest.raises(ValueError, match="no tokenizer"):
            SubwordEncoder(content, 8, "head")
    with pytest.raises(ValueError, match="2 of 2 tokens are special"):
        make(kind, 2)
    with pytest.raises(ValueError, match="subwords with middle"):
        encoder_from_dict({**make(kind).to_dict(), "truncation": "middle"})
