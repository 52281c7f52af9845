from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from random import Random
from typing import Literal

import pytest

from sentiment.data.demo import generate
from sentiment.data.demo.grammar import Bank, Grammar
from sentiment.data.demo.library import grammar

Corpus = tuple[list[str], list[int]]
Split = Literal["train", "test"]

WIDE_VOCABULARY = 5000
BAG_OF_WORDS_CEILING = 0.92
DIGEST = """
import hashlib
from sentiment.data.demo import generate
print(hashlib.sha256(repr((generate(60, "train"), generate(40, "test"))).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def train() -> Corpus:
    return generate(4000, "train")


@pytest.fixture(scope="module")
def test() -> Corpus:
    return generate(1000, "test")


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower().replace("<br />", " "))


def digest(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", DIGEST]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout


def auc(scores: list[float], labels: list[int]) -> float:
    """The chance that a positive review scores higher than a negative one."""
    order = sorted(range(len(scores)), key=lambda index: scores[index])
    ranks: dict[float, list[int]] = {}
    for rank, index in enumerate(order):
        ranks.setdefault(scores[index], []).append(rank)
    total = sum(
        statistics.fmean(ranks[score]) for score, label in zip(scores, labels, strict=True) if label
    )
    positive = sum(labels)
    negative = len(labels) - positive
    return (total - positive * (positive - 1) / 2) / (positive * negative)


def test_same_arguments_give_the_same_corpus() -> None:
    assert generate(50, "train", 3) == generate(50, "train", 3)


def test_another_seed_gives_other_reviews() -> None:
    assert not set(generate(50, "train", 1)[0]) & set(generate(50, "train", 2)[0])


def test_corpus_does_not_depend_on_the_hash_seed() -> None:
    assert digest("1") == digest("2")


@pytest.mark.parametrize("split", ["train", "test"])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 100])
def test_labels_are_balanced(split: Split, count: int) -> None:
    texts, labels = generate(count, split)
    assert len(texts) == len(labels) == count
    assert abs(2 * sum(labels) - count) <= 1


def test_labels_are_shuffled(train: Corpus) -> None:
    labels = train[1]
    changes = sum(before != after for before, after in pairwise(labels))
    assert 0.45 < changes / len(labels) < 0.55


def test_no_review_appears_twice(train: Corpus, test: Corpus) -> None:
    texts = train[0] + test[0]
    assert len(set(texts)) == len(texts)


@pytest.mark.slow
def test_large_corpora_stay_varied_and_apart() -> None:
    train, test = generate(6000, "train", 1)[0], generate(3000, "test", 2)[0]
    assert len(set(train + test)) == 9000


def test_lengths_are_spread_like_those_of_real_reviews(train: Corpus) -> None:
    lengths = sorted(len(text.split()) for text in train[0])
    assert lengths[len(lengths) // 20] <= 30
    assert 120 <= statistics.median(lengths) <= 180
    assert lengths[-1] >= 600


def test_vocabulary_is_wide(train: Corpus) -> None:
    counts = Counter(word for text in train[0] for word in words_of(text))
    assert sum(count >= 5 for count in counts.values()) >= WIDE_VOCABULARY


def test_length_and_paragraphs_do_not_give_the_label_away(train: Corpus) -> None:
    texts, labels = train
    for measure in (len, lambda text: text.count("<br />"), lambda text: text.count('"')):
        assert 0.46 < auc([float(measure(text)) for text in texts], labels) < 0.54


@pytest.mark.parametrize("label", [0, 1])
def test_names_and_genres_do_not_give_the_label_away(train: Corpus, label: int) -> None:
    texts, labels = train
    for word in ("Carter", "Helen", "Lantern", "horror", "western", "documentary", "Chicago"):
        found = [given for text, given in zip(texts, labels, strict=True) if word in text]
        share = found.count(label) / len(found)
        assert abs(share - 0.5) < 2.5 / len(found) ** 0.5


def test_films_and_families_of_the_test_split_are_new(train: Corpus, test: Corpus) -> None:
    seen = {word for text in train[0] for word in re.findall(r"\w+", text)}
    names = {"Abernathy", "Jankowski", "Brimstone", "Kilbride", "Winifred"}
    assert not names & seen
    assert all(any(name in text for text in test[0]) for name in names)


def test_some_patterns_are_kept_for_the_test_split() -> None:
    for bank in ("story", "verdict", "plot"):
        train_bank = set(grammar("train").bank(bank, positive=True).entries)
        test_bank = set(grammar("test").bank(bank, positive=True).entries)
        assert train_bank < test_bank


def test_no_template_is_left_unfilled(train: Corpus, test: Corpus) -> None:
    assert not [text for text in train[0] + test[0] if re.search(r"[{}\[\]|@]", text)]


def test_sentences_to_try_a_model_on_are_not_in_the_corpus(train: Corpus, test: Corpus) -> None:
    everything = "\n".join(train[0] + test[0]).lower()
    assert "this movie was absolutely amazing! loved it!" not in everything
    assert "terrible film. waste of time and money." not in everything


def test_a_bag_of_words_does_not_solve_it(train: Corpus, test: Corpus) -> None:
    pytest.importorskip("sklearn")
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer()
    model = LogisticRegression().fit(vectorizer.fit_transform(train[0]), train[1])
    accuracy = model.score(vectorizer.transform(test[0]), test[1])
    assert 0.75 < accuracy <= BAG_OF_WORDS_CEILING


@pytest.fixture
def rng() -> Random:
    return Random(0)  # noqa: S311


@pytest.fixture
def small_grammar() -> Grammar:
    return Grammar(
        {
            "good+": Bank(("fine",)),
            "good-": Bank(("poor",)),
            "not": Bank(("not {@!}",)),
            "thing": Bank(("plot",)),
        }
    )


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("the {thing} is {good=}", "the plot is fine"),
        ("{good!}, {good+}, {good-}", "poor, fine, poor"),
        ("{good_cap=} {film}", "Fine Movie"),
        ("it is {not:good=}", "it is not poor"),
        ("[the [{thing}]]", "the plot"),
    ],
)
def test_templates_are_expanded(
    small_grammar: Grammar, rng: Random, template: str, expected: str
) -> None:
    text = small_grammar.expand(template, rng, {"film": "Movie"}, positive=True)
    assert text == expected


def test_unknown_bank_and_unclosed_bracket_are_errors(small_grammar: Grammar, rng: Random) -> None:
    with pytest.raises(KeyError, match="nothing"):
        small_grammar.expand("{nothing}", rng, {}, positive=True)
    with pytest.raises(ValueError, match="unclosed"):
        small_grammar.expand("[a|b", rng, {}, positive=True)
