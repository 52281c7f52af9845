import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from mlflow.entities import Run
from mlflow.tracking import MlflowClient

from sentiment.config import compose_config
from sentiment.errors import UserError
from sentiment.tracking import TrackedRun, study_run
from sentiment.tracking.mlflow import prepare_client
from sentiment.train import train

from small import TINY


@pytest.fixture(scope="module")
def tracked(imdb_like: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MlflowClient]:
    runs = tmp_path_factory.mktemp("tracked")
    settings = [*TINY, f"data.source={imdb_like}", f"runs_dir={runs}", f"output_dir={runs / 'run'}"]
    settings.append("trainer.limit_train_batches=4")
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
    assert run.data.params["model.hidden_dim"] == "16"
    assert run.data.params["optimizer.lr"] == "0.002"
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


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A real MLflow server on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    store = f"sqlite:///{tmp_path / 'server.db'}"
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "mlflow",
            "server",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            "1",
            "--backend-store-uri",
            store,
            "--artifacts-destination",
            str(tmp_path / "artifacts"),
        ],
        cwd=tmp_path,
        env={**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    uri = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(uri)
        yield uri, process
    finally:
        stop(process)


def wait_until_it_answers(uri: str) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{uri}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the MLflow server did not start")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the server with the workers that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


@pytest.mark.slow
def test_a_real_server(
    server: tuple[str, subprocess.Popen[bytes]],
    imdb_like: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It has the run; and when it dies, it does not take the training with it."""
    # What it is asked twice, because it was slow, it may do twice.
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "120")
    uri, process = server
    settings = [*TINY, f"data.source={imdb_like}", f"mlflow.tracking_uri={uri}"]
    settings += ["trainer.limit_train_batches=4", "test=false"]
    train(compose_config("train", [*settings, f"output_dir={tmp_path / 'run'}"]))
    client = MlflowClient(uri)
    run = only_run(client)
    assert run.info.status == "FINISHED"
    assert "metrics.json" in {file.path for file in client.list_artifacts(run.info.run_id)}

    start = TrackedRun.start

    def start_and_lose_the_server(run: TrackedRun, *arguments: Any) -> None:
        start(run, *arguments)
        stop(process)

    monkeypatch.setattr(TrackedRun, "start", start_and_lose_the_server)
    train(compose_config("train", [*settings, f"output_dir={tmp_path / 'other'}"]))
    assert json.loads((tmp_path / "other" / "metrics.json").read_text())["epochs"] == 2
    assert caplog.text.count("the training goes on") == 1


@pytest.mark.parametrize(
    "address", ["somebody:pa55word@127.0.0.1", "somebody:pa55word@host:5000", "token@127.0.0.1:9"]
)
def test_a_password_has_variables_of_its_own(address: str) -> None:
    with pytest.raises(UserError) as caught:
        prepare_client(f"http://{address}/mlflow")
    assert str(caught.value) == (
        f"mlflow.tracking_uri=http://{address.rpartition('@')[2]}/mlflow can't have a user and a "
        "password in it; give them as MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD in "
        "the environment."
    )


def test_a_trial_whose_process_was_killed_does_not_run_for_ever(
    tracked: tuple[Path, MlflowClient], tmp_path: Path
) -> None:
    # Another experiment in the same store: to make one takes MLflow seconds.
    uri, client = f"sqlite:///{tracked[0] / 'mlflow.db'}", tracked[1]
    sweep = tmp_path / "sweep"
    experiment = client.create_experiment("swept", str(tmp_path / "artifacts"))
    parent = study_run.find_or_make(client, experiment, "tiny")

    def begin(trial: str, parent: str) -> str:
        tags = {study_run.PARENT: parent, study_run.TRIAL: trial}
        return str(client.create_run(experiment, tags=tags).info.run_id)

    lost, elsewhere, later = (begin(trial, parent) for trial in "012")
    of_another_study = begin("0", "another")
    done = begin("3", parent)
    client.set_terminated(done, "FINISHED")
    sweep.mkdir()
    (sweep / "trials.csv").write_text("trial,state\n0,lost\n1,running\n3,done\n")
    summary = {"best_values": {}, "best_trial": [], "trials": {}, "finished": False}
    (sweep / "summary.json").write_text(json.dumps(summary))
    study_run.finish(uri, "swept", "tiny", sweep)
    ends = {
        run: client.get_run(run).info.status
        for run in (lost, elsewhere, later, of_another_study, done)
    }
    assert list(ends.values()) == ["KILLED", "RUNNING", "RUNNING", "RUNNING", "FINISHED"]
    assert client.get_run(lost).data.tags["sweep.state"] == "lost"


@pytest.mark.slow
def test_processes_that_begin_at_once_share_a_new_store(imdb_like: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(Path(__file__).parents[1] / "train.py"), *TINY]
    command += [f"data.source={imdb_like}", f"runs_dir={tmp_path}", "trainer.max_epochs=1"]
    command += ["trainer.limit_train_batches=2", "test=false"]
    # MLflow leaves in the environment where another test's server was.
    environment = {key: value for key, value in os.environ.items() if "MLFLOW" not in key}
    with ExitStack() as stack:
        processes = []
        for seed in range(3):
            process = subprocess.Popen(
                [*command, f"seed={seed}"], stderr=subprocess.PIPE, text=True, env=environment
            )
            stack.callback(process.kill)
            processes.append(process)
        ends = [process.communicate(timeout=600)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], ends
    client = MlflowClient(f"sqlite:///{tmp_path / 'mlflow.db'}")
    experiment = client.get_experiment_by_name("sentiment")
    assert experiment is not None
    found = client.search_runs([experiment.experiment_id])
    assert [run.info.status for run in found] == ["FINISHED"] * 3
