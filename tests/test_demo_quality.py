"""What the built-in corpus is for: a model that does sensibly on real reviews."""

import json
import os
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from sentiment.checkpoint import load_trained_model
from sentiment.config import compose_config
from sentiment.data import demo
from sentiment.data.sources import open_source
from sentiment.evaluate import evaluate
from sentiment.inference import predict_probabilities
from sentiment.train import train

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The main command's training, on the built-in corpus; .ci/run has just made one."""
    if made := os.environ.get("SENTIMENT_DEMO_RUN"):
        return Path(made)
    folder = tmp_path_factory.mktemp("demo") / "run"
    train(compose_config("train", ["experiment=demo", "logger=csv", f"output_dir={folder}"]))
    return folder


def test_beats_a_bag_of_words(demo_run: Path) -> None:
    texts, labels = demo.generate(6000, "train")
    test_texts, test_labels = demo.generate(1000, "test")
    bag_of_words = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(texts, labels)
    linear = bag_of_words.score(test_texts, test_labels)
    trained = json.loads((demo_run / "metrics.json").read_text())["test"]["accuracy"]
    assert linear <= 0.92
    assert linear < trained < 1


def test_is_right_and_sure_about_the_obvious(demo_run: Path) -> None:
    good, bad = predict_probabilities(
        load_trained_model(demo_run),
        ["This movie was absolutely amazing! Loved it!", "Terrible film. Waste of time and money."],
        batch_size=2,
    )
    assert good > 0.9
    assert bad < 0.1


def test_does_sensibly_on_real_reviews(demo_run: Path, real_imdb: Path, tmp_path: Path) -> None:
    """On every fifth of them: in IMDB's order, and as good as all."""
    test = open_source(str(real_imdb)).read("test").take(np.arange(0, 25_000, 5))
    table = pyarrow.table({"text": test.texts, "label": test.labels})
    pyarrow.parquet.write_table(table, tmp_path / "test.parquet")
    metrics = evaluate(
        compose_config(
            "evaluate",
            [
                *(f"checkpoint={demo_run}", f"source={tmp_path}", f"output_dir={tmp_path / 'out'}"),
                *("checks=false", "track=false"),
            ],
        )
    )
    assert metrics["test"]["accuracy"] >= 0.70
