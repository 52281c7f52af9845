"""Trainings side by side."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.ticker import MaxNLocator, PercentFormatter

from sentiment.analysis.runs import FinishedRun
from sentiment.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, drawn
from sentiment.evaluation.intervals import Interval

_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, GREY)


def plot_seeds(path: Path, runs: Sequence[FinishedRun]) -> Path:
    """Validation loss and accuracy after each epoch, a line a seed."""
    with drawn(path, width=11, columns=2) as (_, axes):
        for axis, metric in zip(axes, ("loss", "accuracy"), strict=True):
            for run, colour in zip(runs, itertools.cycle(_COLOURS), strict=False):
                axis.plot(
                    [row["epoch"] for row in run.history],
                    [row[f"validation/{metric}"] for row in run.history],
                    "o-",
                    color=colour,
                    label=f"seed {run.setting('seed')}",
                )
            axis.set(xlabel="epoch", title=f"validation {metric}")
            axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes[1].yaxis.set_major_formatter(PercentFormatter(1))
        axes[0].legend()
    return path


def plot_study(path: Path, runs: Sequence[FinishedRun], setting: str, luck: Interval) -> Path:
    """Accuracy by one setting, beside what another seed alone could do.

    Args:
        path: the PNG to write.
        runs: that differ in the setting.
        setting: its dotted name; its values are positive numbers.
        luck: where another seed of the usual settings is to be expected.

    Returns:
        The path.
    """
    with drawn(path, width=8, columns=1) as (_, (axis,)):
        label = "where another seed would be, 19 times of 20"
        axis.axhspan(luck.low, luck.high, color=GREY, alpha=0.3, label=label)
        values = [float(run.setting(setting)) for run in runs]
        axis.plot(values, [run.accuracy for run in runs], "o-", color=BLUE)
        axis.set_xscale("log")
        axis.set_xticks(values, [f"{value:g}" for value in values])
        axis.minorticks_off()
        axis.yaxis.set_major_formatter(PercentFormatter(1))
        axis.set(xlabel=setting, ylabel="validation accuracy", title=f"Accuracy by {setting}")
        axis.legend(loc="best")
    return path


def plot_costs(path: Path, runs: Mapping[str, Sequence[FinishedRun]]) -> Path:
    """Accuracy against processor seconds, a dot a run; those that nothing cheaper beats are joined.

    Args:
        path: the PNG to write.
        runs: by the name of their network.

    Returns:
        The path.
    """
    points = sorted((run.cpu_seconds, run.accuracy) for group in runs.values() for run in group)
    best: list[tuple[float, float]] = []
    for point in points:
        if not best or point[1] > best[-1][1]:
            best.append(point)
    looks = itertools.cycle(zip("osD^v", _COLOURS, strict=True))
    with drawn(path, width=8, columns=1) as (_, (axis,)):
        axis.plot(*zip(*best, strict=True), color=GREY, drawstyle="steps-post", zorder=1)
        for (name, group), (marker, colour) in zip(runs.items(), looks, strict=False):
            axis.plot(
                [run.cpu_seconds for run in group],
                [run.accuracy for run in group],
                marker,
                color=colour,
                label=name,
            )
        axis.yaxis.set_major_formatter(PercentFormatter(1))
        axis.set(xlabel="CPU-seconds", ylabel="validation accuracy", title="Cost and accuracy")
        axis.legend(loc="lower right")
    return path
