"""Runs as notebooks compare them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf


@dataclass(frozen=True)
class FinishedRun:
    """A training and what came of it.

    Attributes:
        folder: of the run.
        config: its settings.
        metrics: the content of ``metrics.json``.
    """

    folder: Path
    config: DictConfig
    metrics: dict[str, Any]

    @property
    def accuracy(self) -> float:
        """On the validation reviews, of the best checkpoint."""
        return float(self.metrics["validation"]["accuracy"])

    @property
    def cpu_seconds(self) -> float:
        """Of one core, for the whole training."""
        return float(self.metrics["cpu_seconds"])

    @property
    def history(self) -> list[dict[str, float]]:
        """A row an epoch."""
        rows: list[dict[str, float]] = self.metrics["history"]
        return rows

    def setting(self, name: str) -> Any:
        """The value of a setting by its dotted name."""
        return OmegaConf.select(self.config, name)


def read_runs(folders: Sequence[Path]) -> list[FinishedRun]:
    """Reads finished trainings.

    Raises:
        UserError: when a folder has no usable checkpoint.
    """
    # Here and not above: reading a checkpoint takes torch.
    from sentiment.checkpoint import RECIPE_KEY, find_checkpoint, read_checkpoint

    return [
        FinishedRun(
            folder,
            OmegaConf.create(read_checkpoint(find_checkpoint(folder))[RECIPE_KEY]["config"]),
            json.loads((folder / "metrics.json").read_text(encoding="utf-8")),
        )
        for folder in folders
    ]


def rows(runs: Sequence[FinishedRun], setting: str) -> list[dict[str, Any]]:
    """A row a run, for a table: the setting, accuracy, loss, the best epoch and the cost."""
    return [
        {
            setting: run.setting(setting),
            "accuracy": f"{run.accuracy:.2%}",
            "loss": f"{run.metrics['validation']['loss']:.4f}",
            "best epoch": run.metrics["best_epoch"],
            "CPU-seconds": f"{run.cpu_seconds:.0f}",
        }
        for run in runs
    ]
