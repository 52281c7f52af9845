"""A training that was stopped, politely or not, ends as the unbroken one."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from sentiment import fitting
from sentiment.callbacks import LastCheckpoint
from sentiment.config import compose_config
from sentiment.errors import UserError
from sentiment.hardware import choose_precision
from sentiment.resuming import checkpoint_to_resume
from sentiment.text import TextEncoder
from sentiment.train import train

from small import TINY

ROOT = Path(__file__).parents[1]


def overrides(source: Path) -> list[str]:
    # Slow enough, with its small batches, to be met in the middle of an epoch.
    return [
        *TINY,
        f"data.source={source}",
        "data.batch_size=4",
        "trainer.limit_train_batches=100",
        "logger=csv",
        "test=false",
    ]


@pytest.fixture(scope="module")
def unbroken(imdb_like: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unbroken") / "run"
    train(compose_config("train", [*overrides(imdb_like), f"output_dir={folder}"]))
    return folder


def start_and_wait(
    source: Path, folder: Path, cwd: Path, *more: str, after_step: int = 110
) -> subprocess.Popen[str]:
    """Starts a training and returns in the middle of its second epoch."""
    process = subprocess.Popen(
        [
            sys.executable,
            str(ROOT / "train.py"),
            *overrides(source),
            *more,
            # Wherever it is met, little is lost.
            "callbacks.last_checkpoint.every_n_seconds=0",
            f"hydra.run.dir={folder}",
        ],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    checkpoint = folder / "checkpoints" / "last.ckpt"
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        if checkpoint.exists() and position(folder)[1] > after_step:
            return process
        time.sleep(0.02)
    process.kill()
    raise AssertionError(process.communicate()[1])


def position(folder: Path) -> tuple[int, int]:
    content = torch.load(folder / "checkpoints" / "last.ckpt", weights_only=True)
    return content["epoch"], content["global_step"]


def assert_same_end(folder: Path, unbroken: Path) -> None:
    for name in ("best", "last"):
        ours = torch.load(folder / "checkpoints" / f"{name}.ckpt", weights_only=True)
        theirs = torch.load(unbroken / "checkpoints" / f"{name}.ckpt", weights_only=True)
        for key, value in theirs["state_dict"].items():
            assert torch.equal(ours["state_dict"][key], value), (name, key)
    ours, theirs = (json.loads((run / "metrics.json").read_text()) for run in (folder, unbroken))
    for metrics in (ours, theirs):
        assert metrics.pop("train_seconds") > 0
        # Unknown of what was resumed.
        metrics.pop("cpu_seconds")
    assert ours == theirs


@pytest.mark.slow
def test_after_kill_9_in_the_middle_of_an_epoch(
    imdb_like: Path, unbroken: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "killed"
    process = start_and_wait(imdb_like, folder, tmp_path)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    epoch, step = position(folder)
    assert epoch == 1
    assert 100 < step < 200
    assert not (folder / "metrics.json").exists()
    settings = [*overrides(imdb_like), f"output_dir={folder}", f"resume={folder}"]
    train(compose_config("train", settings))
    assert_same_end(folder, unbroken)


@pytest.mark.slow
def test_after_ctrl_c(imdb_like: Path, unbroken: Path, tmp_path: Path) -> None:
    folder = tmp_path / "interrupted"
    process = start_and_wait(imdb_like, folder, tmp_path)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=200)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert "resume=interrupted" in errors
    checkpoint = folder / "checkpoints" / "last.ckpt"
    settings = [*overrides(imdb_like), f"output_dir={folder}", f"resume={checkpoint}"]
    train(compose_config("train", settings))
    assert_same_end(folder, unbroken)


def test_a_finished_training_is_not_trained_again(
    imdb_like: Path, unbroken: Path, tmp_path: Path
) -> None:
    before = (unbroken / "checkpoints" / "best.ckpt").read_bytes()
    settings = [*overrides(imdb_like), f"output_dir={unbroken}", f"resume={unbroken}"]
    measured = json.loads((unbroken / "metrics.json").read_text())["cpu_seconds"]
    assert measured > 0
    result = train(compose_config("train", settings))
    assert result.metrics["epochs"] == 2
    assert result.metrics["cpu_seconds"] == measured
    assert (unbroken / "checkpoints" / "best.ckpt").read_bytes() == before


@pytest.mark.parametrize(
    ("stopping", "epochs"),
    [
        # Nothing is that much better.
        (["callbacks.early_stopping.patience=0", "+callbacks.early_stopping.min_delta=9"], 2),
        # Anything is good enough.
        (["+callbacks.early_stopping.stopping_threshold=9"], 1),
    ],
)
def test_one_that_stopped_early_stays_as_it_is(
    imdb_like: Path, tmp_path: Path, stopping: list[str], epochs: int
) -> None:
    folder = tmp_path / "run"
    settings = [*TINY, f"data.source={imdb_like}", "logger=csv", f"output_dir={folder}"]
    settings += ["callbacks=early_stopping", "trainer.max_epochs=4", *stopping]
    settings += ["trainer.limit_train_batches=4"]
    first = train(compose_config("train", settings)).metrics
    assert first["epochs"] == epochs
    again = train(compose_config("train", [*settings, f"resume={folder}"])).metrics
    assert again["epochs"] == epochs
    assert again["history"] == first["history"]
    assert again["validation"] == first["validation"]
    assert again["test"] == first["test"]


def test_the_advice_finds_the_experiment_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [
        SimpleNamespace(provider="main", path="conf"),
        SimpleNamespace(provider="command-line", path=str(tmp_path / "a sweep")),
    ]
    hydra = SimpleNamespace(
        job=SimpleNamespace(name="train"),
        overrides=SimpleNamespace(task=["experiment=best", "resume=before"]),
        runtime=SimpleNamespace(config_sources=sources),
    )
    given = SimpleNamespace(initialized=lambda: True, get=lambda: hydra)
    monkeypatch.setattr(fitting, "HydraConfig", given)
    command = shlex.split(fitting.resume_command(tmp_path / "run"))
    assert command[:2] == ["python", "train.py"]
    assert command[2:] == [
        f"--config-dir={tmp_path / 'a sweep'}",
        "experiment=best",
        f"resume={tmp_path / 'run'}",
    ]


def test_other_settings_are_refused(imdb_like: Path, unbroken: Path) -> None:
    settings = [*overrides(imdb_like), "model.hidden_dim=8", f"resume={unbroken}"]
    with pytest.raises(UserError, match=r"model\.hidden_dim was 16 and is 8"):
        train(compose_config("train", [*settings, f"output_dir={unbroken}"]))


@pytest.mark.slow
def test_accumulated_gradients_survive_too(imdb_like: Path, tmp_path: Path) -> None:
    """Stopped after an odd number of batches, of which each two make a step."""
    more = [*overrides(imdb_like), "trainer.accumulate_grad_batches=2"]
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    train(compose_config("train", [*more, f"output_dir={whole}"]))

    process = start_and_wait(
        imdb_like, stopped, tmp_path, "trainer.accumulate_grad_batches=2", after_step=55
    )
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=200)
    assert process.returncode != 0, errors
    assert "Traceback" not in errors
    train(compose_config("train", [*more, f"output_dir={stopped}", f"resume={stopped}"]))
    assert_same_end(stopped, whole)


@pytest.mark.slow
def test_after_a_whole_epoch_and_in_a_moved_folder(
    imdb_like: Path, unbroken: Path, tmp_path: Path
) -> None:
    """The state at the end of the first epoch, taken by a copy, in a folder of another name."""
    folder = tmp_path / "moved"

    class Copy(LastCheckpoint):
        def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:
            super().on_train_epoch_end(trainer, pl_module)
            if trainer.current_epoch == 0:
                shutil.copytree(self.path.parent, folder / "checkpoints")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sentiment.callbacks.LastCheckpoint", Copy)
        settings = [*overrides(imdb_like), f"output_dir={tmp_path / 'first'}"]
        train(compose_config("train", settings))
    assert position(folder) == (0, 100)
    settings = [*overrides(imdb_like), f"output_dir={folder}", f"resume={folder / 'checkpoints'}"]
    train(compose_config("train", settings))
    assert_same_end(folder, unbroken)


def test_other_reviews_are_refused(imdb_like: Path, unbroken: Path) -> None:
    settings = [*overrides(imdb_like), f"resume={unbroken}", f"output_dir={unbroken}"]
    config = compose_config("train", settings)
    config.trainer.precision = choose_precision("auto", "cpu")
    recipe = torch.load(unbroken / "checkpoints" / "last.ckpt", weights_only=True)["sentiment"]
    encoder = TextEncoder.from_dict({**recipe["text"], "tokens": ["other"]})
    with pytest.raises(UserError, match="another vocabulary"):
        checkpoint_to_resume(config, "imdb_like", encoder)


def test_a_used_folder_is_not_used_again(imdb_like: Path, unbroken: Path) -> None:
    with pytest.raises(UserError, match="holds another training"):
        train(compose_config("train", [*overrides(imdb_like), f"output_dir={unbroken}"]))
