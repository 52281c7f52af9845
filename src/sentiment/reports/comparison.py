"""The page of a comparison, and the same figures as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import PercentFormatter

from sentiment.data.reviews import Reviews
from sentiment.drawing import BLUE, GREY, drawn
from sentiment.evaluation.intervals import RESAMPLES, Interval
from sentiment.evaluation.paired import Comparison, Predictions
from sentiment.files import write_json
from sentiment.predictors import Predictor
from sentiment.reports.differences import differences
from sentiment.reports.evaluation import METRIC_TITLES, said
from sentiment.reports.pages import coloured_words, shown_picture, write_page
from sentiment.verdict import LABELS


@dataclass(frozen=True)
class Run:
    """A model and what was measured of it.

    Attributes:
        letter: for short.
        predictor: the model.
        predictions: for the reviews.
        metrics: by name.
        ece: expected calibration error.
    """

    letter: str
    predictor: Predictor
    predictions: Predictions
    metrics: dict[str, Interval]
    ece: float

    @property
    def title(self) -> str:
        """Letter and architecture or version."""
        return f"{self.letter} ({self.predictor.name})"


@dataclass(frozen=True)
class Pair:
    """Two runs, and how they compare."""

    first: Run
    second: Run
    comparison: Comparison

    @property
    def all_is_known(self) -> bool:
        """Whether all settings of both trainings are known."""
        return self.first.predictor.knows_all and self.second.predictor.knows_all

    @property
    def answer(self) -> str:
        """Which is better, in a sentence."""
        accuracy = self.comparison.differences["accuracy"]
        points = f"{100 * abs(accuracy.value):.2f} points"
        low, high = sorted(100 * abs(end) for end in (accuracy.low, accuracy.high))
        names = self.first.title, self.second.title
        if self.comparison.only_first == self.comparison.only_second == 0:
            return f"{names[0]} and {names[1]} are right and wrong on the very same reviews."
        if self.comparison.is_noise:
            return (
                f"{names[0]} and {names[1]} differ by {points} of accuracy, which is within noise: "
                f"such a choice of reviews would make as much of a difference between equals "
                f"({_p(self.comparison.p_value)})."
            )
        better, worse = names if accuracy.value < 0 else names[::-1]
        return (
            f"{better} is better than {worse} by {points} of accuracy "
            f"({low:.2f} to {high:.2f}, {_p(self.comparison.p_value)})."
        )


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def write_comparison(
    folder: Path,
    title: str,
    runs: Sequence[Run],
    pairs: Sequence[Pair],
    reviews: Reviews,
    examples: int,
) -> dict[str, Any]:
    """Writes ``comparison.html``, which loads nothing from elsewhere, and ``comparison.json``.

    Args:
        folder: of the verb's run; a picture goes to ``plots`` in it.
        title: of the page.
        runs: with their measurements.
        pairs: the first run with each other.
        reviews: that all were measured on.
        examples: how many reviews to show of those that only one gets right, each way.

    Returns:
        The content of ``comparison.json``.
    """
    picture = folder / "plots" / "differences.png"
    _plot_differences(picture, pairs)
    content: dict[str, Any] = {
        "title": title,
        "reviews": len(reviews),
        "runs": [_plain_run(run) for run in runs],
        "pairs": [_plain_pair(pair, reviews, examples) for pair in pairs],
    }
    write_json(folder / "comparison.json", content)
    cards = [
        [
            (
                f"{right.title} is right, {wrong.title} is wrong",
                _cards(pair, right, wrong, reviews, examples),
            )
            for right, wrong in ((pair.second, pair.first), (pair.first, pair.second))
        ]
        for pair in pairs
    ]
    page = {
        **content,
        "subtitle": f"Measured on the same {len(reviews):,} reviews.",
        "names": METRIC_TITLES,
        "resamples": RESAMPLES,
        "picture": shown_picture(
            picture, "The difference in accuracy to the first run, with its 95% interval"
        ),
        "cards": cards,
        "explained": any(run.predictor.explain for run in runs),
    }
    write_page(folder / "comparison.html", "comparison.html", page)
    return content


def _plain_run(run: Run) -> dict[str, Any]:
    return {
        "letter": run.letter,
        "title": run.title,
        "path": str(run.predictor.path),
        "trained_on": run.predictor.dataset,
        "metrics": {name: one._asdict() for name, one in run.metrics.items()},
        "ece": run.ece,
    }


def _plain_pair(pair: Pair, reviews: Reviews, examples: int) -> dict[str, Any]:
    found = pair.comparison
    return {
        "first": pair.first.letter,
        "second": pair.second.letter,
        "answer": pair.answer,
        "within_noise": found.is_noise,
        "only_first_right": found.only_first,
        "only_second_right": found.only_second,
        "p_value": found.p_value,
        "differences": {name: one._asdict() for name, one in found.differences.items()},
        "configuration": [
            {"setting": name, "first": first, "second": second}
            for name, first, second in differences(
                pair.first.predictor.configuration,
                pair.second.predictor.configuration,
                shared_only=not pair.all_is_known,
            )
        ],
        "all_settings_are_known": pair.all_is_known,
        "disagreements": {
            right.letter: _disagreements(right, wrong, reviews, examples).tolist()
            for right, wrong in ((pair.first, pair.second), (pair.second, pair.first))
        },
    }


def _disagreements(right: Run, wrong: Run, reviews: Reviews, most: int) -> npt.NDArray[np.int64]:
    """Indices of reviews that only one gets right, the furthest apart first."""
    labels = reviews.labels
    here = right.predictions.right(labels) & ~wrong.predictions.right(labels)
    apart = np.abs(right.predictions.probabilities - wrong.predictions.probabilities)
    order = np.argsort(-apart, kind="stable")
    indices: npt.NDArray[np.int64] = order[here[order]][:most]
    return indices


def _cards(pair: Pair, right: Run, wrong: Run, reviews: Reviews, most: int) -> list[dict[str, Any]]:
    """The words are coloured by what they say to the model that is wrong, if it can tell."""
    found = []
    explain = wrong.predictor.explain
    for index in _disagreements(right, wrong, reviews, most).tolist():
        text = reviews.texts[index]
        verdicts = [
            said(run.letter, run.predictor, float(run.predictions.probabilities[index]))
            for run in (pair.first, pair.second)
        ]
        found.append(
            {
                "truth": LABELS[reviews.labels[index]],
                "said": verdicts,
                "words": coloured_words(text, explain(text) if explain else None),
            }
        )
    return found


def _plot_differences(path: Path, pairs: Sequence[Pair]) -> None:
    with drawn(path, width=8, columns=1, height=1.6 + 0.5 * len(pairs)) as (_, (axis,)):
        for place, pair in enumerate(pairs):
            value, low, high = pair.comparison.differences["accuracy"]
            colour = GREY if pair.comparison.is_noise else BLUE
            axis.plot((low, high), (place, place), color=colour, linewidth=3)
            axis.plot(value, place, "o", color=colour, markersize=9)
        axis.axvline(0, color="black", linestyle=":")
        axis.set_yticks(range(len(pairs)), [pair.second.title for pair in pairs])
        axis.set_ylim(len(pairs) - 0.5, -0.5)
        axis.xaxis.set_major_formatter(PercentFormatter(1, symbol=""))
        first = pairs[0].first.title
        axis.set_xlabel(f"points of accuracy, less those of {first}; grey: within noise")
        axis.margins(x=0.15)
        axis.grid(visible=False, axis="y")
