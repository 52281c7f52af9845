"""The pictures of a study: colour-blind safe, in one style.

Optuna computes what they show. Its own Matplotlib pictures set pyplot's style for the whole
process, cut long names off, and draw pruned trials like the others, so that these are drawn here.
"""

import copy
import logging
import math
import warnings
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
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
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.study import StudyDirection
from optuna.trial import FrozenTrial, TrialState

from hydra_plugins.optuna_sweeper import _ledger, _trials
from hydra_plugins.optuna_sweeper._files import atomic_path

log = logging.getLogger(__name__)

# Okabe and Ito's palette, which most colour-blind people can tell apart.
BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C8C8C"
# How a trial's intermediate values are drawn, by how it stands: colour, line, marker at the end.
LOOKS = {
    "done": (BLUE, "solid", ""),
    "pruned": (PURPLE, "dashed", "x"),
    "running": (GREEN, "dotted", ">"),
    "failed": (GREY, "dotted", "s"),
}
# A picture has an end; the page has a table with everything.
MOST_PARAMETERS = 20

_FAINT_TO_DARK = LinearSegmentedColormap.from_list("blues", ["#C6DBEF", "#4292C6", "#08306B"])
_FEASIBLE: dict[str, Any] = {"color": BLUE, "alpha": 0.7, "label": "trial"}
_INFEASIBLE: dict[str, Any] = {"color": GREY, "marker": "x", "label": "infeasible trial"}
_LIMIT = 1e300
_COLUMNS = 4
_MOST_CHOICES = 16
_MOST_SLICE_TICKS = 8
_STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.titleweight": "bold",
    "font.size": 11,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "savefig.dpi": 120,
    # A name or a choice may have dollar signs in it.
    "text.parse_math": False,
    "text.usetex": False,
}


class Snapshot(optuna.Study):
    """The trials of a study at one moment.

    It is a study to whatever reads one, so that Optuna's figures show it without those trials that
    don't count.
    """

    def __init__(
        self,
        trials: Sequence[FrozenTrial],
        directions: Sequence[StudyDirection],
        metric_names: Sequence[str],
    ) -> None:
        """Takes all that it consists of: there is no storage behind it."""
        self._all = list(trials)
        self._kept_directions = list(directions)
        self._kept_names = list(metric_names)

    @classmethod
    def of(cls, study: optuna.Study) -> "Snapshot":
        """The study as it is now."""
        count = len(study.directions)
        names = ["value"] if count == 1 else [f"value {index}" for index in range(count)]
        return cls(study.get_trials(), study.directions, study.metric_names or names)

    @property
    def directions(self) -> list[StudyDirection]:
        """Of each objective."""
        return self._kept_directions

    @property
    def metric_names(self) -> list[str]:
        """Of each objective, also where the study has none."""
        return self._kept_names

    @cached_property
    def counted(self) -> list[FrozenTrial]:
        """All trials but those that were begun by mistake."""
        return [
            trial for trial in self._all if trial.user_attrs.get(_ledger.OUTCOME) != _ledger.SURPLUS
        ]

    @cached_property
    def completed(self) -> list[FrozenTrial]:
        """The trials whose values can be drawn."""
        return [
            trial
            for trial in self.counted
            if trial.state == TrialState.COMPLETE and all(map(can_be_drawn, trial.values))
        ]

    @cached_property
    def feasible(self) -> list[FrozenTrial]:
        """Those of the completed that keep their constraints."""
        return [trial for trial in self.completed if is_feasible(trial)]

    @cached_property
    def infeasible(self) -> list[FrozenTrial]:
        """The others of the completed."""
        return [trial for trial in self.completed if not is_feasible(trial)]

    @cached_property
    def best(self) -> list[FrozenTrial]:
        """The best of the feasible; with several objectives, all that no other beats."""
        found = self.best_trials
        return found if len(self.directions) > 1 else found[:1]

    @cached_property
    def reporting(self) -> list[FrozenTrial]:
        """The trials with intermediate values that can be drawn."""
        return [
            trial
            for trial in self.counted
            if any(map(can_be_drawn, trial.intermediate_values.values()))
        ]

    @cached_property
    def parameters(self) -> list[str]:
        """The names of what was chosen in completed trials."""
        return list(dict.fromkeys(name for trial in self.completed for name in trial.params))

    def get_trials(
        self, deepcopy: bool = True, states: Container[TrialState] | None = None
    ) -> list[FrozenTrial]:
        """All trials, emptied where there is nothing to draw: Optuna's figures count on each."""
        drawn = {trial.number for trial in self.completed}
        drawn |= {trial.number for trial in self.counted if trial.state != TrialState.COMPLETE}
        trials = [trial if trial.number in drawn else _emptied(trial) for trial in self._all]
        wanted = [trial for trial in trials if states is None or trial.state in states]
        return copy.deepcopy(wanted) if deepcopy else wanted

    @cached_property
    def objectives(self) -> list["Snapshot"]:
        """The same trials, for each objective alone."""
        return [
            Snapshot([_with_one_value(trial, index) for trial in self._all], [direction], [name])
            for index, (direction, name) in enumerate(
                zip(self.directions, self.metric_names, strict=True)
            )
        ]

    def rewritten(
        self, change: Callable[[FrozenTrial], FrozenTrial], metric_names: Sequence[str]
    ) -> "Snapshot":
        """The same with other trials in the places of these, and other names."""
        return Snapshot([change(trial) for trial in self._all], self.directions, metric_names)


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
        with quietly(path.name), matplotlib.rc_context(_STYLE):
            # A Figure of its own, not pyplot's: no global state, no display, nothing to close.
            figure = Figure(layout="constrained")
            if not draw(snapshot, figure):
                log.debug("nothing to draw for %s", path.name)
                continue
            with atomic_path(path) as temporary:
                figure.savefig(temporary)
            written.append(path)
    return written


@contextmanager
def quietly(what: str) -> Iterator[None]:
    """Logs what goes wrong in the block, which draws ``what``: no picture is worth a sweep.

    Raises:
        OSError: as the block does.
    """
    with warnings.catch_warnings():
        # Optuna's on small studies, Matplotlib's on signs that a font lacks.
        warnings.simplefilter("ignore", UserWarning)
        try:
            yield
        except OSError:
            raise
        except Exception as error:
            log.warning("%s could not be drawn (%s: %s)", what, type(error).__name__, error)
            log.debug("%s could not be drawn", what, exc_info=True)


def can_be_drawn(value: float) -> bool:
    """Whether a value is a number, and not so large that differences of two are none."""
    return abs(value) < _LIMIT


def is_feasible(trial: FrozenTrial) -> bool:
    """Whether a trial keeps its constraints."""
    return all(value <= 0 for value in trial.constraints.values())


def look_of(trial: FrozenTrial) -> str:
    """The trial's key in ``LOOKS``."""
    state = _trials.state(trial)
    return state if state in LOOKS else "failed"


def shortened(text: object, most: int = 24) -> str:
    """The text in one line, its middle left out where it is too long."""
    line = "".join(sign if sign.isprintable() else "?" for sign in " ".join(str(text).split()))
    half = (most - 1) // 2
    return line if len(line) <= most else f"{line[:half]}…{line[-half:]}"


def choice_texts(choices: Sequence[object]) -> list[str]:
    """How to write choices, told apart also where one is 1 and another "1"."""
    texts = [str(choice) for choice in choices]
    return texts if len(set(texts)) == len(texts) else [repr(choice) for choice in choices]


def has_importances(view: Snapshot) -> bool:
    """Whether anything made a difference to this one objective."""
    return bool(view.parameters) and len({trial.values[0] for trial in view.completed}) > 1


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
        *(_objective_scale(view) for view in snapshot.objectives),
        *(_parameter_scale(name, snapshot.completed) for name in names[:MOST_PARAMETERS]),
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


def _draw_upright_axis(axis: Axes, position: int, scale: "_Scale") -> None:
    axis.vlines(position, 0, 1, color="black", linewidth=0.9, zorder=4)
    ticks = [(scale.height(place), text) for place, text in scale.ticks]
    if scale.is_missing:
        ticks.append((_Scale.MISSING, "not set"))
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
    scale = _parameter_scale(name, view.completed)
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


@dataclass(frozen=True)
class _Scale:
    """Where trials lie on an axis: at their value, its logarithm, or the number of their choice."""

    name: str
    places: dict[int, float]
    ticks: Sequence[tuple[float, str]]
    low: float
    high: float
    is_choice: bool = False
    is_missing: bool = False

    MISSING = -0.1

    def height(self, place: float) -> float:
        """Where a place is between 0 and 1."""
        return (place - self.low) / (self.high - self.low) if self.high > self.low else 0.5

    def height_of(self, trial: FrozenTrial) -> float:
        """Where a trial is between 0 and 1, or below."""
        place = self.places.get(trial.number)
        return self.MISSING if place is None else self.height(place)

    def scattered_place_of(self, trial: FrozenTrial) -> float:
        """The trial's place, moved a little where many would lie on one another."""
        # Steps of the golden ratio spread evenly however many there are.
        shift = (trial.number * 0.618034 % 1 - 0.5) * 0.5 if self.is_choice else 0
        return self.places[trial.number] + shift


def _objective_scale(view: Snapshot) -> _Scale:
    places = {trial.number: trial.values[0] for trial in view.completed}
    low, high = min(places.values()), max(places.values())
    return _Scale(view.metric_names[0], places, _ticks(low, high), low, high)


def _parameter_scale(name: str, trials: Sequence[FrozenTrial]) -> _Scale:
    values = {trial.number: trial.params[name] for trial in trials if name in trial.params}
    distributions = [trial.distributions[name] for trial in trials if name in trial.params]
    is_missing = len(values) < len(trials)
    if isinstance(distributions[0], CategoricalDistribution):
        # By their look, since to Python True and 1 are the same.
        choices = {repr(choice): choice for choice in distributions[0].choices}
        choices |= {repr(value): value for value in values.values()}
        rows = {look: row for row, look in enumerate(choices)}
        every = math.ceil(len(choices) / _MOST_CHOICES)
        return _Scale(
            name,
            {number: rows[repr(value)] for number, value in values.items()},
            list(enumerate(choice_texts(list(choices.values()))))[::every],
            0,
            len(choices) - 1,
            is_choice=True,
            is_missing=is_missing,
        )
    is_log = any(getattr(distribution, "log", False) for distribution in distributions)
    # The values too: a trial that was asked for may lie beside the range.
    ends = [*values.values(), *(end for one in distributions for end in _ends(one))]
    convert = math.log10 if is_log else float
    low, high = convert(min(ends)), convert(max(ends))
    return _Scale(
        name,
        {number: convert(value) for number, value in values.items()},
        _log_ticks(low, high) if is_log else _ticks(low, high),
        low,
        high,
        is_missing=is_missing,
    )


def _ends(distribution: BaseDistribution) -> list[float]:
    if isinstance(distribution, FloatDistribution | IntDistribution):
        return [distribution.low, distribution.high]
    return []


def _ticks(low: float, high: float) -> list[tuple[float, str]]:
    places = MaxNLocator(nbins=5, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [(float(place), f"{place:.6g}") for place in places if low <= place <= high]


def _log_ticks(low: float, high: float) -> list[tuple[float, str]]:
    decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    if len(decades) > 1:
        return [(place, f"{10.0**place:g}") for place in decades[:: math.ceil(len(decades) / 6)]]
    between = [
        (math.log10(factor) + decade, f"{factor * 10.0**decade:g}")
        for decade in range(math.floor(low), math.ceil(high))
        for factor in (1, 2, 3, 5, 7)
    ]
    inside = [tick for tick in between if low - 1e-9 <= tick[0] <= high + 1e-9]
    return inside if len(inside) > 1 else [(end, f"{10.0**end:.3g}") for end in {low, high}]


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


def _with_one_value(trial: FrozenTrial, index: int) -> FrozenTrial:
    changed = copy.copy(trial)
    changed.values = None if trial.values is None else [trial.values[index]]
    return changed


def _emptied(trial: FrozenTrial) -> FrozenTrial:
    return FrozenTrial(
        number=trial.number,
        state=TrialState.FAIL,
        value=None,
        datetime_start=trial.datetime_start,
        datetime_complete=trial.datetime_complete,
        params={},
        distributions={},
        user_attrs=trial.user_attrs,
        system_attrs={},
        intermediate_values={},
        trial_id=trial.number,
    )
