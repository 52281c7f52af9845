"""One style for all pictures: colour-blind safe, readable, written at once or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hydra_plugins.optuna_sweeper.style import BLUE, GREEN, GREY, ORANGE, PURPLE, STYLE
from sentiment.files import atomic_path

__all__ = ["BLUE", "GREEN", "GREY", "ORANGE", "PURPLE", "STYLE", "drawn"]


@contextmanager
def drawn(
    path: Path, width: float, columns: int, height: float = 4.2
) -> Iterator[tuple[Figure, Sequence[Axes]]]:
    """Yields a figure with its axes in a row, and writes it to ``path`` afterwards."""
    # A Figure of its own, not pyplot's: no global state, no display, nothing to close.
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots(1, columns, squeeze=False)[0]
        yield figure, list(axes)
        with atomic_path(path) as temporary:
            figure.savefig(temporary)
