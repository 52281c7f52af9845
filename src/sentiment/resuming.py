"""Going on with a training that was stopped."""

from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf

from sentiment.checkpoint import RECIPE_KEY, find_checkpoint, read_checkpoint
from sentiment.errors import UserError

# These may differ when a training goes on: they do not change what it computes.
_FREE = (
    "resume",
    "output_dir",
    "runs_dir",
    "debug",
    "threads",
    "examples",
    "callbacks",
    "logger",
    "data.cache_dir",
    "data.fallback",
    "data.evaluation_batch_size",
)


def checkpoint_to_resume(config: DictConfig, dataset: str) -> Path | None:
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
    before = _flatten(recipe["config"])
    now = _flatten(OmegaConf.to_container(config, resolve=True))
    differences = [
        f"{key} was {before.get(key)} and is {now.get(key)}"
        for key in sorted(before.keys() | now.keys())
        if before.get(key) != now.get(key) and not _is_free(key)
    ]
    if differences:
        raise UserError(
            f"resume={config.resume}: the settings are not those of that training "
            f"({'; '.join(differences[:5])}); repeat its overrides, or start a new run."
        )
    return path


def _is_free(key: str) -> bool:
    return any(key == free or key.startswith(f"{free}.") for free in _FREE)


def _flatten(node: Any, prefix: str = "") -> dict[str, Any]:
    if not isinstance(node, dict):
        return {prefix.removesuffix("."): node}
    flat: dict[str, Any] = {}
    for key, value in node.items():
        flat |= _flatten(value, f"{prefix}{key}.")
    return flat
