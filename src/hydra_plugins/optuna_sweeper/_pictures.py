"""The pictures of a study: colour-blind safe, in one style.

Optuna computes what they show. Its own Matplotlib pictures set pyplot's style for the whole
process, cut long names off, and draw pruned trials like the others, so that these are drawn here.
"""

import logging
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib
import optuna
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from optuna.study import StudyDirection

from hydra_plugins.optuna_sweeper._files import atomic_path
from hydra_plugins.optuna_sweeper._looks import LOOKS, look_of, quietly, shortened
from hydra_plugins.optuna_sweeper._scales import Scale, objective_scale, parameter_scale
from hydra_plugins.optuna_sweeper._snapshot import (
    Snapshot,
    can_be_drawn,
    has_importances,
    is_feasible,
)
from hydra_plugins.optuna_sweeper.style import BLUE, GREEN, GREY, ORANGE, PURPLE, STYLE

log = logging.getLogger(__name__)

# A picture has an end; the page has a table with everything.
MOST_PARAMETERS = 20

_FAINT_TO_DARK = LinearSegmentedColormap.from_list("blues", ["#C6DBEF", "#4292C6", "#08306B"])
_FEASIBLE: dict[str, Any] = {"color": BLUE, "alpha": 0.7, "label": "trial"}
_INFEASIBLE: dict[str, Any] = {"color": GREY, "marker": "x", "label": "infeasible trial"}
_COLUMNS = 4
_MOST_SLICE_TICKS = 8


def write_pictures(study: optuna.Study, folder: Path) -> list[Path]:
    """Draws a study, finished or not.

    Args:
        study: is only read.
        folder: where ``history.png``, ``importance.png``, ``parallel_coordinates.png``,
            ``slice.png``, ``intermediate_values.png`` and ``pareto.png`` go. Those that the study
            has nothing for are left out.

    Returns:
        What was written, in that order.

    Raises:
        OSError: when a file can't be written.
    """
    snapshot = Snapshot.of(study)
    written = []
    for name, draw in _PICTURES.items():
        path = folder / f"{name}.png"
        with quietly(path.name), matplotlib.rc_context(STYLE):
            # A Figure of its own, not pyplot's: no global state, no display, nothing to close.
            figure = Figure(layout="constrained")
            if not draw(snapshot, figure):
                log.debug("nothing to draw for %s", path.name)
                continue
            with atomic_path(path) as temporary:
                figure.savefig(temporary)
            written.append(path)
    return written


def _draw_history(snapshot: Snapshot, figure: Figure) -> bool:
    if not snapshot.completed:
        return False
    count = len(snapshot.objectives)
    figure.set_size_inches(8, 1 + 3.4 * count)
    axes = figure.subplots(count, 1, squeeze=False, sharex=True)[:, 0]
    for axis, view in zip(axes, snapshot.objectives, strict=True):
        for trials, look in ((view.infeasible, _INFEASIBLE), (view.feasible, _FEASIBLE)):
            _dots(axis, [(trial.number, trial.values[0]) for trial in trials], **look)
        if view.best:
            numbers, values = _best_so_far(view)
            axis.step(numbers, values, where="post", color=ORANGE, label="best so far")
            best = view.best[0]
            _mark_best(axis, best.number, best.values[0])
            text = f"best: {best.values[0]:.6g} (trial {best.number})"
            axis.set_title(text, fontsize=10, loc="left")
        axis.set(ylabel=shortened(view.metric_names[0]))
        axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes[-1].set(xlabel="trial")
    _head(figure, "History")
    return True


def _draw_importance(snapshot: Snapshot, figure: Figure) -> bool:
    views = [view for view in snapshot.objectives if has_importances(view)]
    if not views:
        return False
    shares = [optuna.importance.get_param_importances(view) for view in views]
    # Ordered by the first objective, and its equals by name; the first row lies at the bottom.
    names = sorted(shares[0], key=lambda name: (-shares[0][name], name))[:MOST_PARAMETERS][::-1]
    figure.set_size_inches(8, 1.6 + len(names) * max(0.42, 0.24 * len(views)))
    axis = figure.subplots()
    height = 0.8 / len(views)
    colours = (BLUE, ORANGE, GREEN, PURPLE)
    for index, (view, share) in enumerate(zip(views, shares, strict=True)):
        offset = ((len(views) - 1) / 2 - index) * height
        bars = axis.barh(
            [row + offset for row in range(len(names))],
            [share.get(name, 0) for name in names],
            height=0.9 * height,
            color=colours[index % len(colours)],
            label=shortened(view.metric_names[0]) if len(snapshot.objectives) > 1 else None,
        )
        axis.bar_label(bars, [_percentage(share.get(name, 0)) for name in names], padding=4)
    axis.set_yticks(range(len(names)), [shortened(name, 36) for name in names])
    axis.set(xlim=(0, 1.1), ylim=(-0.6, len(names) - 0.4))
    axis.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axis.grid(visible=False, axis="y")
    _head(figure, "Importance of the parameters")
    return True


def _draw_parallel_coordinates(snapshot: Snapshot, figure: Figure) -> bool:
    names = snapshot.parameters
    if len(names) < 2 or len(snapshot.completed) < 2:
        return False
    scales = [
        *(objective_scale(view) for view in snapshot.objectives),
        *(parameter_scale(name, snapshot.completed) for name in names[:MOST_PARAMETERS]),
    ]
    figure.set_size_inches(max(8, 1.6 * len(scales) + 1.5), 5.2)
    axis = figure.subplots()
    colours = _better_is_darker(snapshot)
    best = {trial.number for trial in snapshot.best}
    label = "best trial" if len(snapshot.directions) == 1 else "Pareto front"
    for trial in snapshot.completed:
        look: dict[str, Any] = {"color": colours.to_rgba(trial.values[0]), "zorder": 2}
        if trial.number in best:
            look = {"color": ORANGE, "linewidth": 2.2, "zorder": 3, "label": label}
        elif not is_feasible(trial):
            look = {"color": GREY, "linestyle": ":", "zorder": 1, "label": "infeasible trial"}
        heights = [scale.height_of(trial) for scale in scales]
        axis.plot(heights, **{"linewidth": 1.2, "alpha": 0.8, **look})
    for position, scale in enumerate(scales):
        _draw_upright_axis(axis, position, scale)
    axis.set(xlim=(-0.1, len(scales) - 0.5), ylim=(-0.13, 1.05), yticks=[])
    axis.set_xticks(
        range(len(scales)), [_in_two_lines(scale.name) for scale in scales], fontsize=9.5
    )
    axis.tick_params(length=0)
    axis.grid(visible=False)
    axis.spines[:].set_visible(False)
    figure.colorbar(colours, ax=axis, label=shortened(snapshot.metric_names[0]), pad=0.01)
    _head(figure, f"Parallel coordinates{_left_out(names)}")
    return True


def _draw_upright_axis(axis: Axes, position: int, scale: Scale) -> None:
    axis.vlines(position, 0, 1, color="black", linewidth=0.9, zorder=4)
    ticks = [(scale.height(place), text) for place, text in scale.ticks]
    if scale.is_missing:
        ticks.append((Scale.MISSING, "not set"))
    for height, text in ticks:
        axis.text(
            position + 0.04,
            height,
            shortened(text, 16),
            fontsize=8.5,
            va="center",
            zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6},
        )


def _draw_slice(snapshot: Snapshot, figure: Figure) -> bool:
    names = snapshot.parameters[:MOST_PARAMETERS]
    if not names:
        return False
    rows = math.ceil(len(names) / _COLUMNS)
    columns = math.ceil(len(names) / rows)
    count = len(snapshot.objectives)
    figure.set_size_inches(max(6, 2 + 2.9 * columns), 0.9 + 2.8 * rows * count)
    grid = figure.subplots(rows * count, columns, squeeze=False)
    numbers = Normalize(0, max(1, snapshot.completed[-1].number))
    for index, view in enumerate(snapshot.objectives):
        axes = grid[index * rows : (index + 1) * rows].ravel()
        for axis in axes[len(names) :]:
            axis.set_axis_off()
        for position, (axis, name) in enumerate(zip(axes, names, strict=False)):
            _draw_slice_of(view, name, axis, numbers)
            axis.sharey(axes[0])
            axis.tick_params(labelleft=position % columns == 0)
            if position % columns == 0:
                axis.set(ylabel=shortened(view.metric_names[0]))
    bar = figure.colorbar(
        ScalarMappable(numbers, _FAINT_TO_DARK),
        ax=grid,
        label="trial",
        pad=0.01,
        aspect=14 * len(grid),
    )
    bar.ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    _head(figure, f"Slices{_left_out(snapshot.parameters)}")
    return True


def _draw_slice_of(view: Snapshot, name: str, axis: Axes, numbers: Normalize) -> None:
    scale = parameter_scale(name, view.completed)
    feasible = [trial for trial in view.feasible if name in trial.params]
    infeasible = [trial for trial in view.infeasible if name in trial.params]
    _dots(axis, [(scale.scattered_place_of(t), t.values[0]) for t in infeasible], **_INFEASIBLE)
    _dots(
        axis,
        [(scale.scattered_place_of(trial), trial.values[0]) for trial in feasible],
        c=[trial.number for trial in feasible],
        cmap=_FAINT_TO_DARK,
        norm=numbers,
        edgecolors="#555555",
        linewidths=0.4,
    )
    for trial in view.best:
        if name in trial.params:
            _mark_best(axis, scale.scattered_place_of(trial), trial.values[0])
    ticks = scale.ticks[:: math.ceil(len(scale.ticks) / _MOST_SLICE_TICKS)]
    texts = [shortened(text, 14) for _, text in ticks]
    rotation = 90 if sum(map(len, texts)) > 26 else 0
    axis.set_xticks([place for place, _ in ticks], texts, rotation=rotation)
    margin = 0.5 if scale.is_choice else 0.06 * (scale.high - scale.low) or 0.5
    axis.set_xlim(scale.low - margin, scale.high + margin)
    axis.set_title(shortened(name, 30), fontsize=10)
    axis.tick_params(labelsize=9)


def _draw_intermediate_values(snapshot: Snapshot, figure: Figure) -> bool:
    if not snapshot.reporting:
        return False
    figure.set_size_inches(8, 4.8)
    axis = figure.subplots()
    best = [trial.number for trial in snapshot.best]
    for trial in snapshot.reporting:
        points = sorted(trial.intermediate_values.items())
        steps, values = zip(*(point for point in points if can_be_drawn(point[1])), strict=True)
        label = look_of(trial)
        colour, line, end = LOOKS[label]
        look: dict[str, Any] = {"color": colour, "linewidth": 1.1, "alpha": 0.65, "label": label}
        if trial.number in best:
            look = {"color": ORANGE, "linewidth": 2.2, "zorder": 3, "label": "best trial"}
        # Of a line that is one point nothing would be seen.
        marker = end or ("." if len(steps) == 1 else None)
        axis.plot(steps, values, linestyle=line, marker=marker, markevery=[-1], **look)
    axis.set(xlabel="step", ylabel=shortened(snapshot.metric_names[0]))
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    _head(figure, "Intermediate values")
    return True


def _draw_pareto(snapshot: Snapshot, figure: Figure) -> bool:
    count = len(snapshot.directions)
    if count < 2 or not snapshot.completed:
        return False
    figure.set_size_inches(7.5, 5.2)
    axis = figure.subplots()
    front = [trial.number for trial in snapshot.best]
    dominated = [trial for trial in snapshot.feasible if trial.number not in front]
    for trials, look in (
        (snapshot.infeasible, _INFEASIBLE),
        (dominated, {**_FEASIBLE, "label": "dominated trial"}),
        (snapshot.best, {"color": ORANGE, "marker": "D", "label": "Pareto front"}),
    ):
        _dots(axis, [(trial.values[0], trial.values[1]) for trial in trials], **look)
    if count == 2 and front:
        # Of more objectives these two alone make no line.
        line = sorted(trial.values for trial in snapshot.best)
        axis.plot(*zip(*line, strict=True), color=ORANGE, linewidth=1, alpha=0.6)
    aims = [
        f"{shortened(name, 40)} ({direction.name.lower()})"
        for name, direction in zip(snapshot.metric_names, snapshot.directions, strict=True)
    ]
    axis.set(xlabel=aims[0], ylabel=aims[1])
    _head(figure, "Pareto front" if count == 2 else f"Pareto front: 2 of {count} objectives")
    return True


_PICTURES: dict[str, Callable[[Snapshot, Figure], bool]] = {
    "history": _draw_history,
    "importance": _draw_importance,
    "parallel_coordinates": _draw_parallel_coordinates,
    "slice": _draw_slice,
    "intermediate_values": _draw_intermediate_values,
    "pareto": _draw_pareto,
}


def _best_so_far(view: Snapshot) -> tuple[list[int], list[float]]:
    pick = max if view.directions[0] == StudyDirection.MAXIMIZE else min
    numbers = [trial.number for trial in view.feasible]
    values: list[float] = []
    for trial in view.feasible:
        values.append(pick(values[-1], trial.values[0]) if values else trial.values[0])
    # To the right edge: it has stayed the best until now.
    return [*numbers, view.counted[-1].number], [*values, values[-1]]


def _better_is_darker(snapshot: Snapshot) -> ScalarMappable:
    values = [trial.values[0] for trial in snapshot.completed]
    is_up = snapshot.directions[0] == StudyDirection.MAXIMIZE
    colours = _FAINT_TO_DARK if is_up else _FAINT_TO_DARK.reversed()
    return ScalarMappable(Normalize(min(values), max(values)), colours)


def _dots(axis: Axes, points: Sequence[tuple[float, float]], **look: Any) -> None:
    # Without points there would still be an entry in the legend.
    if points:
        axis.scatter(*zip(*points, strict=True), **{"s": 28, **look})


def _mark_best(axis: Axes, x: float, y: float) -> None:
    look: dict[str, Any] = {"color": ORANGE, "edgecolors": "black", "linewidths": 0.6}
    _dots(axis, [(x, y)], marker="*", s=170, zorder=4, label="best trial", **look)


def _head(figure: Figure, title: str) -> None:
    """A title, and a legend with one entry for each label in any of the figure's axes."""
    figure.suptitle(title, x=0.01, ha="left")
    entries: dict[str, Artist] = {}
    for axis in figure.axes:
        for handle, label in zip(*axis.get_legend_handles_labels(), strict=True):
            entries.setdefault(label, handle)
    if entries:
        labels, handles = list(entries), list(entries.values())
        figure.legend(handles, labels, loc="outside upper right", ncols=5, fontsize=9.5)


def _in_two_lines(name: str) -> str:
    """A name for a narrow place, broken at the last of the signs that join its parts."""
    if len(name) > 18:
        for sign in "./ _":
            head, _, last = name.rpartition(sign)
            if head:
                return f"{shortened(head + sign, 20)}\n{shortened(last, 20)}"
    return shortened(name, 20)


def _percentage(share: float) -> str:
    return f"{share:.0%}" if share >= 0.005 else "<1%"


def _left_out(names: Sequence[str]) -> str:
    more = len(names) - MOST_PARAMETERS
    return f" (without {more} more parameters)" if more > 0 else ""
