import numpy as np
import pytest

from sentiment.analysis.corpus import coverage, cut_off, exact_copies, near_copies, token_counts
from sentiment.analysis.label_noise import doubtful_labels
from sentiment.data.reviews import Reviews
from sentiment.data.sources import DemoSource

LONG = "one two three four five six seven eight nine ten eleven twelve"


def test_token_counts_are_those_of_the_networks() -> None:
    assert token_counts(["A fine film.", "Fine, fine"]).tolist() == [4, 3]


def test_coverage() -> None:
    # "the" stands in training three times, "film" twice, "dog" once.
    training = ["the film", "the film", "the dog"]
    others = ["the the film cat", "dog cat cat cat"]
    found = coverage(training, others, [1, 2, 99])
    assert found == [(1, 2 / 8), (2, 3 / 8), (3, 4 / 8)]


def test_rare_words_are_unknown() -> None:
    assert coverage(["the the film"], ["the film"], [99], min_frequency=2) == [(1, 1 / 2)]


def test_cut_off() -> None:
    assert cut_off(np.array([10, 20, 30]), 20) == (pytest.approx(1 / 3), pytest.approx(10 / 60))
    assert cut_off(np.array([10, 20]), 20) == (0, 0)


def test_exact_copies() -> None:
    assert exact_copies(["A film!", "other"], ["a  film", "another", "OTHER."]) == [(0, 0), (1, 2)]


def test_near_copies() -> None:
    # Of the shorter one's passages (of five) all are in the longer one.
    longer = f"{LONG} thirteen fourteen fifteen"
    half = LONG.replace("eleven", "else")
    assert near_copies([LONG, "quite another one"], [longer]) == [(0, 0, 1.0)]
    ((first, second, shared),) = near_copies([half], [LONG])
    assert (first, second, shared) == (0, 0, pytest.approx(3 / 5))
    assert near_copies([half], [LONG], least=0.7) == []


def test_near_copies_are_near_in_all_their_passages() -> None:
    """Common passages count too, though they do not say where to look."""
    beginning = " ".join(f"word{number}" for number in range(40))
    ends = [" ".join(f"{sign}{number}" for number in range(12)) for sign in "ab"]
    texts = [f"{beginning} {number} {ends[number % 2]}" for number in range(60)]
    found = near_copies(texts[:1], [f"other {ends[0]}", *texts[2:]])
    alike = {copy.second: copy.shared for copy in found}
    # Of the short one all but what its first word is in.
    assert alike[0] == pytest.approx(5 / 6)
    assert min(alike.values()) >= 0.5


def test_near_copies_within_a_list() -> None:
    texts = [LONG, "quite another one", LONG]
    assert near_copies(texts, texts) == [(0, 2, 1.0)]


def test_common_phrases_are_no_copies() -> None:
    texts = [f"{LONG} {number}" for number in range(60)]
    assert near_copies(texts, texts) == []


def test_wrong_labels_are_doubted() -> None:
    reviews = DemoSource(400, 50, 3).read("train")
    labels = reviews.labels.copy()
    wrong = [3, 50, 120]
    labels[wrong] = 1 - labels[wrong]
    doubts = doubtful_labels(Reviews(reviews.texts, labels), most=30)
    assert set(wrong) <= {doubt.review for doubt in doubts}
    assert all(doubt.label == labels[doubt.review] for doubt in doubts)
    assert [doubt.probability for doubt in doubts] == sorted(doubt.probability for doubt in doubts)
