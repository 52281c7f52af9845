import json
from pathlib import Path

import numpy as np
import pytest

from sentiment.config import compose_config
from sentiment.data.reviews import Reviews
from sentiment.data.sources import open_source
from sentiment.errors import UserError
from sentiment.evaluate import evaluate
from sentiment.measuring import worst_mistakes
from sentiment.model_reviews import source_by_name


def run(output: Path, *overrides: str) -> dict[str, object]:
    # The checks and MLflow have tests of their own.
    fixed = [f"output_dir={output}", "checks=false", "track=false"]
    return evaluate(compose_config("evaluate", [*fixed, *overrides]))


def without_ece(measured: object) -> dict[str, float]:
    """What a training measures too."""
    return {name: value for name, value in measured.items() if name != "ece"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("split", ["test", "validation"])
def test_repeats_what_training_measured(tiny_run: Path, tmp_path: Path, split: str) -> None:
    metrics = run(tmp_path, f"checkpoint={tiny_run}", f"split={split}")
    trained = json.loads((tiny_run / "metrics.json").read_text())
    assert trained[split] == pytest.approx(without_ece(metrics[split]), abs=1e-5)
    assert 0 < metrics[split]["ece"] < 0.5  # type: ignore[index]
    assert json.loads((tmp_path / "metrics.json").read_text()) == metrics
    assert (tmp_path / "report.html").is_file()


def test_any_file_with_text_and_label(
    tiny_run: Path, imdb_like: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    reviews = open_source(str(imdb_like)).read("test")
    lines = [
        json.dumps({"text": text, "label": int(label)})
        for text, label in zip(reviews.texts, reviews.labels, strict=True)
    ]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(lines))
    metrics = run(tmp_path / "out", f"checkpoint={tiny_run}", f"source={path}", "mistakes=3")
    trained = json.loads((tiny_run / "metrics.json").read_text())
    assert trained["test"] == pytest.approx(without_ece(metrics["test"]), abs=1e-5)
    assert metrics["dataset"] == "mine.jsonl"
    assert "Worst mistakes" in capfd.readouterr().out


def test_a_bundle(tiny_bundle: Path, imdb_like: Path, tmp_path: Path) -> None:
    metrics = run(tmp_path, f"bundle={tiny_bundle}", f"source={imdb_like}")
    manifest = json.loads((tiny_bundle / "model.json").read_text())
    assert metrics["bundle"] == str(tiny_bundle)
    assert metrics["model"] == manifest["version"]
    # The temperature changes how sure it is and no label; int8 may change one near the middle.
    accuracy = metrics["test"]["accuracy"]  # type: ignore[index]
    assert accuracy == pytest.approx(manifest["metrics"]["test"]["accuracy"], abs=0.01)
    assert "checks" not in metrics


def test_a_bundle_trained_on_a_folder_needs_a_source(tiny_bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"trained on imdb_like.*source=FOLDER"):
        run(tmp_path, f"bundle={tiny_bundle}")


def test_the_demo_corpus_of_a_bundle() -> None:
    assert source_by_name("demo", None).name == "demo"
    assert source_by_name("stanfordnlp/imdb", None).name == "stanfordnlp/imdb"


def test_one_class_alone(tiny_run: Path, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("text,label\nGood.,1\nFine!,1\n")
    metrics = run(tmp_path / "out", f"checkpoint={tiny_run}", f"source={tmp_path / 'good.csv'}")
    written = json.loads((tmp_path / "out" / "metrics.json").read_text())
    assert written["test"]["auc"] is None
    assert written["test"]["loss"] == pytest.approx(metrics["test"]["loss"])  # type: ignore[index]


def test_worst_mistakes_are_the_most_confident_ones() -> None:
    reviews = Reviews(list("abcd"), np.array([1, 0, 1, 0], dtype=np.int8))
    probabilities = np.array([0.4, 0.99, 0.9, 0.7], dtype=np.float32)
    assert worst_mistakes(probabilities, reviews, 0.5).tolist() == [1, 3, 0]
    assert worst_mistakes(probabilities, reviews, 0.8).tolist() == [1, 0]
