import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from matplotlib import image
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from sentiment.config import compose_config
from sentiment.data import demo
from sentiment.evaluate import evaluate
from sentiment.evaluation.checks import (
    Capability,
    CapabilityResult,
    Case,
    Predict,
    all_capabilities,
    run_checks,
)
from sentiment.evaluation.checks.filling import Opinions, both_labels
from sentiment.evaluation.checks.wordings import BANKS

CAPABILITIES = {capability.name: capability for capability in all_capabilities()}
INVARIANT = [name for name, one in CAPABILITIES.items() if one.kind == "invariance"]


def results(predict: Predict) -> dict[str, CapabilityResult]:
    return {result.name: result for result in run_checks(predict, list(CAPABILITIES.values()))}


def as_predict(probability: object) -> Predict:
    """Predicts one text at a time, or always the same."""

    def predict(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        values = [probability(text) if callable(probability) else probability for text in texts]
        return np.array(values, dtype=np.float32)

    return predict


@pytest.mark.parametrize("name", CAPABILITIES)
def test_cases_are_well_formed(name: str) -> None:
    capability = CAPABILITIES[name]
    cases = capability.cases
    assert 30 <= len(cases) <= 100
    assert sum(case.label for case in cases) * 2 == len(cases)
    assert len({(case.text, case.changed) for case in cases}) == len(cases)
    assert capability.name.isidentifier()
    assert (capability.tolerance > 0) == (capability.kind != "label")
    for case in cases:
        assert (case.changed is None) == (capability.kind == "label")
        assert case.changed != case.text
        for text in filter(None, (case.text, case.changed)):
            assert not re.search(r"[{}|]|\s\s(?<!\n\n)|\ba [aeio]|\.\.|^\s|\s$", text, re.I), text
        assert re.match(r"[A-Z0-9]", case.text)
        assert re.search(r"[.!?0-9]$", case.text)
        assert all(c.isprintable() for c in case.text)


def test_reviews_of_all_lengths() -> None:
    words = [len(case.text.split()) for case in CAPABILITIES["length"].cases]
    assert min(words) == 1
    assert max(words) > 200
    for capability in CAPABILITIES.values():
        sentences = {len(re.findall(r"[.!?](?: |$)", case.text)) for case in capability.cases}
        assert len(sentences) >= 2, capability.name


def test_the_same_in_every_process_and_without_torch() -> None:
    code = (
        "import hashlib, sys; from sentiment.evaluation.checks import all_capabilities;"
        "print(hashlib.sha256(repr(all_capabilities()).encode()).hexdigest(),"
        " 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONHASHSEED": "1"},
    )
    here = hashlib.sha256(repr(list(CAPABILITIES.values())).encode()).hexdigest()
    assert done.stdout.split() == [here, "False"]


def test_no_sentence_is_from_the_built_in_corpus() -> None:
    def sentences(texts: Sequence[str]) -> set[str]:
        parts = (part.strip() for text in texts for part in re.split(r"[.!?:;]|<br />", text))
        return {part.lower() for part in parts if len(part.split()) >= 5}

    ours = [case.text for capability in CAPABILITIES.values() for case in capability.cases]
    assert not sentences(ours) & sentences(demo.generate(1000, "train")[0])


def test_counting_words_is_not_enough() -> None:
    texts = [case.text for case in CAPABILITIES["vocabulary"].cases]
    labels = [case.label for case in CAPABILITIES["vocabulary"].cases]
    for bank in BANKS.values():
        if isinstance(bank, Opinions):
            texts += [*bank.negative, *bank.positive]
            labels += [0] * len(bank.negative) + [1] * len(bank.positive)
    bag_of_words = make_pipeline(CountVectorizer(binary=True), LogisticRegression(C=10))
    bag_of_words.fit(texts, labels)
    rates = {
        name: result.pass_rate
        for name, result in results(
            lambda texts: bag_of_words.predict_proba(texts)[:, 1].astype(np.float32)
        ).items()
    }
    assert rates["vocabulary"] >= 0.95
    assert rates["added_verdict"] >= 0.8
    for name in ("negation", "contrast", "order", "then_and_now", "comparison", "other_people"):
        assert rates[name] <= 0.6, name


def test_who_knows_all_answers_passes() -> None:
    answers: dict[str, float] = {}
    for capability in CAPABILITIES.values():
        for case in capability.cases:
            first = 0.5 if capability.kind == "direction" else float(case.label)
            # No text is asked twice with different answers.
            assert answers.setdefault(case.text, first) == first
            if case.changed is not None:
                assert answers.setdefault(case.changed, float(case.label)) == case.label
    for name, result in results(as_predict(answers.__getitem__)).items():
        assert result.passed == result.cases == len(CAPABILITIES[name].cases)
        assert result.pass_rate == 1
        assert not result.failures


def test_who_always_says_the_same_is_merely_consistent() -> None:
    for result in results(as_predict(0.7)).values():
        expected = {"label": 0.5, "invariance": 1, "direction": 0}
        assert result.pass_rate == expected[result.kind]


@pytest.mark.parametrize("name", INVARIANT)
def test_who_looks_at_letters_is_not_invariant(name: str) -> None:
    digest = as_predict(lambda text: hashlib.sha256(text.encode()).digest()[0] / 255)
    assert results(digest)[name].pass_rate < 0.4


def test_who_has_something_against_names_is_seen() -> None:
    biased = as_predict(lambda text: 0.4 if re.search(r"\bshe\b|Fatima|Lagos|Bad", text) else 0.6)
    result = results(biased)["names"]
    changes = " ".join(f"{failure.case.changed}" for failure in result.failures)
    assert all(word in changes for word in ("she ", "Fatima", "Bad Weather"))
    assert all(one.pass_rate == 1 for name, one in results(biased).items() if name == "typos")


def test_what_a_tolerance_means() -> None:
    def passed(kind: str, label: int, first: float, second: float | None) -> int:
        case = Case("first", label, None if second is None else "second")
        capability = Capability("one", "", kind, (case,), tolerance=0.2)  # type: ignore[arg-type]
        answers = {"first": first, "second": second}
        [result] = run_checks(as_predict(answers.__getitem__), [capability], threshold=0.6)
        return result.passed

    assert [passed("label", 1, p, None) for p in (0.55, 0.65)] == [0, 1]
    assert [passed("label", 0, p, None) for p in (0.55, 0.65)] == [1, 0]
    # The label flips between 0.59 and 0.61.
    assert [passed("invariance", 1, 0.65, p) for p in (0.4, 0.59, 0.61, 0.8, 0.9)] == [
        *(0, 0, 1, 1, 0)
    ]
    assert [passed("direction", 1, 0.5, p) for p in (0.4, 0.52, 0.6)] == [0, 0, 1]
    assert [passed("direction", 0, 0.5, p) for p in (0.4, 0.48, 0.6)] == [1, 0, 0]
    # Near the end a small step in probability is as much.
    assert passed("direction", 1, 0.990, 0.993) == 1
    assert passed("direction", 1, 1.0, 1.0) == 0


def test_the_worst_failure_is_the_first() -> None:
    cases = tuple(Case(text, 1) for text in "abc")
    [result] = run_checks(
        as_predict({"a": 0.4, "b": 0.1, "c": 0.9}.__getitem__),
        [Capability("one", "", "label", cases)],
    )
    assert [failure.case.text for failure in result.failures] == ["b", "a"]
    assert result.failures[0].probability == pytest.approx(0.1)


def test_a_template_that_has_no_more_texts_says_so() -> None:
    with pytest.raises(ValueError, match="no more texts"):
        both_labels(["It is {a_film=}."], {"a_film": Opinions(("a bore",), ("a joy",))}, 4, "seed")


def test_an_evaluation_reports_them(
    tiny_run: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # What else is in an evaluation has its own tests: of few reviews it takes no time.
    (tmp_path / "two.csv").write_text("text,label\nGood.,1\nBad.,0\n")
    settings = [f"source={tmp_path / 'two.csv'}", "track=false", "failures=2"]
    overrides = [f"checkpoint={tiny_run}", f"output_dir={tmp_path}", *settings]
    metrics = evaluate(compose_config("evaluate", overrides))
    written = json.loads((tmp_path / "metrics.json").read_text())
    assert written == metrics
    checks = written["checks"]
    assert set(checks["capabilities"]) == set(CAPABILITIES)
    assert checks["cases"] == sum(one["cases"] for one in checks["capabilities"].values())
    assert 0 < checks["pass_rate"] < 1
    for capability in checks["capabilities"].values():
        missed = capability["cases"] - capability["passed"]
        assert len(capability["failures"]) == min(missed, 2)
    pixels = image.imread(tmp_path / "plots" / "checks.png")
    assert pixels.std() > 0.1
    printed = capfd.readouterr().out
    assert "Behavioural checks" in printed
    assert "Worst failures" in printed
    for name in CAPABILITIES:
        assert name.replace("_", " ") in printed
