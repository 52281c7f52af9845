"""Measures a service that runs already, as a deployed image does."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from rich.console import Console
from rich.table import Table

from sentiment.errors import UserError
from sentiment.files import shown, write_json
from serve.benchmarking.loads import closed_load, steady_load
from serve.benchmarking.measured import CLIENTS, STEADY_PER_SECOND
from serve.benchmarking.reviews import bench_source, bodies_of, some_reviews
from serve.load import Load
from serve.settings import BenchServeSettings

log = logging.getLogger(__name__)
_SECONDS_TO_ANSWER = 10


@dataclass(frozen=True)
class Running:
    """A service that somebody else started.

    Attributes:
        address: its URL, without a path.
    """

    address: str

    def url(self, path: str) -> str:
        """Where to ask for ``path``."""
        return self.address.rstrip("/") + path


def measure_running(settings: BenchServeSettings, address: str) -> dict[str, Any]:
    """Predictions by many clients and at a fixed rate; nothing is stored.

    Args:
        settings: how long, and which reviews.
        address: the service's URL.

    Returns:
        The content of ``bench_serve.json``.

    Raises:
        UserError: when it is not healthy, or answers nothing.
    """
    service = Running(address)
    version = _version(service)
    source = bench_source(settings)
    bodies = bodies_of(some_reviews(source, settings))
    loads: dict[str, Load] = {}
    for clients in CLIENTS:
        named = f"{clients} client{'s' if clients > 1 else ''}"
        log.info("%s for %g s", named, settings.warm_up_seconds + settings.seconds)
        loads[named] = closed_load(settings, service, "/predict", bodies, clients)
    log.info("%d requests/s for %g s", STEADY_PER_SECOND, settings.steady_seconds)
    loads[f"{STEADY_PER_SECOND} requests/s"] = steady_load(settings, service, bodies)
    _print(f"{address} ({version}) on {source.name}", loads)
    results = {
        "url": address,
        "bundle": version,
        "dataset": source.name,
        "loads": {name: load.as_dict() for name, load in loads.items()},
    }
    path = Path(settings.output_dir) / "bench_serve.json"
    write_json(path, results)
    log.info("written to %s", shown(path))
    if not any(load.latencies for load in loads.values()):
        raise UserError(f"url={address} answered no prediction: see its log.")
    return results


def _version(service: Running) -> str:
    try:
        answer = requests.get(service.url("/health"), timeout=_SECONDS_TO_ANSWER)
        return str(answer.json()["model_version"])
    except (requests.RequestException, ValueError, KeyError) as error:
        raise UserError(
            f"url={service.address} is no healthy service: python -m serve starts one, "
            "python -m sentiment.deploy action=status tells of one that was deployed."
        ) from error


def _print(title: str, loads: dict[str, Load]) -> None:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("asked by")
    for name in ("requests/s", "median, ms", "p95, ms", "failed"):
        table.add_column(name, justify="right")
    for name, load in loads.items():
        figures = (f"{load.per_second:,.0f}", f"{load.median:.1f}", f"{load.p95:.1f}")
        table.add_row(name, *figures, str(load.errors))
    Console().print(table)
