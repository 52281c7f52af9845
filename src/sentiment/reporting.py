"""What a verb shows on the screen."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from sentiment.evaluation.checks import CapabilityResult, Failure
from sentiment.verdict import LABELS, verdict

_EXCERPT = 110


def print_metrics(title: str, columns: Mapping[str, Mapping[str, float]]) -> None:
    """A table with a row a metric and a column a split."""
    # A title is otherwise wrapped to the width of the figures below it.
    table = Table(title=title, title_justify="left", title_style="bold", min_width=len(title))
    table.add_column("metric")
    for name in columns:
        table.add_column(name, justify="right")
    for metric in next(iter(columns.values())):
        table.add_row(metric, *(f"{values[metric]:.4f}" for values in columns.values()))
    Console().print(table)


def print_predictions(
    title: str,
    texts: Sequence[str],
    probabilities: Sequence[float],
    labels: Sequence[int] | None = None,
    threshold: float = 0.5,
) -> None:
    """A table of reviews with their sentiment, and the truth where it is known."""
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("sentiment")
    table.add_column("confidence", justify="right")
    if labels is not None:
        table.add_column("truth")
    table.add_column("review", overflow="fold")
    for row, (text, probability) in enumerate(zip(texts, probabilities, strict=True)):
        sentiment, confidence = verdict(probability, threshold)
        truth = [] if labels is None else [LABELS[labels[row]]]
        table.add_row(sentiment, f"{confidence:.1%}", *truth, excerpt(text))
    Console().print(table)


def print_checks(results: Sequence[CapabilityResult], failures: int) -> None:
    """A table with a row a capability, and one of the worst failures of each."""
    table = Table(title="Behavioural checks", title_justify="left", title_style="bold")
    table.add_column("capability")
    table.add_column("check")
    table.add_column("passed", justify="right")
    table.add_column("rate", justify="right")
    table.add_column("what it asks")
    for result in results:
        table.add_row(
            result.title,
            result.kind,
            f"{result.passed}/{result.cases}",
            f"{result.pass_rate:.0%}",
            result.about,
        )
    Console().print(table)
    shown = [(result, one) for result in results for one in result.failures[:failures]]
    if shown:
        _print_failures(shown)


def _print_failures(failures: Sequence[tuple[CapabilityResult, Failure]]) -> None:
    table = Table(title="Worst failures", title_justify="left", title_style="bold")
    table.add_column("capability")
    table.add_column("P(positive)", justify="right")
    table.add_column("should be")
    table.add_column("review", overflow="fold")
    for result, failure in failures:
        case, probability = failure.case, f"{failure.probability:.2f}"
        review = excerpt(case.text)
        if case.changed is not None:
            probability += f" \N{RIGHTWARDS ARROW} {failure.changed_probability:.2f}"
            review += f"\n\N{RIGHTWARDS ARROW} {excerpt(case.changed)}"
        wanted = {
            "label": LABELS[case.label],
            "invariance": "the same",
            "direction": ("lower", "higher")[case.label],
        }
        table.add_row(result.title, probability, wanted[result.kind], review)
    Console().print(table)


def excerpt(text: str) -> str:
    """The beginning and the end of a long review, on one line, safe to print."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    line = line.replace("<br />", " ").replace("[", r"\[")
    if len(line) <= 2 * _EXCERPT:
        return line
    return f"{line[:_EXCERPT]} ... {line[-_EXCERPT:]}"
