"""Settings of a study that act together."""

from pathlib import Path

import numpy as np
from matplotlib.ticker import PercentFormatter

from sentiment.analysis.sweeps import Landscape
from sentiment.drawing import drawn

_COLOURS = "cividis"


def plot_together(path: Path, landscape: Landscape) -> Path:
    """The share of the variance that each setting has alone, and each two have together."""
    names = [name for name, _ in landscape.ranked()]
    order = [landscape.names.index(name) for name in names]
    # Each two once: below the diagonal.
    shares = np.tril(landscape.shares[np.ix_(order, order)])
    height = 1.8 + 0.55 * len(names)
    with drawn(path, width=8, columns=1, height=height) as (figure, (axis,)):
        shown = np.ma.masked_array(shares, np.triu(np.ones_like(shares), 1).astype(bool))
        image = axis.imshow(shown, cmap=_COLOURS, vmin=0, vmax=max(shares.max(), 1e-9))
        for row, column in np.argwhere(~shown.mask).tolist():
            share = shares[row, column]
            axis.text(
                column,
                row,
                f"{share:.0%}",
                ha="center",
                va="center",
                color="white" if share < shares.max() / 2 else "black",
            )
        axis.set_xticks(range(len(names)), names, rotation=30, ha="right")
        axis.set_yticks(range(len(names)), names)
        axis.grid(visible=False)
        axis.set_title("Share of the variance, alone and together")
        figure.colorbar(image, ax=axis, format=PercentFormatter(1))
    return path


def plot_surface(path: Path, landscape: Landscape, first: str, second: str, outcome: str) -> Path:
    """What two settings do together, whatever the others are."""
    across, up, means = landscape.surface(first, second)
    with drawn(path, width=8, columns=1) as (figure, (axis,)):
        image = axis.imshow(means, origin="lower", aspect="auto", cmap=_COLOURS)
        axis.set_xticks(range(len(across)), across)
        axis.set_yticks(range(len(up)), up)
        axis.set(xlabel=first, ylabel=second, title="Two settings together")
        axis.grid(visible=False)
        figure.colorbar(image, ax=axis, label=f"mean {outcome}")
    return path
