"""The pictures of an evaluation, drawn from its findings."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from sentiment.drawing import BLUE, GREY, ORANGE, drawn
from sentiment.evaluation.plots import plot_confusion, plot_roc

_SLICE_TITLES = {
    "length": "words in the review",
    "unknown_words": "unknown words, %",
    "confidence": "confidence of the model",
}


def draw_findings(findings: dict[str, Any], folder: Path, title: str) -> list[Path]:
    """Draws what ``find`` found.

    Args:
        findings: of one model.
        folder: for the pictures.
        title: stands above the confusion matrix and the ROC curve.

    Returns:
        The files in the order in which one looks at them; no curves of two classes where there is
        only one.
    """
    curves, metrics = findings["curves"], findings["metrics"]
    drawn_files = [folder / "confusion.png"]
    plot_confusion(drawn_files[0], np.array(findings["confusion"]), title)
    if curves["roc"]:
        roc, precision_recall = folder / "roc.png", folder / "precision_recall.png"
        across, up = np.array(curves["roc"]).T
        plot_roc(roc, across, up, metrics["auc"]["value"], title)
        _plot_precision_recall(precision_recall, findings)
        drawn_files += [roc, precision_recall]
    calibration, risk = folder / "calibration.png", folder / "risk_coverage.png"
    _plot_calibration(calibration, findings)
    _plot_risk_coverage(risk, findings)
    drawn_files += [calibration, risk]
    for name, slices in findings["slices"].items():
        path = folder / f"accuracy_by_{name}.png"
        _plot_slices(path, slices, _SLICE_TITLES[name], metrics["accuracy"]["value"])
        drawn_files.append(path)
    return drawn_files


def _plot_precision_recall(path: Path, findings: dict[str, Any]) -> None:
    confusion = np.array(findings["confusion"])
    recall, precision = np.array(findings["curves"]["precision_recall"]).T
    with drawn(path, width=5, columns=1) as (_, (axis,)):
        axis.plot(recall, precision, color=BLUE, label="this model")
        share = confusion[1].sum() / confusion.sum()
        axis.axhline(share, color=GREY, linestyle=":", label="always positive")
        metrics = findings["metrics"]
        here = (metrics["recall"]["value"], metrics["precision"]["value"])
        axis.plot(*here, color=ORANGE, marker="o", linestyle="", label="at the threshold")
        axis.set(xlabel="recall", ylabel="precision", title="Precision and recall")
        axis.set(xlim=(0, 1), ylim=(min(share, precision.min()) - 0.03, 1.01))
        axis.legend(loc="lower left")


def _plot_calibration(path: Path, findings: dict[str, Any]) -> None:
    said, seen, reviews = np.array(findings["curves"]["calibration"]).T
    with drawn(path, width=5, columns=1) as (_, (axis,)):
        axis.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="as it should be")
        axis.plot(said, seen, color=BLUE, zorder=2, label=f"ECE {findings['ece']:.1%}")
        # Their areas say how many reviews there are.
        axis.scatter(said, seen, s=20 + 280 * reviews / reviews.max(), color=BLUE, alpha=0.5)
        axis.set(
            xlabel="predicted probability of positive",
            ylabel="share that is positive",
            title="Calibration",
            xlim=(-0.04, 1.04),
            ylim=(-0.04, 1.04),
            aspect="equal",
        )
        axis.legend(loc="upper left")


def _plot_risk_coverage(path: Path, findings: dict[str, Any]) -> None:
    coverage, risk = np.array(findings["curves"]["risk_coverage"]).T
    with drawn(path, width=5, columns=1) as (_, (axis,)):
        axis.plot(coverage, risk, color=BLUE)
        axis.set(
            xlabel="share of reviews answered, the surest first",
            ylabel="share of those that is wrong",
            title="Risk and coverage",
            xlim=(0, 1.01),
            ylim=(0, None),
        )
        _in_percent(axis, x=True)


def _plot_slices(path: Path, slices: list[dict[str, Any]], what: str, whole: float) -> None:
    accuracies = [one["accuracy"] for one in slices]
    values = np.array([one["value"] for one in accuracies])
    below = values - [one["low"] for one in accuracies]
    above = [one["high"] for one in accuracies] - values
    with drawn(path, width=5.6, columns=1) as (_, (axis,)):
        places = np.arange(len(slices))
        axis.errorbar(
            places, values, yerr=(below, above), fmt="o", color=BLUE, capsize=4, markersize=7
        )
        axis.axhline(whole, color=GREY, linestyle=":", label=f"all reviews: {whole:.1%}")
        axis.set_xticks(places, [f"{slice_name(one)}\n{one['reviews']:,}" for one in slices])
        axis.tick_params(axis="x", labelsize=9)
        axis.set(xlabel=f"{what}, and how many reviews", ylabel="accuracy")
        axis.set_title(f"Accuracy by {what.removesuffix(', %')}")
        axis.margins(x=0.1)
        _in_percent(axis)
        axis.legend(loc="best")


def slice_name(one: dict[str, Any]) -> str:
    """From where to where, in as few signs as tell it."""
    low, high = (
        f"{one[end]:.0f}" if one["high"] > 20 else f"{one[end]:.2g}" for end in ("low", "high")
    )
    return low if low == high else f"{low}-{high}"


def _in_percent(axis: Axes, *, x: bool = False) -> None:
    axis.yaxis.set_major_formatter(PercentFormatter(1))
    if x:
        axis.xaxis.set_major_formatter(PercentFormatter(1))
