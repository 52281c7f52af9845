"""The table: its lines, what they should be, and how it is shown."""

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from serve.benchmarking.measured import (
    BATCH_CLIENTS,
    CLIENTS,
    MOST_CLIENTS,
    STEADY_PER_SECOND,
    TEXTS_A_BATCH,
    Measured,
    ratio,
)

_COLUMNS = ("What", "Ours", "Plain Flask", "Times better", "Goal", "Met")
_OF_FIGURES = ("Ours", "Plain Flask", "Times better")
_RELATIONS = {"<": operator.lt, "≤": operator.le, "=": operator.eq, "≥": operator.ge}


@dataclass(frozen=True)
class Goal:
    """What a figure should be, in words, and whether it is."""

    text: str
    met: bool


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        what: is measured.
        ours: in ``unit``.
        unit: of both.
        baseline: in ``unit``, measured in the same run; None where there is none.
        advantage: how many times better ours is.
        goals: that ours should meet.
    """

    what: str
    ours: float
    unit: str
    baseline: float | None = None
    advantage: float | None = None
    goals: list[Goal] = field(default_factory=list)


def lines_of(measured: Measured) -> list[Line]:
    """What is worth telling of all that was measured."""
    compared = [line for clients in CLIENTS for line in _compared(measured, clients)]
    return [*compared, *_others(measured)]


def markdown(lines: Sequence[Line]) -> str:
    """The table in Markdown, a line break at its end."""
    rules = ["---:" if name in _OF_FIGURES else "---" for name in _COLUMNS]
    rows = [_COLUMNS, rules, *(_cells(line, "; ") for line in lines)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def print_table(title: str, lines: Sequence[Line], remark: str) -> None:
    """Prints the table with a remark below it."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in _COLUMNS:
        # Narrow, so that all fits into 80 characters; what does not is broken in the first column.
        table.add_column(
            name.replace(" ", "\n"),
            justify="right" if name in _OF_FIGURES else "left",
            no_wrap=name != "What",
        )
    for line in lines:
        table.add_row(*_cells(line, "\n"))
    console = Console()
    console.print(table)
    console.print(remark, highlight=False)


def _compared(measured: Measured, clients: int) -> Iterator[Line]:
    """Ours and the baseline with so many clients."""
    ours, baseline = measured.ours[clients], measured.baseline[clients]
    named = f"{clients} client{'s' if clients > 1 else ''}"
    faster = ratio(ours.per_second, baseline.per_second)
    sooner = ratio(baseline.median, ours.median)
    throughput, latency = [], []
    if clients == MOST_CLIENTS:
        throughput = [
            _goal(faster, "≥", 15, "times"),
            _goal(faster, "≥", 25, "times"),
            _goal(ours.per_second, "≥", 850, "/s"),
        ]
    if clients == 1:
        latency = [_goal(sooner, "≥", 10, "times"), _goal(ours.median, "≤", 3, "ms")]
    yield Line(f"Requests, {named}", ours.per_second, "/s", baseline.per_second, faster, throughput)
    yield Line(f"Median wait, {named}", ours.median, "ms", baseline.median, sooner, latency)
    tail = ratio(baseline.p95, ours.p95)
    yield Line(f"p95 wait, {named}", ours.p95, "ms", baseline.p95, tail)


def _others(measured: Measured) -> Iterator[Line]:
    steady, reviews = measured.steady, measured.batched_reviews_per_second
    yield Line(
        f"p95 wait, {STEADY_PER_SECOND} requests/s",
        steady.p95,
        "ms",
        goals=[_goal(steady.p95, "<", 100, "ms"), _goal(steady.errors, "=", 0, "errors")],
    )
    yield Line(
        f"Reviews, {TEXTS_A_BATCH} a request, {BATCH_CLIENTS} clients",
        reviews,
        "/s",
        goals=[_goal(reviews, "≥", 2500, "/s")],
    )
    yield Line(
        "Explanation / prediction",
        measured.explain_ratio,
        "times",
        goals=[_goal(measured.explain_ratio, "≤", 10, "times")],
    )
    start, baseline_start = measured.start_seconds, measured.baseline_start_seconds
    yield Line(
        "Start to healthy",
        start,
        "s",
        baseline_start,
        ratio(baseline_start, start),
        [_goal(start, "<", 4, "s")],
    )
    yield Line(
        "Memory under load",
        measured.memory_megabytes,
        "MB",
        goals=[_goal(measured.memory_megabytes, "<", 600, "MB")],
    )
    yield Line(
        "Idle, of one core",
        measured.idle_percent,
        "%",
        goals=[_goal(measured.idle_percent, "≤", 5, "%")],
    )
    yield Line("Failed requests", measured.errors, "", measured.baseline_errors)
    share = "Model's share of"
    yield Line(
        f"{share} workers' time, {MOST_CLIENTS} clients", measured.model_percent_of_workers, "%"
    )
    yield Line(f"{share} mean wait, 1 client", measured.model_percent_of_answer, "%")


def _goal(figure: float, relation: str, limit: float, unit: str) -> Goal:
    """That ``figure`` stands so to ``limit``; NaN meets no goal."""
    return Goal(f"{relation} {_amount(limit, unit)}", _RELATIONS[relation](figure, limit))


def _cells(line: Line, between: str) -> list[str]:
    """A line's text by columns, with ``between`` between goals."""
    return [
        line.what,
        _amount(line.ours, line.unit),
        "" if line.baseline is None else _amount(line.baseline, line.unit),
        "" if line.advantage is None else f"{line.advantage:,.1f}",
        between.join(goal.text for goal in line.goals),
        between.join("yes" if goal.met else "no" for goal in line.goals),
    ]


def _amount(figure: float, unit: str) -> str:
    """With its unit, to three digits, and all of those before the point."""
    number = f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"
    return f"{number} {unit}" if unit[:1].isalpha() else f"{number}{unit}"
