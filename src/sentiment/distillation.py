"""Teachers label reviews without labels, and a student learns from all (Hinton et al. 2015)."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from omegaconf import DictConfig

from sentiment.checkpoint import TrainedModel, load_trained_model
from sentiment.config import is_trial
from sentiment.data.datamodule import ReviewsDataModule
from sentiment.data.pseudo_labels import write_pseudo_labels
from sentiment.data.sources import DemoSource
from sentiment.errors import UserError
from sentiment.files import shown, write_json
from sentiment.fitting import resume_command
from sentiment.hardware import CpuClock
from sentiment.inference import predict_logits
from sentiment.inner_runs import blaming, compose_inner, cost, going_on_with, place
from sentiment.instantiation import instantiate
from sentiment.resuming import recipe_settings, refuse_other_settings
from sentiment.verdict import sigmoid

log = logging.getLogger(__name__)

_BEGUN = "distillation.json"
_LABELS = "pseudo_labels.npz"
_TEACHER = "teacher"
_REVIEWS_A_BATCH = 64
# Which reviews are validation's; a teacher must not have trained on the student's.
_SPLIT = ("validation_fraction", "validation_block", "split_seed")
_CORPUS = ("source", "fallback", "unlabelled_split", "demo_train_size", "demo_test_size")


def wants_distillation(config: DictConfig) -> bool:
    """Whether a training is that of a student."""
    return bool(config.distillation.teachers or config.distillation.teacher)


def is_begun(run_dir: Path) -> bool:
    """Whether a student's run lies there, however far it came."""
    return (run_dir / _BEGUN).is_file()


def label_unlabelled(config: DictConfig) -> tuple[Path, float | None]:
    """The file of labels for a student's training, made now if its folder has none.

    Args:
        config: the student's.

    Returns:
        What ``data.pseudo_labels`` is to name, and the CPU-seconds that labelling took, with the
        training of a teacher that was made for it; None where they are not known. The teacher's
        pretraining is not among them.

    Raises:
        UserError: when a teacher can't be used, or the corpus has no unlabelled split.
        InterruptedByUser: after Ctrl-C; a teacher that is trained already stays.
    """
    if config.data.pseudo_labels is not None:
        raise UserError("Give data.pseudo_labels or distillation, not both.")
    if config.distillation.teachers and config.distillation.teacher:
        raise UserError("Give distillation.teachers or distillation.teacher, not both.")
    run_dir = Path(config.output_dir)
    path, seconds = run_dir / _LABELS, None
    was_begun = is_begun(run_dir)
    _begin(config, run_dir)
    if not path.is_file():
        with going_on_with(f"Go on with: {resume_command(run_dir)}"):
            seconds = _label(config, path)
    return path, None if was_begun else seconds


def _begin(config: DictConfig, run_dir: Path) -> None:
    """Writes down what is wanted, or sees that it is what was wanted before."""
    settings = recipe_settings(config)
    if is_begun(run_dir):
        before = json.loads((run_dir / _BEGUN).read_text(encoding="utf-8"))
        refuse_other_settings(shown(run_dir), before, settings)
    elif config.resume is not None:
        raise UserError(f"resume={config.resume}: no distillation was begun there.")
    else:
        write_json(run_dir / _BEGUN, settings)


def _label(config: DictConfig, path: Path) -> float | None:
    clock = CpuClock()
    teachers_seconds: float | None = 0.0
    datamodule: ReviewsDataModule = instantiate(config.data)
    datamodule.prepare_data()
    # Before anything is trained: there may be none.
    unlabelled = datamodule.unlabelled()
    folders = [Path(folder) for folder in config.distillation.teachers]
    if not folders:
        with clock.paused():
            folders = [_trained_teacher(config, datamodule, path.parent / _TEACHER)]
        teachers_seconds = _whole_cost(folders[0])
    # All of them before the first has worked for long.
    with blaming("distillation.teachers"):
        teachers = [_load(folder, config, datamodule) for folder in folders]
    texts = datamodule.open_source().read_texts(config.data.unlabelled_split)
    logits = np.zeros(len(texts), dtype=np.float32)
    for teacher in teachers:
        log.info("%s labels %s reviews", shown(teacher.path), f"{len(texts):,}")
        found = predict_logits(teacher, texts, _REVIEWS_A_BATCH, progress=not is_trial())
        logits += found / len(teachers)
    write_pseudo_labels(path, unlabelled, sigmoid(logits))
    return None if teachers_seconds is None else teachers_seconds + clock.seconds


def _load(folder: Path, config: DictConfig, datamodule: ReviewsDataModule) -> TrainedModel:
    teacher = load_trained_model(folder)
    theirs, ours = ([data[name] for name in _SPLIT] for data in (teacher.config.data, config.data))
    if teacher.dataset == datamodule.dataset_name and theirs != ours:
        settings = " ".join(
            f"data.{name}={value}" for name, value in zip(_SPLIT, theirs, strict=True)
        )
        raise UserError(
            f"{shown(folder)} has trained on reviews that this student is validated on; give the "
            f"student the teacher's {settings}."
        )
    return teacher


def _trained_teacher(config: DictConfig, datamodule: ReviewsDataModule, run_dir: Path) -> Path:
    """A teacher of the student's corpus, trained now, or further, if it is not there yet."""
    from sentiment.training import run_training

    if (run_dir / "metrics.json").is_file():
        return run_dir
    overrides: Sequence[str] = list(config.distillation.teacher)
    given = {f"data.{name}": config.data[name] for name in (*_CORPUS, *_SPLIT, "cache_dir")}
    if isinstance(datamodule.open_source(), DemoSource):
        given["data.source"] = "demo"
    # The test split has no say in it, and nobody looks at its examples.
    given |= {"test": False, "examples": [], "export": False, "runs_dir": config.runs_dir}
    defaults = {name: config[name] for name in ("seed", "threads", "debug", "mlflow", "logger")}
    defaults["trainer.accelerator"] = config.trainer.accelerator
    teacher = compose_inner("distillation.teacher", "train", overrides, given, defaults)
    if is_trial():
        # The sweep is about the student.
        teacher.logger = teacher.callbacks.trial_report = None
    place(teacher, run_dir)
    if is_begun(run_dir):
        # A student itself, which was stopped while it had its own teacher or labels.
        teacher.resume = str(run_dir)
    log.info("training the teacher: %s", " ".join(overrides))
    with blaming("distillation.teacher"):
        run_training(teacher)
    return run_dir


def _whole_cost(run_dir: Path) -> float | None:
    """The CPU-seconds of a teacher's training, and of the labels where it is a student itself."""
    names = ["cpu_seconds", "distillation_cpu_seconds"] if is_begun(run_dir) else ["cpu_seconds"]
    seconds = [cost(run_dir, name) for name in names]
    known = [one for one in seconds if one is not None]
    return sum(known) if len(known) == len(seconds) else None
