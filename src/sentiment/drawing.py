"""One style for all pictures: colour-blind safe, readable, written at once or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sentiment.files import atomic_path

# Okabe and Ito's palette, which most colour-blind people can tell apart.
BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"
_STYLE: dict[Any, Any] = {
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titleweight": "bold",
    "font.size": 11,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "savefig.dpi": 120,
}


@contextmanager
def drawn(
    path: Path, width: float, columns: int, height: float = 4.2
) -> Iterator[tuple[Figure, Sequence[Axes]]]:
    """Yields a figure with its axes in a row, and writes it to ``path`` afterwards."""
    # A Figure of its own, not pyplot's: no global state, no display, nothing to close.
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots(1, columns, squeeze=False)[0]
        yield figure, list(axes)
        with atomic_path(path) as temporary:
            figure.savefig(temporary)
