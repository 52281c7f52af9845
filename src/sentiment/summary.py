"""Mean and spread over the seeds of a recipe, as a Markdown table."""

import json
import statistics
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, ListConfig

from sentiment.cli import run_verb
from sentiment.errors import UserError
from sentiment.settings import SummarySettings, check_settings

_COSTS = ("cpu_seconds", "pretraining_cpu_seconds", "distillation_cpu_seconds")
_METRICS = ("accuracy", "f1", "auc", "loss")


def main() -> None:
    """The command line: ``python -m sentiment.summary --help``."""
    run_verb("summary", summary)


def summary(config: DictConfig) -> str:
    """Prints a row for each recipe that the runs are of.

    Args:
        config: what ``conf/summary.yaml`` composes to.

    Returns:
        The table.

    Raises:
        UserError: when there are no finished runs.
    """
    check_settings(config, SummarySettings)
    folders = config.runs if isinstance(config.runs, ListConfig) else [config.runs]
    runs: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for folder in folders:
        for path in sorted(Path(folder).rglob("metrics.json")):
            # The tracking store's copies are of runs that are counted already.
            if "mlflow-artifacts" in path.parts:
                continue
            metrics = json.loads(path.read_text(encoding="utf-8"))
            if "train_seconds" in metrics and config.split in metrics:
                # Of older runs not more is known.
                recipe = metrics.get("recipe", f"{metrics['epochs']} epochs")
                parameters = f"{metrics['parameters']:,}"
                row = (metrics["model"], recipe, metrics["dataset"], parameters)
                runs.setdefault(row, []).append(metrics)
    if not runs:
        raise UserError(f"runs={config.runs}: no finished training lies there.")
    columns = ["model", "recipe", "dataset", "parameters", "seeds", "epochs", *_METRICS]
    columns.append("training, s")
    # Older runs did not count them.
    has_cost = any(_cost(run) for group in runs.values() for run in group)
    if has_cost:
        columns.append("CPU, s")
    lines = [_row(*columns), _row(*["---"] * len(columns))]
    for named, group in runs.items():
        seeds = ", ".join(sorted(str(run["seed"]) for run in group))
        # Those that stop early differ.
        figures = [_spread([run["epochs"] for run in group], 0)]
        figures += [_spread([run[config.split].get(name) for run in group], 4) for name in _METRICS]
        figures.append(_spread([run["train_seconds"] for run in group], 0))
        if has_cost:
            figures.append(_spread([_cost(run) for run in group], 0))
        lines.append(_row(*named, seeds, *figures))
    table = "\n".join(lines)
    print(table)  # noqa: T201
    return table


def _cost(run: dict[str, Any]) -> float | None:
    """CPU-seconds of everything that a recipe consists of; None where some are not known."""
    parts = [run[name] for name in _COSTS if name in run]
    return None if not parts or None in parts else sum(parts)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _spread(figures: list[float | None], digits: int) -> str:
    """The mean, and in brackets the least and the greatest, of those that are known."""
    values = [figure for figure in figures if figure is not None]
    if not values:
        return ""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    least, mean, greatest = min(values), statistics.mean(values), max(values)
    if least == greatest and digits == 0:
        return f"{mean:.0f}"
    return f"{mean:.{digits}f} ({least:.{digits}f} to {greatest:.{digits}f})"


if __name__ == "__main__":
    main()
