"""Comparisons of real runs."""

import json
import re
import shutil
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from mlflow.tracking import MlflowClient

from sentiment.compare import compare
from sentiment.config import compose_config
from sentiment.errors import UserError
from sentiment.evaluate import evaluate
from sentiment.reports.differences import differences
from sentiment.train import train

from small import TINY


@pytest.fixture(scope="module")
def worse_run(imdb_like: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training that has hardly begun, tracked in MLflow."""
    runs = tmp_path_factory.mktemp("worse")
    overrides = [*TINY, f"data.source={imdb_like}", f"output_dir={runs / 'run'}", "seed=5"]
    overrides += [f"runs_dir={runs}", "trainer.max_epochs=1", "optimizer.lr=1e-5", "test=false"]
    train(compose_config("train", overrides))
    return runs / "run"


def run(output: Path, *runs: object, **settings: object) -> dict[str, Any]:
    overrides = [f"runs=[{','.join(map(str, runs))}]", f"output_dir={output}"]
    overrides += [f"{name}={value}" for name, value in settings.items()]
    return compare(compose_config("compare", overrides))


def test_the_better_one_is_named(
    tiny_run: Path, worse_run: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = run(tmp_path, worse_run, tiny_run, examples=3)
    assert json.loads((tmp_path / "comparison.json").read_text())["pairs"] == found["pairs"]
    (pair,) = found["pairs"]
    assert pair["answer"].startswith("B (bilstm) is better than A (bilstm) by ")
    assert pair["answer"] in " ".join(capfd.readouterr().out.split())
    assert not pair["within_noise"]
    accuracies = [one["metrics"]["accuracy"]["value"] for one in found["runs"]]
    trained = json.loads((tiny_run / "metrics.json").read_text())["test"]["accuracy"]
    assert accuracies[1] == pytest.approx(trained)
    difference = pair["differences"]["accuracy"]
    assert difference["value"] == pytest.approx(accuracies[1] - accuracies[0])
    only = pair["only_second_right"] - pair["only_first_right"]
    assert only / found["reviews"] == pytest.approx(difference["value"])
    assert len(pair["disagreements"]["B"]) == 3
    changed = {one["setting"]: (one["first"], one["second"]) for one in pair["configuration"]}
    assert changed["optimizer.lr"] == (1e-5, 2e-2)
    assert changed["trainer.max_epochs"] == (1, 4)
    assert "output_dir" not in changed
    page = (tmp_path / "comparison.html").read_text()
    assert escape(pair["answer"]) in page
    assert "<mark" in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_run_and_its_export_are_the_same(
    tiny_run: Path, tiny_bundle: Path, imdb_like: Path, tmp_path: Path
) -> None:
    found = run(tmp_path, tiny_run, tiny_bundle, tiny_run, source=imdb_like)
    exported, same = found["pairs"]
    assert exported["within_noise"]
    assert exported["configuration"] == []
    assert not exported["all_settings_are_known"]
    assert same["all_settings_are_known"]
    page = (tmp_path / "comparison.html").read_text()
    assert "corrected for 2 comparisons" in page
    assert "A bundle knows its architecture" in page
    assert re.search(r"within noise|the very same reviews\.$", exported["answer"])
    assert same["answer"] == (
        "A (bilstm) and C (bilstm) are right and wrong on the very same reviews."
    )
    assert same["differences"]["loss"] == {"value": 0, "low": 0, "high": 0}
    assert same["configuration"] == []


def test_an_mlflow_run(tiny_run: Path, worse_run: Path, tmp_path: Path) -> None:
    run_id = json.loads((worse_run / "mlflow.json").read_text())["run_id"]
    found = run(tmp_path, tiny_run, run_id, runs_dir=worse_run.parent)
    fetched, trained = Path(found["runs"][1]["path"]), worse_run / "checkpoints" / "best.ckpt"
    assert fetched.read_bytes() == trained.read_bytes()
    assert tmp_path in fetched.parents


def test_a_checkpoint_knows_where_the_reviews_are(
    tiny_run: Path, tiny_bundle: Path, tmp_path: Path
) -> None:
    assert run(tmp_path, tiny_bundle, tiny_run)["reviews"] == 200


def test_folders_of_the_same_name_are_not_the_same_corpus(
    worse_run: Path, tiny_run: Path, imdb_like: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere" / imdb_like.name
    shutil.copytree(imdb_like, elsewhere)
    run_dir = tmp_path / "run"
    overrides = [*TINY, f"data.source={elsewhere}", f"output_dir={run_dir}", "logger=csv"]
    overrides += ["trainer.max_epochs=1", "trainer.limit_train_batches=4", "test=false"]
    train(compose_config("train", overrides))
    with pytest.raises(UserError, match=r"different corpora \(.*elsewhere/imdb_like.*; say with"):
        run(tmp_path, tiny_run, run_dir)
    with pytest.raises(UserError, match="did not cut their training reviews alike"):
        run(tmp_path, tiny_run, run_dir, split="validation", source=imdb_like)


def test_an_evaluation_goes_into_the_run_of_its_training(
    worse_run: Path, imdb_like: Path, tmp_path: Path
) -> None:
    source = tmp_path / "reviews, new (1)"
    shutil.copytree(imdb_like, source)
    settings = [f"checkpoint={worse_run}", f"source='{source}'", f"output_dir={tmp_path / 'out'}"]
    evaluate(
        compose_config("evaluate", [*settings, f"runs_dir={worse_run.parent}", "checks=false"])
    )
    client = MlflowClient(f"sqlite:///{worse_run.parent / 'mlflow.db'}")
    run_id = json.loads((worse_run / "mlflow.json").read_text())["run_id"]
    found = client.get_run(run_id)
    assert found.info.status == "FINISHED"
    assert "reviews_ new _1_/test/accuracy" in found.data.metrics
    assert [one.path for one in client.list_artifacts(run_id, "reports")]
    assert not [
        one
        for experiment in client.search_experiments()
        for one in client.search_runs([experiment.experiment_id])
        if one.info.status == "RUNNING"
    ]


def test_mistakes_are_sentences(
    tiny_run: Path, tiny_bundle: Path, tmp_path: Path, call_main: Callable[..., tuple[int, str]]
) -> None:
    with pytest.raises(UserError, match="runs"):
        run(tmp_path, tiny_run)
    with pytest.raises(UserError, match="there is no nowhere"):
        run(tmp_path, tiny_run, "nowhere")
    unknown = "0123456789abcdef0123456789abcdef"
    with pytest.raises(UserError, match=f"has no checkpoint of a run {unknown}"):
        run(tmp_path, tiny_run, f'"{unknown}"', runs_dir=tmp_path)
    with pytest.raises(UserError, match="did not cut their training reviews alike"):
        run(tmp_path, tiny_run, tiny_bundle, split="validation")
    assert not (tmp_path / "comparison.html").exists()


@pytest.mark.slow
def test_runs_of_different_corpora(tiny_run: Path, tmp_path: Path) -> None:
    overrides = [*TINY, "data.source=demo", f"output_dir={tmp_path / 'demo'}", "logger=csv"]
    overrides += ["data.demo_train_size=100", "data.demo_test_size=20", "test=false"]
    train(compose_config("train", [*overrides, "trainer.max_epochs=1"]))
    with pytest.raises(UserError, match=r"different corpora \(demo, imdb_like\)"):
        run(tmp_path, tiny_run, tmp_path / "demo")


def test_differences_of_settings() -> None:
    first = {"model": {"dim": 1, "name": "a"}, "seed": 1, "output_dir": "x", "only": None}
    second = {"model": {"dim": 2, "name": "a"}, "seed": 1, "output_dir": "y", "mlflow": {}}
    assert differences(first, second) == [("model.dim", 1, 2), ("only", None, "-")]
