"""The estimate of costs: load, replicas, nodes, money."""

import logging
import math
import sys
from pathlib import Path
from typing import Annotated, Any

from matplotlib.ticker import StrMethodFormatter
from omegaconf import DictConfig, OmegaConf
from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, PositiveFloat, PositiveInt
from rich.console import Console
from rich.table import Table

from sentiment.drawing import BLUE, GREEN, ORANGE, drawn
from sentiment.files import shown, write_json
from sentiment.settings import check_settings

log = logging.getLogger(__name__)

_DAY = 24 * 60 * 60
# Of a curve.
_STEPS = 400


class _Group(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class Node(_Group):
    """``node`` of ``conf/prices``: dollars an hour, and how many pods of the service it holds."""

    name: str
    hourly: PositiveFloat
    pods: PositiveInt
    minimum: PositiveInt
    maximum: PositiveInt | None = None


class Runbook(_Group):
    """``runbook`` of ``conf/prices``: what an earlier estimate assumed and came to."""

    hourly: PositiveFloat
    nodes: PositiveInt
    total: PositiveFloat


class Prices(_Group):
    """``conf/prices``."""

    title: Annotated[str, Field(min_length=1)]
    hours: PositiveFloat
    control_plane: NonNegativeFloat
    credit: NonNegativeFloat
    load_balancer: NonNegativeFloat
    node: Node
    storage: NonNegativeFloat
    other: NonNegativeFloat
    runbook: Runbook | None

    def month(self, nodes: int, hourly: float) -> float:
        """Dollars a month for so many nodes at a price an hour."""
        hours = self.control_plane + self.load_balancer + nodes * hourly
        return self.hours * hours + nodes * self.storage + self.other - self.credit


class Autoscaler(_Group):
    """``autoscaler``: of Kubernetes' HorizontalPodAutoscaler."""

    request: PositiveFloat
    utilization: Annotated[float, Field(gt=0, le=1)]
    minimum: PositiveInt
    maximum: PositiveInt


class CostsSettings(_Group):
    """``conf/costs.yaml``."""

    predictions_per_day: Annotated[list[PositiveInt], Field(min_length=1)]
    peak: Annotated[float, Field(ge=1)]
    throughput: PositiveFloat
    processors: PositiveFloat
    autoscaler: Autoscaler
    prices: dict[str, Prices]
    output_dir: str

    def replicas(self, predictions_per_day: float) -> int:
        """Pods in the busiest hour, by the autoscaler's rule, before its least and most.

        It aims at a share of the processors that pods ask for: the work of an hour, in processors,
        over that share of one pod's.
        """
        a_second = self.peak * predictions_per_day / _DAY
        busy = a_second / (self.throughput / self.processors)
        return max(1, math.ceil(busy / (self.autoscaler.request * self.autoscaler.utilization)))


def run_costs(config: DictConfig) -> dict[str, Any]:
    """See ``sentiment.costs.costs``."""
    check_settings(config, CostsSettings)
    settings = CostsSettings.model_validate(OmegaConf.to_container(config, resolve=True))
    rows = [
        _estimate(settings, prices, load)
        for prices in settings.prices.values()
        for load in settings.predictions_per_day
    ]
    runbook = [
        {
            "target": prices.title,
            "nodes": prices.runbook.nodes,
            "dollars": prices.month(prices.runbook.nodes, prices.runbook.hourly),
            "runbook": prices.runbook.total,
        }
        for prices in settings.prices.values()
        if prices.runbook is not None
    ]
    results = {"estimates": rows, "runbook": runbook}
    _show(rows, runbook)
    folder = Path(settings.output_dir)
    _draw(folder / "costs.png", settings)
    write_json(folder / "costs.json", results)
    log.info("written to %s and costs.png beside it", shown(folder / "costs.json"))
    return results


def _estimate(settings: CostsSettings, prices: Prices, load: float) -> dict[str, Any]:
    wanted = settings.replicas(load)
    most = settings.autoscaler.maximum
    if prices.node.maximum is not None:
        most = prices.node.maximum * prices.node.pods
    least = min(settings.autoscaler.minimum, most)
    replicas = min(max(wanted, least), most)
    nodes = max(math.ceil(replicas / prices.node.pods), prices.node.minimum)
    dollars = prices.month(nodes, prices.node.hourly)
    enough = wanted <= most
    return {
        "target": prices.title,
        "predictions_per_day": load,
        "replicas": replicas,
        "nodes": nodes,
        "node": prices.node.name,
        "enough": enough,
        "dollars": dollars if enough else None,
        "dollars_per_million": dollars / (load * 30 / 1e6) if enough else None,
    }


def _show(rows: list[dict[str, Any]], runbook: list[dict[str, Any]]) -> None:
    table = Table(title="A month, in US dollars", title_justify="left")
    columns = ("target", "predictions a day", "replicas", "nodes", "a month", "a million")
    for column in columns:
        table.add_column(column, justify="left" if column == "target" else "right")
    before = None
    for row in rows:
        table.add_row(
            row["target"] if row["target"] != before else "",
            f"{row['predictions_per_day']:,}",
            str(row["replicas"]),
            f"{row['nodes']} {row['node']}",
            f"{row['dollars']:.0f}" if row["enough"] else "more than it can do",
            f"{row['dollars_per_million']:.2f}" if row["enough"] else "",
            end_section=row is rows[-1],
        )
        before = row["target"]
    console = Console(file=sys.stdout)
    console.print(table)
    for one in runbook:
        console.print(
            f"{one['target']}: with the runbook's {one['nodes']} nodes {one['dollars']:.0f} "
            f"(the runbook: {one['runbook']:.0f})"
        )


def _draw(path: Path, settings: CostsSettings) -> None:
    # To the right of the loads that were asked for, as far as the targets go.
    least, most = min(settings.predictions_per_day), 10 * max(settings.predictions_per_day)
    loads = [least * (most / least) ** (step / _STEPS) for step in range(_STEPS + 1)]
    colours = (BLUE, ORANGE, GREEN)
    with drawn(path, width=8, columns=1) as (_, (axis,)):
        for number, prices in enumerate(settings.prices.values()):
            found = [_estimate(settings, prices, load) for load in loads]
            points = [
                (row["predictions_per_day"], row["dollars"]) for row in found if row["enough"]
            ]
            if points:
                colour = colours[number % len(colours)]
                axis.step(
                    *zip(*points, strict=True), color=colour, where="post", label=prices.title
                )
                axis.plot(*points[-1], "o", color=colour)
        axis.set_xscale("log")
        axis.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axis.set_ylim(bottom=0)
        axis.set_xlabel("predictions a day")
        axis.set_ylabel("US dollars a month")
        axis.set_title("What a month costs; a dot is the most that a target does")
        axis.legend()
