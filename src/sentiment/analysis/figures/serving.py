"""What ``bench-serve`` measured."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sentiment.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, drawn

_COLOURS = {"workers": BLUE, "HTTP process": ORANGE, "queue manager": GREEN, "others": PURPLE}


def plot_load(path: Path, results: Mapping[str, Any]) -> Path:
    """Answers a second, and how long they take, by how many ask at once.

    Args:
        path: the PNG to write.
        results: the content of ``bench_serve.json``.

    Returns:
        The path.
    """
    with drawn(path, width=11, columns=2) as (_, axes):
        for side, label, colour, marker in (
            ("ours", "this service", BLUE, "o"),
            ("baseline", "plain Flask", ORANGE, "s"),
        ):
            loads = results[side]
            clients = [int(one) for one in loads]
            look: dict[str, Any] = {"color": colour, "marker": marker, "linewidth": 2}
            rates = [load["per_second"] for load in loads.values()]
            axes[0].plot(clients, rates, label=label, **look)
            medians = [load["median"] for load in loads.values()]
            axes[1].plot(clients, medians, label=f"{label}, median", **look)
            p95 = [load["p95"] for load in loads.values()]
            axes[1].plot(
                clients, p95, label=f"{label}, 95 of 100", **look | {"linestyle": ":", "alpha": 0.7}
            )
        for axis, title in zip(
            axes, ("requests a second", "milliseconds to an answer"), strict=True
        ):
            axis.set(xlabel="clients that ask at once", title=title, xscale="log")
            axis.set_xticks(clients, [str(one) for one in clients])
            axis.minorticks_off()
            axis.legend(fontsize=9.5)
        axes[0].set_ylim(bottom=0)
        axes[1].set_yscale("log")
        axes[1].yaxis.set_major_formatter("{x:g}")
    return path


def plot_time(path: Path, results: Mapping[str, Any]) -> Path:
    """Which processes used the processors, by how many ask at once.

    Args:
        path: the PNG to write.
        results: the content of ``bench_serve.json``.

    Returns:
        The path.
    """
    used = results["used"]
    rows = np.arange(len(used))
    with drawn(path, width=8, columns=1, height=1.6 + 0.6 * len(used)) as (_, (axis,)):
        left = np.zeros(len(used))
        for who in next(iter(used.values()))["processor"]:
            share = np.array(
                [one["processor"][who] / (results["cores"] * one["at"]) for one in used.values()]
            )
            colour = _COLOURS.get(who, GREY)
            axis.barh(rows, 100 * share, left=100 * left, color=colour, label=who, height=0.65)
            left += share
        axis.set_yticks(rows, ["1 client" if one == "1" else f"{one} clients" for one in used])
        axis.invert_yaxis()
        axis.set(xlim=(0, 100), xlabel="% of all processors' time", title="Who is at work")
        axis.grid(visible=False, axis="y")
        axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.35), ncols=5, fontsize=9.5)
    return path
