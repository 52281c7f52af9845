"""What other reviews than those of its training do to a model."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.ticker import PercentFormatter

from sentiment.analysis.robustness import Shifted
from sentiment.drawing import BLUE, GREY, ORANGE, drawn
from sentiment.evaluation.intervals import Interval


def plot_accuracies(path: Path, found: Mapping[str, Interval], title: str) -> Path:
    """Accuracies with their intervals, one below the other; the first is what they are held to."""
    height = 1.4 + 0.42 * len(found)
    with drawn(path, width=8, columns=1, height=height) as (_, (axis,)):
        first, reference = next(iter(found.items()))
        axis.axvline(reference.value, color=GREY, linestyle="--", label=first)
        for place, (value, low, high) in enumerate(found.values()):
            axis.plot((low, high), (place, place), color=BLUE, linewidth=3)
            axis.plot(value, place, "o", color=BLUE, markersize=8)
        axis.set_yticks(range(len(found)), list(found))
        axis.invert_yaxis()
        axis.xaxis.set_major_formatter(PercentFormatter(1))
        axis.set(xlabel="accuracy, with 95% intervals", title=title)
        axis.grid(visible=False, axis="y")
        axis.legend(loc="best")
    return path


def plot_prior_shift(
    path: Path, as_they_are: Sequence[Shifted], corrected: Sequence[Shifted]
) -> Path:
    """Accuracy and calibration by the share of positive reviews, with and without correction."""
    with drawn(path, width=11, columns=2) as (_, axes):
        for axis, name in zip(axes, ("accuracy", "ece"), strict=True):
            for found, label, colour, marker in (
                (as_they_are, "probabilities as they are", ORANGE, "o"),
                (corrected, "corrected for the share", BLUE, "s"),
            ):
                axis.plot(
                    [one.share for one in found],
                    [getattr(one, name) for one in found],
                    color=colour,
                    marker=marker,
                    label=label,
                )
            axis.xaxis.set_major_formatter(PercentFormatter(1))
            axis.yaxis.set_major_formatter(PercentFormatter(1))
            axis.set_xlabel("reviews that are positive")
            axis.set_title("accuracy" if name == "accuracy" else "calibration error")
        axes[0].legend()
    return path
