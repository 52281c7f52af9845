"""Lengths and vocabularies."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import PercentFormatter, StrMethodFormatter

from sentiment.analysis.corpus import Coverage
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
