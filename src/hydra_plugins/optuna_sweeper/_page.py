"""The page of a study: Optuna's own interactive figures and a table, in one file."""

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from html import escape
from pathlib import Path

import optuna
import plotly.colors
import plotly.io
from optuna import visualization
from optuna.distributions import CategoricalDistribution
from optuna.trial import FrozenTrial, TrialState
from plotly.graph_objects import Figure
from plotly.offline import get_plotlyjs

from hydra_plugins.optuna_sweeper import _ledger, _trials
from hydra_plugins.optuna_sweeper._files import atomic_path
from hydra_plugins.optuna_sweeper._looks import LOOKS, choice_texts, look_of, quietly, shortened
from hydra_plugins.optuna_sweeper._snapshot import Snapshot, has_importances, is_feasible
from hydra_plugins.optuna_sweeper.style import BLUE, GREEN, GREY, ORANGE, PURPLE

# Nothing may come from elsewhere, whatever a library would like.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)
_CONFIG = {"displaylogo": False, "responsive": True}
_LAYOUT = {
    "title": None,
    "template": "plotly_white",
    "colorway": [BLUE, ORANGE, GREEN, PURPLE],
    "font": {"family": "system-ui, sans-serif", "color": "#1d2733"},
    "width": None,
    "margin": {"l": 60, "r": 20, "t": 50, "b": 50},
    "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"},
}
_BLUES = ["#CACED1", "#4292C6", "#08306B"]
_BEST = {"color": ORANGE, "symbol": "star", "size": 15, "line": {"color": "black", "width": 0.7}}
_INFEASIBLE = {"color": GREY, "symbol": "x-thin", "size": 7, "line": {"color": GREY, "width": 2}}
_IS_INFEASIBLE = {"name": "Infeasible Trial"}
_MOST_LINKS = 20
_DASHES = {"solid": "solid", "dashed": "dash", "dotted": "dot"}
_STYLE = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: #fff; color: #1d2733;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; margin: 0 0 .4rem; overflow-wrap: anywhere; }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 .4rem; overflow-wrap: anywhere; }}
p {{ margin: .2rem 0; overflow-wrap: anywhere; }}
a {{ color: {BLUE}; }}
.wide {{ overflow-x: auto; border: 1px solid #dde3ea; border-radius: 8px; }}
table {{ border-collapse: collapse; width: 100%; font-size: .85rem;
  font-variant-numeric: tabular-nums; }}
th, td {{ padding: .4rem .7rem; text-align: left; vertical-align: top; }}
td {{ white-space: nowrap; }}
td.long, th.long, .note {{ white-space: normal; min-width: 12rem; overflow-wrap: anywhere; }}
th {{ background: #f3f6f9; border-bottom: 1px solid #dde3ea; vertical-align: bottom; }}
tr + tr td {{ border-top: 1px solid #eef1f5; }}
tr.best td {{ background: #fdf1e7; font-weight: 600; }}
tr:target td {{ outline: 2px solid {ORANGE}; outline-offset: -2px; }}
.note {{ color: #5b6876; font-size: .85rem; font-weight: 400; }}
@media (max-width: 600px) {{ body {{ padding: 1rem .75rem; }} h1 {{ font-size: 1.3rem; }} }}
"""

_Drawing = tuple[str, int, Callable[[], Figure]]


def write_page(study: optuna.Study, path: Path, title: str) -> None:
    """Writes one HTML file with all there is to see of a study, finished or not.

    It loads nothing from elsewhere, and its table can be read without scripts.

    Args:
        study: is only read.
        path: the file.
        title: its heading.

    Raises:
        OSError: when the file can't be written.
    """
    snapshot = Snapshot.of(study)
    figures = _sections(snapshot)
    # Large, and of no use where nothing is drawn.
    library = f"<script>{get_plotlyjs()}</script>" if figures else ""
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<style>{_STYLE}</style>
{library}
</head>
<body>
<h1>{escape(title)}</h1>
{_summary(snapshot)}
{"<noscript><p>The figures need JavaScript.</p></noscript>" if figures else ""}
{"".join(figures)}
{_table(snapshot)}
</body>
</html>
"""
    with atomic_path(path) as temporary:
        # What a command line or a file name has in it need not be Unicode.
        temporary.write_text(page, encoding="utf-8", errors="replace")


def _summary(snapshot: Snapshot) -> str:
    states = Counter(_trials.state(trial) for trial in snapshot.counted)
    counts = ", ".join(f"{count} {state}" for state, count in states.items())
    lines = [f"{len(snapshot.counted)} trials{': ' if counts else ''}{escape(counts)}"]
    aims = [
        f"{escape(name)} ({direction.name.lower()})"
        for name, direction in zip(snapshot.metric_names, snapshot.directions, strict=True)
    ]
    links = [f'<a href="#trial-{t.number}">trial {t.number}</a>' for t in snapshot.best]
    if not links:
        lines.append(f"No result yet for {' and '.join(aims)}")
    elif len(aims) == 1:
        lines.append(
            f"Best {aims[0]}: <strong>{snapshot.best[0].values[0]:.6g}</strong>, {links[0]}"
        )
    else:
        more = f" and {len(links) - _MOST_LINKS} more" if len(links) > _MOST_LINKS else ""
        lines.append(
            f"{len(links)} on the Pareto front of {' and '.join(aims)}: "
            f"{', '.join(links[:_MOST_LINKS])}{more}"
        )
    return "\n".join(f"<p>{line}</p>" for line in lines)


def _table(snapshot: Snapshot) -> str:
    names = list(dict.fromkeys(name for trial in snapshot.counted for name in trial.params))
    heads = ["trial", "state", *snapshot.metric_names, *names, "seconds"]
    best = {trial.number for trial in snapshot.best}
    rows = []
    for trial in snapshot.counted:
        is_best = trial.number in best
        cells = [
            f"<td>{'★ ' if is_best else ''}{trial.number}</td>",
            f"<td>{_state(trial)}</td>",
            *(_cell(value) for value in trial.values or [""] * len(snapshot.directions)),
            *(_cell(trial.params.get(name, "")) for name in names),
            _cell("" if trial.datetime_start is None else f"{_trials.seconds(trial):.1f}"),
        ]
        rows.append(
            f'<tr id="trial-{trial.number}"{" class=best" if is_best else ""}>{"".join(cells)}</tr>'
        )
    head = "".join(_cell(name, "th") for name in heads)
    body = "\n".join(rows)
    return (
        '<h2>Trials</h2>\n<div class="wide"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def _state(trial: FrozenTrial) -> str:
    error = escape(_trials.error_of(trial))
    return (
        escape(_trials.state(trial))
        + ("" if is_feasible(trial) else ", infeasible")
        + (f'<div class="note">{error}</div>' if error else "")
    )


def _cell(value: object, tag: str = "td") -> str:
    text = str(value)
    if isinstance(value, float) and len(text) > 8:
        text = f"{value:.6g}"
    kind = " class=long" if len(text) > 40 else ""
    # Long names break where their parts meet.
    written = re.sub(r"([./_])", r"\1<wbr>", escape(text)) if tag == "th" else escape(text)
    return f"<{tag}{kind}>{written}</{tag}>"


def _sections(snapshot: Snapshot) -> list[str]:
    """Each figure under its heading."""
    sections: list[str] = []
    drawings: list[_Drawing] = []
    with quietly("the figures"):
        drawings += _drawings(_fit_for_plotly(snapshot))
    for number, (heading, width, draw) in enumerate(drawings):
        with quietly(heading):
            figure = draw()
            figure.update_layout(**{**_LAYOUT, "height": figure.layout.height or 420})
            figure.update_xaxes(automargin=True)
            figure.update_yaxes(automargin=True)
            drawing = plotly.io.to_html(
                figure,
                config=_CONFIG,
                include_plotlyjs=False,
                full_html=False,
                div_id=f"figure-{number}",
            )
            # All that is in this snapshot is escaped already.
            sections.append(
                f'<h2>{heading}</h2>\n<div class="wide"><div style="min-width: {width}px">'
                f"{drawing}</div></div>\n"
            )
    return sections


def _drawings(snapshot: Snapshot) -> Iterator[_Drawing]:
    """Of what there is something to draw: a heading, the least width, and how to draw it."""
    views, count = snapshot.objectives, len(snapshot.parameters)
    several = len(views) > 1
    for view in views:
        if view.completed:
            of = f" of {view.metric_names[0]}" if several else ""
            yield f"History{of}", 0, partial(_history, view)
    explained = [view for view in views if has_importances(view)]
    if explained:
        yield "Importance of the parameters", 0, partial(_importance, explained)
    if count > 1 and len(snapshot.completed) > 1:
        width = 140 * (count + len(views))
        yield "Parallel coordinates", width, partial(_parallel_coordinates, snapshot)
    for view in views:
        if view.parameters:
            of = f" of {view.metric_names[0]}" if several else ""
            yield f"Slices{of}", 200 * len(view.parameters) + 100, partial(_slices, view)
    # Optuna's figure leaves failed trials out.
    if any(trial.state != TrialState.FAIL for trial in snapshot.reporting):
        yield "Intermediate values", 0, partial(_intermediate_values, snapshot)
    if several and snapshot.best:
        yield "Pareto front", 0, partial(_pareto, snapshot)


def _history(view: Snapshot) -> Figure:
    figure = visualization.plot_optimization_history(view, target_name=view.metric_names[0])
    figure.update_traces({"line": {"shape": "hv"}, "name": "best so far"}, {"mode": "lines"})
    figure.update_traces({"marker": {"size": 8}}, {"mode": "markers"})
    look = {"marker": _INFEASIBLE, "name": "infeasible trial", "showlegend": bool(view.infeasible)}
    figure.update_traces(look, _IS_INFEASIBLE)
    for best in view.best:
        figure.add_scatter(
            x=[best.number], y=best.values, mode="markers", name="best trial", marker=_BEST
        )
    return figure


def _importance(views: Sequence[Snapshot]) -> Figure:
    figures = [visualization.plot_param_importances(view) for view in views]
    bars = [trace for figure in figures for trace in figure.data]
    count = sum(len(bar.y) for bar in bars)
    return (
        figures[0]
        .update(data=bars, overwrite=True)
        .update_layout(height=150 + 34 * count, yaxis={"title": None}, showlegend=len(bars) > 1)
    )


def _parallel_coordinates(snapshot: Snapshot) -> Figure:
    figure = visualization.plot_parallel_coordinate(snapshot, target_name=snapshot.metric_names[0])
    names = [*snapshot.metric_names, *sorted(snapshot.parameters)]
    # Optuna cuts them shorter.
    lines = [name.replace(".", ".<br>").replace(" ", "<br>") for name in names]
    figure.update_xaxes(ticktext=lines, tickangle=0)
    figure.update_annotations(bgcolor="rgba(255, 255, 255, 0.7)")
    for line in figure.select_traces({"mode": "lines"}):
        if line.line.color.startswith("rgb"):
            line.line.color = _visible(line.line.color)
    figure.update_traces({"marker": {"colorscale": _BLUES}}, {"mode": "markers"})
    if len(snapshot.directions) == 1:
        numbers = [trial.number for trial in snapshot.completed]
        for best in snapshot.best:
            line = figure.data[numbers.index(best.number)]
            line.update(line={"color": ORANGE, "width": 3}, opacity=1)
            figure.data = [*(one for one in figure.data if one is not line), line]
    return figure


def _visible(colour: str) -> str:
    """The colour a little darker: the faintest of Optuna's is next to white."""
    red, green, blue = (round(0.82 * part) for part in plotly.colors.unlabel_rgb(colour))
    return f"rgb({red}, {green}, {blue})"


def _slices(view: Snapshot) -> Figure:
    figure = visualization.plot_slice(view, target_name=view.metric_names[0])
    best = [trial.number for trial in view.best]
    for trace in list(figure.select_traces({"name": "Feasible Trial"})):
        trace.marker.update(colorscale=_BLUES, size=7)
        # Optuna colours by the trial's number.
        for x, y, number in zip(trace.x, trace.y, trace.marker.color, strict=True):
            if number in best:
                figure.add_scatter(
                    x=[x],
                    y=[y],
                    xaxis=trace.xaxis,
                    yaxis=trace.yaxis,
                    mode="markers",
                    name="best trial",
                    marker=_BEST,
                    showlegend=False,
                )
    for axis in figure.select_xaxes({"type": "log"}):
        values = [t.params[axis.title.text] for t in view.completed if axis.title.text in t.params]
        if max(values) >= 100 * min(values):
            axis.update(dtick=1, exponentformat="e")
    return figure.update_traces({"marker": _INFEASIBLE}, _IS_INFEASIBLE)


def _intermediate_values(snapshot: Snapshot) -> Figure:
    figure = visualization.plot_intermediate_values(snapshot)
    trials = {f"Trial{trial.number}": trial for trial in snapshot.counted}
    best = [trial.number for trial in snapshot.best]
    looks = {}
    for trace in figure.data:
        trial = trials[trace.name]
        label = look_of(trial)
        colour, dash, _ = LOOKS[label]
        look = {"color": colour, "dash": _DASHES[dash], "width": 1.3}
        if trial.number in best:
            label, look = "best trial", {"color": ORANGE, "width": 3}
        looks[label] = look
        trace.update(line=look, marker={"color": look["color"], "size": 5}, legendgroup=label)
        trace.update(showlegend=False, opacity=1 if label == "best trial" else 0.6)
    for label, look in looks.items():
        figure.add_scatter(
            x=[None], y=[None], mode="lines", name=label, legendgroup=label, line=look
        )
    return figure.update_layout(showlegend=True, yaxis={"title": snapshot.metric_names[0]})


def _pareto(snapshot: Snapshot) -> Figure:
    figure = visualization.plot_pareto_front(
        snapshot, targets=lambda trial: trial.values[:2], target_names=snapshot.metric_names[:2]
    )
    # Optuna's two colour bars leave no room on a telephone.
    looks = [
        ("Pareto front", {"color": ORANGE, "symbol": "diamond", "size": 9}),
        ("dominated trial", {"color": BLUE, "size": 7}),
        ("infeasible trial", _INFEASIBLE),
    ]
    for trace, (name, look) in zip(reversed(figure.data), looks, strict=False):
        trace.marker = look
        trace.update(name=name, showlegend=bool(trace.x))
    return figure


def _fit_for_plotly(snapshot: Snapshot) -> Snapshot:
    """The same with short texts in which Plotly, which knows some HTML, finds none."""
    names = _labels((name for trial in snapshot.counted for name in trial.params), 24)
    metric_names = _labels(snapshot.metric_names, 24)

    def change(trial: FrozenTrial) -> FrozenTrial:
        params, distributions = dict(trial.params), dict(trial.distributions)
        for name, distribution in trial.distributions.items():
            if isinstance(distribution, CategoricalDistribution):
                fit = _fit_choices(distribution)
                distributions[name] = CategoricalDistribution(list(fit.values()))
                params[name] = fit.get(repr(params[name]), params[name])
        changed = copy.copy(trial)
        changed.params = {names.get(name, name): value for name, value in params.items()}
        changed.distributions = {names.get(name, name): one for name, one in distributions.items()}
        # Optuna would show them all where the mouse is.
        changed.user_attrs = {
            key: value for key, value in trial.user_attrs.items() if key == _ledger.OUTCOME
        }
        return changed

    return snapshot.rewritten(change, [metric_names[name] for name in snapshot.metric_names])


def _fit_choices(distribution: CategoricalDistribution) -> dict[str, str | int | float | None]:
    """What to take for each choice, by its ``repr``."""
    choices = distribution.choices
    texts = choice_texts(choices)
    labels = _labels(texts, 16)
    # Optuna looks choices up in a dict, where True and 1 are one, and a list is none.
    is_plain = all(choice is None or isinstance(choice, str | int | float) for choice in choices)
    is_clear = is_plain and len(set(choices)) == len(choices)
    return {
        repr(choice): labels[text] if isinstance(choice, str) or not is_clear else choice
        for choice, text in zip(choices, texts, strict=True)
    }


def _labels(texts: Iterable[str], most: int) -> dict[str, str]:
    """A short text for each, no two of them alike."""
    labels: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        label = escape(shortened(text, most), quote=False)
        while label in labels.values():
            label += "*"
        labels[text] = label
    return labels
