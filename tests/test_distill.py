"""A student that learns from what teachers think of reviews without labels."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sentiment import distillation
from sentiment.checkpoint import load_trained_model
from sentiment.config import compose_config, run_folder
from sentiment.data.sources import open_source
from sentiment.distill import distill
from sentiment.errors import InterruptedByUser, UserError
from sentiment.inference import predict_logits
from sentiment.models import SentimentClassifier
from sentiment.results import recipe_digest

from small import TINY

ROOT = Path(__file__).parents[1]
CallMain = Callable[..., tuple[int, str]]
# A teacher of another kind and another vocabulary.
TEACHER = (
    *("model=dan", "model.embedding_dim=8", "model.hidden_dim=8", "data.min_frequency=3"),
    *("data.max_length=48", "data.batch_size=16", "optimizer.lr=2e-2", "trainer.max_epochs=1"),
)
LIMITS = ("trainer.limit_train_batches=4", "trainer.limit_val_batches=1", "trainer.max_epochs=1")


def run(folder: Path, source: Path, *overrides: str) -> dict[str, Any]:
    settings = [*TINY, f"data.source={source}", f"output_dir={folder}", "logger=csv", "test=false"]
    return distill(compose_config("distill", [*settings, *overrides])).metrics


def by(*teachers: Path) -> str:
    return f"distillation.teachers={json.dumps([str(teacher) for teacher in teachers])}"


def by_a_new(*overrides: str) -> str:
    return f"distillation.teacher={json.dumps(list(overrides))}"


@pytest.fixture(scope="module")
def teachers(tiny_run: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A training's folder, and a checkpoint whose network thinks otherwise."""
    path = tmp_path_factory.mktemp("teachers") / "other.ckpt"
    content = torch.load(tiny_run / "checkpoints" / "best.ckpt", weights_only=True)
    content["state_dict"]["net.classifier.weight"] *= -3
    content["state_dict"]["net.classifier.bias"] += 1
    torch.save(content, path)
    return [tiny_run, path]


def test_the_mean_of_the_teachers_logits_counts(
    imdb_like: Path, teachers: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[float] = []
    step = SentimentClassifier.training_step

    def watch(self: SentimentClassifier, batch: Any, batch_idx: int) -> Any:
        seen.extend(batch.labels.tolist())
        return step(self, batch, batch_idx)

    monkeypatch.setattr(SentimentClassifier, "training_step", watch)
    metrics = run(tmp_path / "student", imdb_like, by(*teachers), "trainer.max_epochs=1")

    texts = open_source(str(imdb_like)).read_texts("unsupervised")
    logits = [predict_logits(load_trained_model(path), texts, 7) for path in teachers]
    expected = 1 / (1 + np.exp(-np.mean(logits, axis=0)))
    with np.load(tmp_path / "student" / "pseudo_labels.npz") as content:
        assert content["probabilities"] == pytest.approx(expected, abs=1e-6)
    # Each of both kinds once, those of people as they are.
    soft = sorted(label for label in seen if label not in (0, 1))
    assert len(seen) == 572 + 80
    assert soft == pytest.approx(sorted(expected), abs=1e-3)
    assert metrics["distillation_cpu_seconds"] > 0
    assert metrics["cpu_seconds"] > 0


def test_a_teacher_is_trained_first(imdb_like: Path, tmp_path: Path) -> None:
    folder = tmp_path / "student"
    run(folder, imdb_like, by_a_new(*TEACHER), *LIMITS, "seed=3", "data.validation_fraction=0.1")
    teacher = load_trained_model(folder / "teacher")
    assert teacher.config.model.name == "dan"
    # The student's reviews and seed, and settings of its own.
    assert teacher.config.data.validation_fraction == 0.1
    assert teacher.config.data.min_frequency == 3
    assert teacher.config.seed == 3
    assert (folder / "teacher" / "csv").is_dir()
    student = load_trained_model(folder)
    assert student.config.model.name == "bilstm"
    # The teacher's training is in the cost of the labels.
    costs = [json.loads((one / "metrics.json").read_text()) for one in (folder / "teacher", folder)]
    assert costs[1]["distillation_cpu_seconds"] > costs[0]["cpu_seconds"] > 0
    assert student.encoder.vocabulary.tokens != teacher.encoder.vocabulary.tokens
    assert "test" not in json.loads((folder / "teacher" / "metrics.json").read_text())


def stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_goes_on_from_a_trained_teacher(
    imdb_like: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, settings = tmp_path / "student", (by_a_new(*TEACHER, *LIMITS), *LIMITS)
    with monkeypatch.context() as patch:
        patch.setattr(distillation, "predict_logits", stop)
        with pytest.raises(InterruptedByUser, match=rf"Go on with: .*resume={folder}$"):
            run(folder, imdb_like, *settings)
    trained = (folder / "teacher" / "metrics.json").stat().st_mtime_ns
    # It is found again by its folder, and refuses to become another run.
    assert run_folder("runs", "distill", str(folder)) == str(folder)
    resume = f"resume={folder}"
    with pytest.raises(UserError, match="seed was 1 and is 2"):
        run(folder, imdb_like, *settings, resume, "seed=2")
    with pytest.raises(UserError, match=r"distillation.teacher was \["):
        run(folder, imdb_like, by_a_new(*TEACHER), *LIMITS, resume)
    metrics = run(folder, imdb_like, *settings, resume)
    assert metrics["distillation_cpu_seconds"] is None
    assert (folder / "teacher" / "metrics.json").stat().st_mtime_ns == trained


def test_a_teacher_may_be_a_student_itself(
    imdb_like: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped while the first teacher labels, and once more while the first student learns."""
    folder = tmp_path / "student"
    first_student = by_a_new(*TEACHER, *LIMITS, by_a_new(*TEACHER, *LIMITS, "model.hidden_dim=4"))
    settings = (first_student, *LIMITS)
    with monkeypatch.context() as patch:
        patch.setattr(distillation, "predict_logits", stop)
        with pytest.raises(InterruptedByUser, match=rf"Go on with: .*resume={folder}$"):
            run(folder, imdb_like, *settings)
    step, labels = SentimentClassifier.training_step, folder / "teacher" / "pseudo_labels.npz"
    with monkeypatch.context() as patch:
        patch.setattr(SentimentClassifier, "training_step", stop)
        with pytest.raises(InterruptedByUser, match=rf"Go on with: .*resume={folder}$"):
            run(folder, imdb_like, *settings, f"resume={folder}")
    assert SentimentClassifier.training_step is step
    made = labels.stat().st_mtime_ns
    run(folder, imdb_like, *settings, f"resume={folder}")
    assert labels.stat().st_mtime_ns == made

    whole = run(tmp_path / "whole", imdb_like, *settings)
    for name in ("teacher/teacher", "teacher", "."):
        ours, theirs = (
            torch.load(one / name / "checkpoints/best.ckpt", weights_only=True)["state_dict"]
            for one in (folder, tmp_path / "whole")
        )
        assert all(torch.equal(ours[key], value) for key, value in theirs.items()), name
    # All that the teacher cost, its own teacher's training in it.
    teacher = json.loads((tmp_path / "whole" / "teacher" / "metrics.json").read_text())
    assert teacher["distillation_cpu_seconds"] > 0
    of_both = teacher["cpu_seconds"] + teacher["distillation_cpu_seconds"]
    assert whole["distillation_cpu_seconds"] > of_both


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ([], r"Name teachers with distillation\.teachers"),
        (["distillation.teachers=[nothing]"], "distillation.teachers: There is no checkpoint at"),
        (["TEACHERS", by_a_new("model=dan")], "teachers or distillation.teacher, not both"),
        (["TEACHERS", "data.pseudo_labels=a.npz"], "data.pseudo_labels or distillation, not both"),
        (["TEACHERS", "data.unlabelled_split=nosuch"], "data.unlabelled_split=nosuch: "),
        (["TEACHERS", "data.unlabelled_split=null"], "data.unlabelled_split=null"),
        (
            ["TEACHERS", "data.validation_fraction=0.2"],
            r"distillation.teachers: .* this student is validated on; .*validation_fraction=0.05",
        ),
        ([by_a_new("data.split_seed=3")], "distillation.teacher: data.split_seed is that of"),
        ([by_a_new("modle=dan")], r"distillation.teacher=\['modle=dan'\]: .*modle"),
        ([by_a_new("trainer=ddp")], "distillation.teacher: this runs on one device"),
        ([by_a_new("optimizer.lr=0")], "distillation.teacher: optimizer.lr=0.* greater than 0"),
        (["TEACHERS", "resume=nothing"], "resume=nothing: no distillation was begun there"),
    ],
)
def test_mistakes_are_sentences(
    imdb_like: Path, teachers: list[Path], tmp_path: Path, overrides: list[str], sentence: str
) -> None:
    overrides = [by(*teachers) if one == "TEACHERS" else one for one in overrides]
    with pytest.raises(UserError, match=sentence):
        run(tmp_path / "student", imdb_like, *overrides)
    assert not (tmp_path / "student" / "checkpoints").exists()
    assert not (tmp_path / "student" / "pseudo_labels.npz").exists()


def test_other_teachers_are_no_teachers(
    imdb_like: Path, tmp_path: Path, teachers: list[Path]
) -> None:
    content = torch.load(teachers[1], weights_only=True)
    content["sentiment"]["config"]["model"] = {"embedding_dim": 16, "hidden_dim": 16}
    path = tmp_path / "language_model.ckpt"
    torch.save(content, path)
    with pytest.raises(UserError, match=r"distillation\.teachers: .*not a network"):
        run(tmp_path / "student", imdb_like, by(path))


def test_a_recipe_says_whose_the_labels_are_and_not_where_they_lie() -> None:
    def digest(*overrides: str) -> str:
        return recipe_digest(compose_config("train", ["output_dir=.", *overrides]))

    plain, labels = digest(), digest("data.pseudo_labels=a.npz")
    assert len({plain, labels, digest("data.pseudo_labels=b.npz")}) == 3
    student = digest(by_a_new("model=dan"))
    assert student not in (plain, labels)
    assert digest(by_a_new("model=dan"), "data.pseudo_labels=runs/1/pseudo_labels.npz") == student


def test_a_wrong_file_of_labels(call_main: CallMain, imdb_like: Path, tmp_path: Path) -> None:
    (tmp_path / "labels.npz").write_text("no labels")
    code, errors = call_main(
        *("train", *TINY, f"data.source={imdb_like}", "data.pseudo_labels=labels.npz")
    )
    assert code == 1
    assert "data.pseudo_labels=labels.npz can't be read" in errors.splitlines()[-1]


# Saved after every batch, and with that slow enough to be met in each stage.
SLOWLY = "callbacks.last_checkpoint.every_n_seconds=0"
STAGES: dict[str, Callable[[Path], bool]] = {
    "teacher": lambda folder: (folder / "teacher/checkpoints/last.ckpt").exists(),
    "labelling": lambda folder: (folder / "teacher/metrics.json").exists(),
    "student": lambda folder: (folder / "checkpoints/last.ckpt").exists(),
}


@pytest.mark.slow
def test_stopped_in_any_stage_it_ends_as_the_unbroken_one(imdb_like: Path, tmp_path: Path) -> None:
    """One run is stopped in each of its stages, by a kill and by Ctrl-C in turn."""
    teacher = (*TEACHER, "data.batch_size=8")
    # Not over before the signal that follows the teacher's end.
    settings = [*TINY, "trainer.max_epochs=3", f"data.source={imdb_like}", "logger=csv"]
    settings += ["test=false", by_a_new(*teacher, SLOWLY)]
    folder, resume = tmp_path / "stopped", []
    ways = itertools.cycle((signal.SIGKILL, signal.SIGINT))
    for (stage, is_reached), how in zip(STAGES.items(), ways, strict=False):
        command = [sys.executable, "-m", "sentiment.distill", *settings, SLOWLY, *resume]
        process = subprocess.Popen(
            [*command, f"hydra.run.dir={folder}"],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 600
        while not is_reached(folder):
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.005)
        os.kill(process.pid, how)
        _, errors = process.communicate(timeout=200)
        assert process.returncode != 0, stage
        if how == signal.SIGINT:
            assert process.returncode == 130, errors
            assert "Traceback" not in errors
            assert "-m sentiment.distill" in errors
            assert "resume=stopped" in errors
        resume = ["resume=stopped"]
    resumed = run(folder, imdb_like, *settings, f"resume={folder}")
    whole = run(tmp_path / "whole", imdb_like, *settings, by_a_new(*teacher))
    assert resumed["history"] == whole["history"]
    for name in ("teacher/checkpoints/best.ckpt", "checkpoints/best.ckpt"):
        ours, theirs = (
            torch.load(one / name, weights_only=True)["state_dict"]
            for one in (folder, tmp_path / "whole")
        )
        for key, value in theirs.items():
            assert torch.equal(ours[key], value), key


@pytest.mark.slow
def test_a_sweep_judges_the_student_alone(
    call_main: CallMain, imdb_like: Path, tmp_path: Path
) -> None:
    """Two trials; the teachers, trained in each, report nothing and are not tracked."""
    command = ["-m", *TINY, f"data.source={imdb_like}", by_a_new(*TEACHER), "trainer.max_epochs=1"]
    command += ["seed=1,2", f"runs_dir={tmp_path}", "study=students", "test=false"]
    code, errors = call_main("distill", *command, "hydra.sweeper.pictures=false")
    assert code == 0, errors
    for trial in ("0", "1"):
        folder = tmp_path / "sweeps" / "students" / trial
        assert (folder / "teacher" / "metrics.json").exists()
        assert (folder / "metrics.json").exists()
    from mlflow.tracking import MlflowClient

    client = MlflowClient(f"sqlite:///{tmp_path}/mlflow.db")
    ids = [experiment.experiment_id for experiment in client.search_experiments()]
    models = [run.data.tags.get("model") for run in client.search_runs(ids)]
    assert "dan" not in models
    assert models.count("bilstm") == 2


@pytest.mark.slow
def test_two_devices(imdb_like: Path, tmp_path: Path) -> None:
    """The first process has the teacher trained, and labels; the second finds both."""
    command = [sys.executable, "-m", "sentiment.distill", *TINY, f"data.source={imdb_like}"]
    command += [by_a_new(*TEACHER), "logger=csv", "test=false", "hydra.run.dir=run"]
    command.append("trainer.max_epochs=1")
    done = subprocess.run(
        [*command, "trainer=ddp", "trainer.devices=2", "trainer.accelerator=cpu"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("training the teacher") == 1
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text())
    # 572 + 80 reviews in batches of 16, over two processes.
    assert metrics["history"][-1]["step"] == 41 // 2


@pytest.mark.slow
def test_a_student_may_be_pretrained_too(imdb_like: Path, tmp_path: Path) -> None:
    small = ["model.samples=32", "data.batch_size=16", "trainer.limit_train_batches=5"]
    settings = (f"pretraining={json.dumps(small)}", "model.pretrained=auto", *LIMITS)
    metrics = run(tmp_path / "run", imdb_like, by_a_new(*TEACHER, *LIMITS), *settings)
    assert metrics["pretraining_cpu_seconds"] > 0
    assert metrics["distillation_cpu_seconds"] > 0
    shutil.rmtree(tmp_path / "run" / "checkpoints")
