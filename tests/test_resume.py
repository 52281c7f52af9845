"""A training that was stopped, politely or not, ends as the unbroken one."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from sentiment.config import compose_config
from sentiment.errors import UserError
from sentiment.train import train

from conftest import TINY

ROOT = Path(__file__).parents[1]


def overrides(source: Path) -> list[str]:
    # Slow enough, with its small batches, to be met in the middle of an epoch.
    return [
        *TINY,
        f"data.source={source}",
        "data.batch_size=4",
        "logger=csv",
        "callbacks.last_checkpoint.every_n_seconds=0",
    ]


@pytest.fixture(scope="module")
def unbroken(imdb_like: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unbroken") / "run"
    train(compose_config("train", [*overrides(imdb_like), f"output_dir={folder}"]))
    return folder


def start_and_wait(source: Path, folder: Path, cwd: Path) -> subprocess.Popen[str]:
    """Starts a training and returns in the middle of its second epoch."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "train.py"), *overrides(source), f"hydra.run.dir={folder}"],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    log = folder / "train.log"
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        if log.exists() and "epoch 1/2" in log.read_text():
            time.sleep(0.3)
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
    assert ours == theirs


def test_after_kill_9_in_the_middle_of_an_epoch(
    imdb_like: Path, unbroken: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "killed"
    process = start_and_wait(imdb_like, folder, tmp_path)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    epoch, step = position(folder)
    assert epoch == 1
    assert 135 < step < 270
    assert not (folder / "metrics.json").exists()
    settings = [*overrides(imdb_like), f"output_dir={folder}", f"resume={folder}"]
    train(compose_config("train", settings))
    assert_same_end(folder, unbroken)


def test_after_ctrl_c(imdb_like: Path, unbroken: Path, tmp_path: Path) -> None:
    folder = tmp_path / "interrupted"
    process = start_and_wait(imdb_like, folder, tmp_path)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
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
    result = train(compose_config("train", settings))
    assert result.metrics["epochs"] == 2
    assert (unbroken / "checkpoints" / "best.ckpt").read_bytes() == before


def test_other_settings_are_refused(imdb_like: Path, unbroken: Path) -> None:
    settings = [*overrides(imdb_like), "model.hidden_dim=8", f"resume={unbroken}"]
    with pytest.raises(UserError, match=r"model\.hidden_dim was 16 and is 8"):
        train(compose_config("train", [*settings, f"output_dir={unbroken}"]))
