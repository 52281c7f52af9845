import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from mlflow.tracking import MlflowClient
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.pipeline import make_pipeline

from sentiment.baseline import baseline
from sentiment.baseline_systems import SYSTEM_FILE, NaiveBayesRatios
from sentiment.config import compose_config
from sentiment.data.sources import open_source
from sentiment.data.split import split_validation
from sentiment.errors import UserError
from sentiment.evaluation.metrics import METRIC_NAMES
from sentiment.predict import predict
from sentiment.summary import summary
from sentiment.text import basic_english

TFIDF, NAIVE_BAYES = "tfidf_logistic_regression", "nb_logistic_regression"
SMALL_DEMO = ("data.demo_train_size=200", "data.demo_test_size=40")


def run(folder: Path, *overrides: str) -> dict[str, dict[str, Any]]:
    return baseline(compose_config("baseline", [*overrides, f"output_dir={folder}"]))


@pytest.fixture(scope="module")
def both(imdb_like: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runs folder of both systems, tracked."""
    runs = tmp_path_factory.mktemp("baselines")
    run(runs / "run", f"data.source={imdb_like}", f"runs_dir={runs}")
    return runs


@pytest.mark.parametrize("name", [TFIDF, NAIVE_BAYES])
def test_leaves_what_a_training_leaves(both: Path, name: str) -> None:
    metrics = json.loads((both / "run" / name / "metrics.json").read_text())
    assert metrics["model"] == name
    assert metrics["dataset"] == "imdb_like"
    assert metrics["seed"] == 1
    assert len(metrics["recipe"]) == 8
    for key in ("epochs", "train_seconds", "cpu_seconds"):
        assert metrics[key] > 0
    assert metrics["parameters"] > 1000
    for split in ("validation", "test"):
        assert list(metrics[split]) == list(METRIC_NAMES)
        assert metrics[split]["accuracy"] > 0.6
    pictures = {path.name for path in (both / "run" / name / "plots").iterdir()}
    assert pictures == {"confusion.png", "roc.png"}


def test_measures_what_scikit_learn_does_on_the_same_splits(both: Path, imdb_like: Path) -> None:
    source, settings = open_source(str(imdb_like)), compose_config("train").data
    whole, test = source.read("train"), source.read("test")
    train_rows, validation_rows = split_validation(
        whole.labels,
        settings.validation_fraction,
        settings.validation_block,
        settings.split_seed,
    )
    train, validation = whole.take(train_rows), whole.take(validation_rows)
    vectorizer = TfidfVectorizer(tokenizer=basic_english, token_pattern=None, lowercase=False)
    theirs = make_pipeline(vectorizer, LogisticRegression()).fit(train.texts, train.labels)
    ours = json.loads((both / "run" / TFIDF / "metrics.json").read_text())
    for split, reviews in (("validation", validation), ("test", test)):
        loss = log_loss(reviews.labels, theirs.predict_proba(reviews.texts))
        assert ours[split]["loss"] == pytest.approx(loss, abs=1e-3)


def test_log_count_ratios_by_hand() -> None:
    counts = csr_matrix(np.array([[2, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=np.float32))
    features = NaiveBayesRatios(smoothing=1.0).fit_transform(counts, np.array([1, 1, 0]))
    # In how many positive and negative reviews each stands, and one more: 3 2 2 and 1 2 2.
    ratios = np.log(np.array([3 / 7, 2 / 7, 2 / 7]) / np.array([1 / 5, 2 / 5, 2 / 5]))
    assert features.toarray() == pytest.approx((counts > 0).toarray() * ratios, abs=1e-6)


def test_stands_in_the_table_of_results(both: Path, tiny_run: Path) -> None:
    table = summary(compose_config("summary", [f"runs=[{both},{tiny_run}]"]))
    for name in (TFIDF, NAIVE_BAYES, "bilstm"):
        assert f"| {name} |" in table
    assert "CPU, s" in table.splitlines()[0]


@pytest.mark.parametrize("name", [TFIDF, NAIVE_BAYES])
def test_predicts_again_as_it_was_measured(
    both: Path, imdb_like: Path, name: str, tmp_path: Path
) -> None:
    test = open_source(str(imdb_like)).read("test")
    table = pyarrow.table({"text": test.texts})
    pyarrow.parquet.write_table(table, tmp_path / "test.parquet")
    settings = [f"checkpoint={both / 'run' / name}", f"input={tmp_path / 'test.parquet'}"]
    predict(compose_config("predict", [*settings, f"output={tmp_path / 'out.jsonl'}"]))
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    loss = log_loss(test.labels, [row["probability"] for row in rows])
    metrics = json.loads((both / "run" / name / "metrics.json").read_text())
    assert loss == pytest.approx(metrics["test"]["loss"], abs=1e-5)


def test_a_file_without_a_good_row(both: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("review,label\nGood.,1\nBad.,0\n")
    settings = [f"checkpoint={both / 'run' / TFIDF}", f"input={tmp_path / 'in.csv'}"]
    said = predict(compose_config("predict", [*settings, f"output={tmp_path / 'out.jsonl'}"]))
    assert said == {"rows": 2, "bad_rows": 2}
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert all("no column 'text'" in row["error"] for row in rows)


def test_a_file_that_is_no_baseline(both: Path, tmp_path: Path) -> None:
    whole = (both / "run" / TFIDF / SYSTEM_FILE).read_bytes()
    for content in (b"", b"nonsense", whole[: len(whole) // 2]):
        (tmp_path / SYSTEM_FILE).write_bytes(content)
        with pytest.raises(UserError, match=r"baseline\.npz can't be read as a baseline"):
            predict(compose_config("predict", [f"checkpoint={tmp_path}", "text=Good."]))


def test_is_tracked(both: Path) -> None:
    client = MlflowClient(f"sqlite:///{both / 'mlflow.db'}")
    experiment = client.get_experiment_by_name("sentiment")
    assert experiment is not None
    runs = {found.info.run_name: found for found in client.search_runs([experiment.experiment_id])}
    assert set(runs) == {TFIDF, NAIVE_BAYES}
    tracked = runs[NAIVE_BAYES]
    assert tracked.info.status == "FINISHED"
    assert tracked.data.tags["model"] == NAIVE_BAYES
    assert tracked.data.params[f"{NAIVE_BAYES}.C"] == "0.2"
    metrics = json.loads((both / "run" / NAIVE_BAYES / "metrics.json").read_text())
    assert tracked.data.metrics["test/auc"] == pytest.approx(metrics["test"]["auc"])
    names = {file.path for file in client.list_artifacts(tracked.info.run_id)}
    assert names == {"metrics.json", "plots"}


def test_falls_back_as_a_training_does(
    call_main: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    command = ("data.source=nobody/nothing", *SMALL_DEMO, f"baseline={TFIDF}", "logger=csv")
    code, error = call_main("baseline", *command, "hydra.run.dir=run")
    assert code == 0, error
    assert "NOBODY/NOTHING" in error.upper()
    assert "BUILT-IN CORPUS" in error
    # One system alone lies in the run's own folder.
    assert json.loads((tmp_path / "run" / "metrics.json").read_text())["dataset"] == "demo"
    assert (tmp_path / "run" / "csv" / "version_0" / "metrics.csv").is_file()

    code, error = call_main("baseline", *command, "hydra.run.dir=run")
    assert code == 1
    assert "run holds another run; choose another folder" in error
    code, error = call_main("baseline", *command, "data.fallback=null", "hydra.run.dir=other")
    assert code == 1
    assert "data.source=nobody/nothing can't be had" in error


def test_a_choice_by_validation_never_sees_test(tmp_path: Path) -> None:
    settings = ("data=demo", *SMALL_DEMO, f"baseline={NAIVE_BAYES}", "test=false", "logger=csv")
    metrics = run(tmp_path, *settings)[NAIVE_BAYES]
    assert "validation" in metrics
    assert "test" not in metrics


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("baseline=svm", "baseline=svm should be"),
        ("baseline=[]", "baseline=.*at least 1"),
        (f"{TFIDF}.ngrams=[3,1]", r"ngrams=\[3,1\].*write \[1,3\]"),
        (f"{TFIDF}.C=0", r"C=0.* greater than 0"),
        (f"{NAIVE_BAYES}.smoothing=0", r"smoothing=0.* greater than 0"),
        (f"{TFIDF}.min_reviews=1000", "min_reviews=1000: no n-gram"),
        ("data.pseudo_labels=a.npz", "data.pseudo_labels is for networks"),
    ],
)
def test_bad_settings(tmp_path: Path, override: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        run(tmp_path / "run", "data=demo", *SMALL_DEMO, "logger=csv", override)
    assert not list(tmp_path.rglob("metrics.json"))
