import json
from pathlib import Path

import pytest
from mlflow.entities import Run
from mlflow.tracking import MlflowClient

from sentiment.config import compose_config
from sentiment.train import train

from conftest import TINY


@pytest.fixture(scope="module")
def tracked(imdb_like: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MlflowClient]:
    runs = tmp_path_factory.mktemp("tracked")
    settings = [*TINY, f"data.source={imdb_like}", f"runs_dir={runs}", f"output_dir={runs / 'run'}"]
    train(compose_config("train", settings))
    # Again, as after a kill: the run goes on in MLflow too.
    train(compose_config("train", [*settings, f"resume={runs / 'run'}"]))
    return runs, MlflowClient(f"sqlite:///{runs / 'mlflow.db'}")


def only_run(client: MlflowClient) -> Run:
    experiment = client.get_experiment_by_name("sentiment")
    assert experiment is not None
    runs = client.search_runs([experiment.experiment_id])
    assert len(runs) == 1
    return runs[0]


def test_one_run_with_everything(tracked: tuple[Path, MlflowClient]) -> None:
    folder, client = tracked
    run = only_run(client)
    assert run.info.status == "FINISHED"
    assert run.data.params["model/hidden_dim"] == "16"
    assert run.data.params["optimizer/lr"] == "0.01"
    assert run.data.tags["dataset"] == "imdb_like"
    assert run.data.tags["model"] == "bilstm"
    assert len(run.data.tags["git_revision"].removesuffix("-dirty")) == 40
    metrics = json.loads((folder / "run" / "metrics.json").read_text())
    for name, value in metrics["test"].items():
        assert run.data.metrics[f"test/{name}"] == pytest.approx(value)


def test_every_epoch_has_its_figures(tracked: tuple[Path, MlflowClient]) -> None:
    folder, client = tracked
    run_id = only_run(client).info.run_id
    history = json.loads((folder / "run" / "metrics.json").read_text())["history"]
    for name in ("train/loss", "validation/accuracy", "validation/auc"):
        logged = [metric.value for metric in client.get_metric_history(run_id, name)]
        assert logged == pytest.approx([row[name] for row in history])


def test_artefacts_are_there(tracked: tuple[Path, MlflowClient], tmp_path: Path) -> None:
    _, client = tracked
    run_id = only_run(client).info.run_id
    names = {file.path for file in client.list_artifacts(run_id)}
    assert {"metrics.json", "plots", "checkpoints"} <= names
    copies = {file.path for file in client.list_artifacts(run_id, "checkpoints")}
    assert copies == {"checkpoints/best.ckpt", "checkpoints/last.ckpt"}
    local = client.download_artifacts(run_id, "metrics.json", str(tmp_path))
    assert json.loads(Path(local).read_text())["dataset"] == "imdb_like"
