"""The course of a comparison."""

import logging
from collections.abc import Sequence
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from omegaconf import DictConfig
from rich.console import Console
from rich.table import Table

from sentiment.data.reviews import Reviews
from sentiment.errors import UserError
from sentiment.evaluation.calibration import expected_calibration_error
from sentiment.evaluation.intervals import bootstrap, metric_statistics
from sentiment.evaluation.paired import (
    COMPARED,
    Predictions,
    compare_predictions,
    corrected,
)
from sentiment.files import shown
from sentiment.found_runs import open_run
from sentiment.measuring import predict_by_length, reviews_of
from sentiment.predictors import Predictor
from sentiment.reports.comparison import Pair, Run, write_comparison
from sentiment.reports.findings import written
from sentiment.settings import CompareSettings, check_settings

log = logging.getLogger(__name__)


def run_comparison(config: DictConfig) -> dict[str, Any]:
    """See ``sentiment.compare.compare``."""
    check_settings(config, CompareSettings)
    predictors = [open_run(str(name), config) for name in config.runs]
    check_same_reviews(predictors, config.source, config.split)
    # A checkpoint knows where its reviews lie; a bundle only what they are called.
    knowing = next((one for one in predictors if one.checkpoint), predictors[0])
    source, reviews = reviews_of(knowing, config.source, config.split)
    log.info("%s reviews of %s (%s)", f"{len(reviews):,}", source.name, config.split)
    runs = [
        _measured(letter, predictor, reviews)
        for letter, predictor in zip(ascii_uppercase, predictors, strict=False)
    ]
    log.info("comparing")
    first, *others = runs
    comparisons = corrected(
        [
            compare_predictions(first.predictions, other.predictions, reviews.labels)
            for other in others
        ]
    )
    pairs = [Pair(first, *one) for one in zip(others, comparisons, strict=True)]
    _print(runs, pairs)
    title = f"{' and '.join(run.title for run in runs)} on {source.name}, {config.split}"
    folder = Path(config.output_dir)
    content = write_comparison(folder, title, runs, pairs, reviews, config.examples)
    log.info("the comparison is %s", shown(folder / "comparison.html"))
    return content


def check_same_reviews(predictors: Sequence[Predictor], source: str | None, split: str) -> None:
    """Refuses a split that is not the same, or not as new, to all.

    Raises:
        UserError: where it is not.
    """
    names = {predictor.dataset for predictor in predictors}
    # Two folders may have the same name.
    places = {
        _place(str(one.checkpoint.config.data.source))
        for one in predictors
        if one.checkpoint is not None
    }
    trained_on = names if len(names) > 1 else places
    if source is None and len(trained_on) > 1:
        raise UserError(
            f"The runs were trained on different corpora ({', '.join(sorted(trained_on))}); "
            "say with source= on which reviews to compare them."
        )
    if split not in ("train", "validation"):
        return
    if len(trained_on) > 1 or len({_cut(one) for one in predictors}) > 1:
        raise UserError(
            f"split={split}: the runs did not cut their training reviews alike, so some may have "
            "learnt what others are tested on; use split=test."
        )


def _place(source: str) -> str:
    """A folder by whatever path it was named."""
    return str(Path(source).resolve()) if Path(source).is_dir() else source


def _cut(predictor: Predictor) -> tuple[Any, ...] | None:
    """How train and validation were cut; None for what has only the source's own splits."""
    if predictor.checkpoint is None:
        return None
    data = predictor.checkpoint.config.data
    return data.validation_fraction, data.validation_block, data.split_seed


def _measured(letter: str, predictor: Predictor, reviews: Reviews) -> Run:
    log.info("%s is %s", letter, predictor.path)
    probabilities, labels = predict_by_length(predictor, reviews.texts), reviews.labels
    statistics = metric_statistics(probabilities, labels, predictor.threshold)
    return Run(
        letter=letter,
        predictor=predictor,
        predictions=Predictions(probabilities, predictor.threshold),
        metrics=bootstrap(statistics, len(labels)),
        ece=expected_calibration_error(probabilities, labels),
    )


def _print(runs: Sequence[Run], pairs: Sequence[Pair]) -> None:
    console = Console()
    table = Table(title="The runs", title_justify="left", title_style="bold")
    table.add_column("run")
    for name in COMPARED:
        table.add_column(f"{name} (95% interval)", justify="right")
    for run in runs:
        table.add_row(run.title, *(written(run.metrics[name]) for name in COMPARED))
    console.print(table)
    table = Table(title="Side by side", title_justify="left", title_style="bold")
    table.add_column("pair")
    for name in ("accuracy", "only first right", "only second right", "p"):
        table.add_column(name, justify="right")
    for pair in pairs:
        found = pair.comparison
        table.add_row(
            f"{pair.second.letter} less {pair.first.letter}",
            written(found.differences["accuracy"]),
            f"{found.only_first:,}",
            f"{found.only_second:,}",
            f"{found.p_value:.2g}",
        )
    console.print(table)
    for pair in pairs:
        console.print(pair.answer, markup=False, highlight=False)
