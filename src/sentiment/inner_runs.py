"""Runs that a training starts first: a pretraining, or that of a teacher."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sentiment.config import compose_config, is_trial
from sentiment.errors import InterruptedByUser, UserError, first_line
from sentiment.files import partial_prefix
from sentiment.hardware import on_one_device


def compose_inner(
    setting: str,
    verb: str,
    overrides: Sequence[str],
    given: Mapping[str, Any],
    defaults: Mapping[str, Any],
) -> DictConfig:
    """The configuration of an inner run.

    Args:
        setting: where its overrides stand, for messages.
        verb: whose configuration it is.
        overrides: the user's.
        given: settings that have to be those of the outer training.
        defaults: settings of the outer training that the overrides may change.

    Raises:
        UserError: when the overrides can't be, or change what has to stay.
    """
    changed = [override.lstrip("+~").partition("=")[0] for override in overrides]
    for key in given:
        if any(_is_or_holds(one, key) for one in changed):
            raise UserError(f"{setting}: {key} is that of the training itself; leave it out.")
    try:
        # Its folder is the caller's to say.
        config = compose_config(verb, [*overrides, "output_dir=."])
    except (HydraException, OmegaConfBaseException) as error:
        raise UserError(f"{setting}={list(overrides)}: {first_line(error)}.") from error
    for key, value in defaults.items():
        if not any(_is_or_holds(one, key) for one in changed):
            OmegaConf.update(config, key, value, merge=False)
    for key, value in given.items():
        OmegaConf.update(config, key, value, merge=False)
    if not on_one_device(config.trainer):
        # Its processes would start the outer training.
        raise UserError(f"{setting}: this runs on one device; leave trainer.devices out.")
    return config


def place(config: DictConfig, run_dir: Path) -> None:
    """Makes an inner run start in ``run_dir``, or go on there where it was stopped."""
    last = run_dir / "checkpoints" / "last.ckpt"
    config.output_dir, config.resume = str(run_dir), None
    if last.is_file():
        config.resume = str(run_dir)
    elif last.parent.is_dir():
        # Killed in the first save of all.
        for left in last.parent.glob(f"{partial_prefix(last)}*"):
            left.unlink()
        if not any(last.parent.iterdir()):
            last.parent.rmdir()


def cost(run_dir: Path, name: str = "cpu_seconds") -> float | None:
    """The CPU-seconds that a run had cost, or a part of it; None where they are not known."""
    try:
        text = (run_dir / "metrics.json").read_text(encoding="utf-8")
        seconds: float | None = json.loads(text).get(name)
    except (OSError, ValueError):
        return None
    return seconds


@contextmanager
def blaming(setting: str) -> Iterator[None]:
    """Makes errors begin with the setting that an inner run, or its result, stands in."""
    try:
        yield
    except InterruptedByUser:
        raise
    except UserError as error:
        raise UserError(f"{setting}: {error}") from error


@contextmanager
def going_on_with(advice: str) -> Iterator[None]:
    """Makes Ctrl-C say how the outer training goes on, rather than the inner run."""
    try:
        yield
    except (KeyboardInterrupt, InterruptedByUser) as error:
        raise InterruptedByUser("Stopped." if is_trial() else f"Stopped. {advice}") from error


def _is_or_holds(changed: str, key: str) -> bool:
    """Whether a change of ``changed``, a setting or a whole group, changes ``key``."""
    return key == changed or key.startswith(f"{changed}.")
