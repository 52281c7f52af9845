from collections import Counter

import numpy as np
import pytest

from sentiment.text import PADDING_ID, UNKNOWN_ID, TextEncoder, Vocabulary, truncate


def test_vocabulary_counts_orders_and_cuts() -> None:
    counts = Counter({"the": 9, "b": 5, "a": 5, "rare": 1})
    vocabulary = Vocabulary.from_counts(counts, min_frequency=2, max_tokens=10)
    assert vocabulary.tokens == ["the", "a", "b"]
    assert len(vocabulary) == 5
    assert vocabulary.encode(["b", "rare", "the"]).tolist() == [4, UNKNOWN_ID, 2]
    assert Vocabulary.from_counts(counts, 1, 2).tokens == ["the", "a"]
    assert PADDING_ID not in vocabulary.encode(["the", "a", "b", "rare"])


def test_vocabulary_refuses_a_token_twice() -> None:
    with pytest.raises(ValueError, match="once"):
        Vocabulary(["a", "a"])


@pytest.mark.parametrize(
    ("truncation", "kept"),
    [
        ("head", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("tail", [12, 13, 14, 15, 16, 17, 18, 19]),
        ("head_tail", [0, 1, 14, 15, 16, 17, 18, 19]),
    ],
)
def test_truncation(truncation: str, kept: list[int]) -> None:
    token_ids = np.arange(20, dtype=np.int32)
    assert truncate(token_ids, 8, truncation).tolist() == kept  # type: ignore[arg-type]
    assert truncate(token_ids[:8], 8, truncation).tolist() == list(range(8))  # type: ignore[arg-type]


@pytest.mark.parametrize("max_length", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("truncation", ["head", "tail", "head_tail"])
def test_truncation_keeps_just_so_many(truncation: str, max_length: int) -> None:
    cut = truncate(np.arange(9, dtype=np.int32), max_length, truncation)  # type: ignore[arg-type]
    assert len(cut) == max_length
    assert len(set(cut.tolist())) == max_length


def test_a_text_without_tokens_is_one_unknown() -> None:
    encoder = TextEncoder(Vocabulary(["a"]), max_length=4, truncation="head")
    assert [ids.tolist() for ids in encoder.encode(['"', "a b"])] == [[UNKNOWN_ID], [2, UNKNOWN_ID]]


def test_survives_being_primitives() -> None:
    encoder = TextEncoder(Vocabulary(["good", "film"]), max_length=3, truncation="head_tail")
    again = TextEncoder.from_dict(encoder.to_dict())
    texts = ["good film film good film", "what"]
    for before, after in zip(encoder.encode(texts), again.encode(texts), strict=True):
        assert before.tolist() == after.tolist()
