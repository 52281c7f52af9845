"""Going on with a training that was stopped."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf

from sentiment.checkpoint import RECIPE_KEY, find_checkpoint, read_checkpoint
from sentiment.errors import UserError
from sentiment.text import TOKENIZER, Encoder

# These may differ when a training goes on: they do not change what it computes.
_FREE = (
    "resume",
    "output_dir",
    "runs_dir",
    "debug",
    "examples",
    "export",
    "test",
    "optimized_metric",
    "direction",
    "constraints",
    "study",
    "mlflow",
    "logger",
    "trainer.default_root_dir",
    "callbacks.progress_bar",
    "callbacks.timer",
    "callbacks.epoch_report",
    "callbacks.trial_report",
    "callbacks.last_checkpoint",
    "callbacks.best_checkpoint.dirpath",
    "data.cache_dir",
    "data.fallback",
    "data.evaluation_batch_size",
)


def checkpoint_to_resume(config: DictConfig, dataset: str, encoder: Encoder) -> Path | None:
    """The checkpoint that ``resume`` names, seen to belong to this configuration.

    Raises:
        UserError: when there is none, or it is of a training with other settings, which could not
            end as that training would have.
    """
    if config.resume is None:
        return None
    path = find_checkpoint(Path(config.resume), "last")
    recipe = read_checkpoint(path)[RECIPE_KEY]
    if recipe["dataset"] != dataset:
        raise UserError(
            f"resume={config.resume}: that training was on {recipe['dataset']}, "
            f"and this one is on {dataset}."
        )
    if path.parent.parent.resolve() != Path(config.output_dir).resolve():
        raise UserError(
            f"resume={config.resume}: a training goes on in its own folder; name a run's folder, "
            "or a checkpoint in its checkpoints/ folder."
        )
    refuse_other_settings(config.resume, recipe_settings(recipe["config"]), recipe_settings(config))
    if recipe["text"] != encoder.to_dict():
        raise UserError(
            f"resume={config.resume}: the reviews are not those of that training, for they give "
            "another vocabulary; start a new run."
        )
    return path


def refuse_other_settings(
    resume: str | Path, before: Mapping[str, Any], now: Mapping[str, Any]
) -> None:
    """Raises a ``UserError`` where a run in ``resume`` would not go on as it began.

    Args:
        resume: its folder, for the message.
        before: its ``recipe_settings``.
        now: those that it is to go on with.
    """
    differences = [
        f"{key} was {before.get(key)} and is {now.get(key)}"
        for key in sorted(before.keys() | now.keys())
        if before.get(key) != now.get(key)
    ]
    if differences:
        raise UserError(
            f"resume={resume}: the settings are not those of that training "
            f"({'; '.join(differences[:5])}); repeat its overrides, or start a new run."
        )


def recipe_settings(config: DictConfig | dict[str, Any]) -> dict[str, Any]:
    """What a training computes depends on these settings, ``{"model.hidden_dim": 128, ...}``."""
    plain = OmegaConf.to_container(OmegaConf.create(config), resolve=True)
    settings = {key: value for key, value in _flatten(plain).items() if not _is_free(key)}
    if settings.get("distillation.teachers") or settings.get("distillation.teacher"):
        # A student's labels lie in its own folder; distillation says whose they are.
        settings.pop("data.pseudo_labels", None)
    if settings.get("data.tokenizer") == TOKENIZER:
        # As it was before there was a choice: such a training is the same with and without it.
        del settings["data.tokenizer"]
    return settings


def _is_free(key: str) -> bool:
    return any(key == free or key.startswith(f"{free}.") for free in _FREE)


def _flatten(node: Any, prefix: str = "") -> dict[str, Any]:
    if not isinstance(node, dict):
        return {prefix.removesuffix("."): node}
    flat: dict[str, Any] = {}
    for key, value in node.items():
        flat |= _flatten(value, f"{prefix}{key}.")
    return flat
