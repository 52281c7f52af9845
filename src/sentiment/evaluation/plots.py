"""The pictures of a run: colour-blind safe, in one style."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter
from torchmetrics import MetricCollection

from sentiment.drawing import BLUE, GREEN, ORANGE, drawn
from sentiment.evaluation.calibration import reliability
from sentiment.evaluation.checks import CapabilityResult, Kind

Floats = npt.NDArray[np.floating]


def plot_learning_curves(path: Path, history: Sequence[dict[str, float]], title: str) -> None:
    """Loss, accuracy and AUC after each epoch, as a picture.

    Args:
        path: the PNG to write.
        history: a row an epoch with ``epoch``, ``train/...`` and ``validation/...``.
        title: stands above the picture.
    """
    with drawn(path, width=13, columns=3) as (figure, axes):
        figure.suptitle(title, fontweight="bold")
        for axis, metric in zip(axes, ("loss", "accuracy", "auc"), strict=True):
            for split, colour, marker in (("train", ORANGE, "o"), ("validation", BLUE, "s")):
                rows = [row for row in history if f"{split}/{metric}" in row]
                if rows:
                    axis.plot(
                        [row["epoch"] for row in rows],
                        [row[f"{split}/{metric}"] for row in rows],
                        color=colour,
                        marker=marker,
                        label=split,
                    )
            axis.set(xlabel="epoch", title="AUC" if metric == "auc" else metric)
            axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes[0].legend()


def plot_confusion(path: Path, confusion: npt.NDArray[np.int64], title: str) -> None:
    """A 2 x 2 table of counts [truth, prediction] as a picture."""
    names = ("negative", "positive")
    with drawn(path, width=5, columns=1) as (_, (axis,)):
        shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
        axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for truth in range(2):
            for prediction in range(2):
                share = shares[truth, prediction]
                axis.text(
                    prediction,
                    truth,
                    f"{confusion[truth, prediction]:,}\n{share:.1%}",
                    ha="center",
                    va="center",
                    color="white" if share > 0.5 else "black",
                )
        axis.set(xlabel="predicted", ylabel="true", title=title)
        axis.set_xticks(range(2), names)
        axis.set_yticks(range(2), names, rotation=90, va="center")
        axis.grid(visible=False)


def plot_roc(
    path: Path, false_positive_rate: Floats, true_positive_rate: Floats, auc: float, title: str
) -> None:
    """The ROC curve as a picture."""
    with drawn(path, width=5, columns=1) as (_, (axis,)):
        axis.plot(false_positive_rate, true_positive_rate, color=BLUE, label=f"AUC {auc:.4f}")
        axis.plot([0, 1], [0, 1], color="grey", linestyle=":", label="chance")
        axis.set(
            xlabel="false positive rate",
            ylabel="true positive rate",
            title=title,
            xlim=(0, 1),
            ylim=(0, 1.01),
            aspect="equal",
        )
        axis.legend(loc="lower right")


def plot_reliability(
    path: Path, probabilities: dict[str, Floats], labels: npt.NDArray[np.int8], title: str
) -> None:
    """How often reviews with about some probability are positive, as a picture.

    Args:
        path: the PNG to write.
        probabilities: P(positive) [reviews] under the name of each line.
        labels: [reviews] 0 or 1.
        title: stands above the picture.
    """
    with drawn(path, width=5, columns=1) as (_, (axis,)):
        axis.plot([0, 1], [0, 1], color="grey", linestyle=":", label="as it should be")
        looks = ((ORANGE, "o"), (BLUE, "s"), (GREEN, "^"))
        for (name, values), (colour, marker) in zip(probabilities.items(), looks, strict=False):
            said, seen, _ = zip(*reliability(values, labels), strict=True)
            axis.plot(said, seen, color=colour, marker=marker, label=name)
        axis.set(
            xlabel="predicted probability of positive",
            ylabel="share that is positive",
            title=title,
            xlim=(0, 1),
            ylim=(0, 1),
            aspect="equal",
        )
        axis.legend(loc="upper left")


def plot_pass_rates(path: Path, results: Sequence[CapabilityResult], title: str) -> None:
    """Which share of its checks a model passed for each capability, as a picture.

    Args:
        path: the PNG to write.
        results: a bar each, from the top down.
        title: stands above the picture.
    """
    colours: dict[Kind, str] = {"label": BLUE, "invariance": ORANGE, "direction": GREEN}
    meanings: dict[Kind, str] = {
        "label": "label: the right answer",
        "invariance": "invariance: the same answer",
        "direction": "direction: a move the right way",
    }
    height = 1.4 + 0.34 * len(results)
    with drawn(path, width=9, columns=1, height=height) as (figure, (axis,)):
        for place, result in enumerate(results):
            rate = result.pass_rate
            axis.barh(place, rate, color=colours[result.kind], height=0.7)
            # In a column of their own, out of the way of the dotted line.
            axis.text(1.02, place, f"{rate:.0%} of {result.cases}", va="center", fontsize=10)
        answered = [place for place, result in enumerate(results) if result.kind == "label"]
        if answered:
            ends = (min(answered) - 0.5, max(answered) + 0.5)
            axis.plot((0.5, 0.5), ends, color="black", linestyle=":", label="label: a guess")
        axis.set(xlabel="checks passed", xlim=(0, 1.15))
        axis.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axis.xaxis.set_major_formatter(PercentFormatter(1))
        axis.set_yticks(range(len(results)), [result.title for result in results])
        axis.invert_yaxis()
        axis.grid(visible=False, axis="y")
        axis.set_axisbelow(True)
        kinds = list(dict.fromkeys(result.kind for result in results))
        bars = [Patch(color=colours[kind], label=meanings[kind]) for kind in kinds]
        handles = [*bars, *axis.lines]
        figure.legend(handles=handles, loc="outside lower center", ncols=2)
        figure.suptitle(title, fontweight="bold")


def plot_confusion_and_roc(folder: Path, curves: MetricCollection, auc: float, title: str) -> None:
    """Draws what ``sentiment.evaluation.metrics.curves`` saw; no ROC where ``auc`` is NaN."""
    confusion = curves["confusion"].compute()
    plot_confusion(folder / "confusion.png", confusion.cpu().numpy(), title)
    if not math.isnan(auc):
        false_positive_rate, true_positive_rate, _ = curves["roc"].compute()
        plot_roc(
            folder / "roc.png",
            false_positive_rate.cpu().numpy(),
            true_positive_rate.cpu().numpy(),
            auc,
            title,
        )
