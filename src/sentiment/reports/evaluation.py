"""The page of an evaluation, and the same figures as JSON."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from sentiment.data.reviews import Reviews
from sentiment.evaluation.intervals import RESAMPLES
from sentiment.files import write_json
from sentiment.predictors import Predictor
from sentiment.reports.pages import coloured_words, shown_picture, write_page
from sentiment.reports.pictures import draw_findings
from sentiment.verdict import LABELS, verdict

METRIC_TITLES = {
    "loss": "loss (nats)",
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "auc": "area under ROC",
}
_ALTS = {
    "confusion": "How many reviews of each class were taken for which",
    "roc": "ROC curve",
    "precision_recall": "Precision at each recall",
    "calibration": "How often reviews with about some probability are positive",
    "risk_coverage": "The share of mistakes when only the surest reviews are answered",
    "accuracy_by_length": "Accuracy by the number of words",
    "accuracy_by_unknown_words": "Accuracy by the share of unknown words",
    "accuracy_by_confidence": "Accuracy by confidence",
    "checks": "The share of behavioural checks passed, by capability",
}


def write_report(
    folder: Path,
    predictor: Predictor,
    summary: Mapping[str, Any],
    findings: Mapping[str, Any],
    mistakes: Sequence[Mapping[str, Any]],
) -> Path:
    """Writes ``report.html``, which loads nothing from elsewhere, and ``report.json``.

    Args:
        folder: of the run; the pictures go to ``plots`` in it.
        predictor: the model.
        summary: what ``metrics.json`` says.
        findings: what ``sentiment.reports.findings.find`` found.
        mistakes: the reviews to show, as ``described`` makes them.

    Returns:
        The page.
    """
    split, dataset, checks = summary["split"], summary["dataset"], summary.get("checks")
    title = f"{predictor.name} on {dataset}, {split}"
    plots = folder / "plots"
    drawn = draw_findings(dict(findings), plots, title)
    of_slices = [path for path in drawn if path.stem.startswith("accuracy_by_")]
    write_json(
        folder / "report.json",
        {
            **{name: value for name, value in summary.items() if name != split},
            **findings,
            "mistakes": [
                {name: value for name, value in one.items() if name not in ("said", "words")}
                for one in mistakes
            ],
            "configuration": predictor.configuration,
        },
    )
    page = folder / "report.html"
    content = {
        "title": title,
        "subtitle": f"{predictor.title}; measured on {summary['reviews']:,} reviews.",
        "names": METRIC_TITLES,
        **findings,
        "reviews": summary["reviews"],
        "resamples": RESAMPLES,
        "pictures": _shown([path for path in drawn if path not in of_slices]),
        "slice_pictures": _shown(of_slices),
        "checks": checks,
        "checks_picture": _shown([plots / "checks.png"])[0] if checks else None,
        "mistakes": mistakes,
        "explained": predictor.explain is not None,
        "configuration": yaml.safe_dump(
            predictor.configuration, sort_keys=False, allow_unicode=True
        ),
    }
    write_page(page, "evaluation.html", content)
    return page


def described(
    predictor: Predictor,
    reviews: Reviews,
    probabilities: npt.NDArray[np.float32],
    indices: Sequence[int],
) -> list[dict[str, Any]]:
    """Reviews as pages show them.

    Args:
        predictor: a model.
        reviews: all of them.
        probabilities: P(positive) of each [reviews].
        indices: which to describe.

    Returns:
        For each: its ``index``, ``text``, ``truth`` and ``probability``; what is ``said`` of it;
        and its ``words`` as HTML, in the colours of what they speak for.
    """
    found = []
    for index in indices:
        text, probability = reviews.texts[index], float(probabilities[index])
        explanation = predictor.explain(text) if predictor.explain else None
        found.append(
            {
                "index": int(index),
                "text": text,
                "truth": LABELS[reviews.labels[index]],
                "probability": probability,
                "said": [said("the model", predictor, probability)],
                "words": coloured_words(text, explanation),
            }
        )
    return found


def said(who: str, predictor: Predictor, probability: float) -> dict[str, Any]:
    """A verdict, for a page."""
    sentiment, confidence = verdict(probability, predictor.threshold)
    return {"who": who, "sentiment": sentiment, "confidence": confidence}


def _shown(pictures: Sequence[Path]) -> list[dict[str, Any]]:
    return [shown_picture(path, _ALTS[path.stem]) for path in pictures]
