"""The pictures of the notebooks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import PercentFormatter, StrMethodFormatter

from sentiment.analysis.corpus import Coverage
from sentiment.analysis.robustness import Changed, Shifted
from sentiment.drawing import BLUE, GREEN, GREY, ORANGE, drawn


def plot_lengths(path: Path, counts: Mapping[str, npt.NDArray[np.int64]], max_length: int) -> Path:
    """How long the reviews of each split are, and where a network stops reading.

    Args:
        path: the PNG to write.
        counts: of tokens [reviews], by split.
        max_length: the most tokens that a network reads.

    Returns:
        The path.
    """
    everything = np.concatenate(list(counts.values()))
    bins = np.linspace(0, float(np.quantile(everything, 0.995)), 60).tolist()
    with drawn(path, width=8, columns=1) as (_, (axis,)):
        for (split, values), colour in zip(counts.items(), (BLUE, ORANGE, GREEN), strict=False):
            axis.hist(
                values, bins, density=True, histtype="step", linewidth=2, color=colour, label=split
            )
        axis.axvline(max_length, color=GREY, linestyle="--", label=f"{max_length} tokens are read")
        axis.set(xlabel="tokens in a review", ylabel="share of reviews", title="Lengths")
        axis.set_yticks([])
        axis.legend()
    return path


def plot_coverage(path: Path, found: Sequence[Coverage], chosen: int) -> Path:
    """Which share of unseen text a vocabulary covers, by its size; ``chosen`` is marked."""
    with drawn(path, width=8, columns=1) as (_, (axis,)):
        axis.plot([one.words for one in found], [one.tokens for one in found], "o-", color=BLUE)
        axis.axvline(chosen, color=GREY, linestyle="--", label=f"{chosen:,} words are known")
        axis.set_xscale("log")
        axis.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axis.yaxis.set_major_formatter(PercentFormatter(1))
        axis.set(
            xlabel="words in the vocabulary",
            ylabel="tokens of test reviews covered",
            title="Vocabulary",
        )
        axis.legend(loc="lower right")
    return path


def plot_changes(path: Path, found: Mapping[str, Changed]) -> Path:
    """Accuracy after each change of the reviews, with 95% intervals."""
    height = 1.4 + 0.42 * len(found)
    with drawn(path, width=8, columns=1, height=height) as (_, (axis,)):
        untouched = found["none"].accuracy.value
        axis.axvline(untouched, color=GREY, linestyle="--", label="reviews as they are")
        for place, one in enumerate(found.values()):
            value, low, high = one.accuracy
            axis.plot((low, high), (place, place), color=BLUE, linewidth=3)
            axis.plot(value, place, "o", color=BLUE, markersize=8)
        axis.set_yticks(range(len(found)), list(found))
        axis.invert_yaxis()
        axis.xaxis.set_major_formatter(PercentFormatter(1))
        axis.set(xlabel="accuracy", title="Accuracy on changed reviews")
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
