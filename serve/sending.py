"""The course of traffic: calls at chance moments, and what came of them."""

import asyncio
import io
import logging
import math
import statistics
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from omegaconf import DictConfig, OmegaConf
from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from sentiment.data.sources import DemoSource
from sentiment.errors import UserError
from sentiment.files import shown, write_json
from sentiment.settings import check_settings
from serve.journeys import Call, first_calls, some_call
from serve.settings import TrafficSettings

log = logging.getLogger(__name__)

_REVIEWS = 500
_SECONDS_TO_GIVE_UP = 30


@dataclass
class Answers:
    """What came of the calls of one kind.

    Attributes:
        milliseconds: of those that were answered as expected.
        unexpected: statuses, or names of errors, with how often.
    """

    milliseconds: list[float] = field(default_factory=list)
    unexpected: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.milliseconds) + self.unexpected.total()

    def as_dict(self) -> dict[str, Any]:
        """For a file."""
        times = sorted(self.milliseconds)
        return {
            "requests": self.count,
            "unexpected": dict(self.unexpected),
            "median_milliseconds": statistics.median(times) if times else math.nan,
            "p95_milliseconds": times[math.ceil(0.95 * len(times)) - 1] if times else math.nan,
        }


def send_traffic(config: DictConfig) -> dict[str, Any]:
    """See ``serve.traffic.traffic``."""
    check_settings(config, TrafficSettings)
    settings = TrafficSettings.model_validate(OmegaConf.to_container(config, resolve=True))
    texts = DemoSource(_REVIEWS, _REVIEWS, settings.seed).read("test").texts
    answers = asyncio.run(_send(settings, texts))
    kinds = {name: answers[name].as_dict() for name in sorted(answers)}
    results = {"url": settings.url, "rate": settings.rate, "kinds": kinds}
    _show(kinds)
    path = Path(settings.output_dir) / "traffic.json"
    write_json(path, results)
    log.info("written to %s", shown(path))
    return results


async def _send(settings: TrafficSettings, texts: list[str]) -> dict[str, Answers]:
    random = Random(settings.seed)  # noqa: S311
    answers: dict[str, Answers] = defaultdict(Answers)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        timeout=aiohttp.ClientTimeout(total=_SECONDS_TO_GIVE_UP),
    ) as session:

        async def make(call: Call) -> None:
            began = time.perf_counter()
            status = await _status(session, settings, call)
            if status == str(call.expected):
                answers[call.name].milliseconds.append(1000 * (time.perf_counter() - began))
            else:
                answers[call.name].unexpected[status] += 1

        if await _status(session, settings, Call("page", "GET", "/health")) != "200":
            raise UserError(f"url={settings.url}: no healthy service answers there.")
        if settings.mix.get("review") or settings.mix.get("movie"):
            for call in first_calls(texts):
                await make(call)
        due = start = time.perf_counter()
        whole = round(settings.seconds)
        with tqdm(total=whole, unit="s", file=sys.stderr) as bar:
            async with asyncio.TaskGroup() as group:
                while due - start < settings.seconds:
                    await asyncio.sleep(max(due - time.perf_counter(), 0))
                    group.create_task(make(some_call(random, texts, settings.mix, settings.bad)))
                    due += random.expovariate(settings.rate)
                    bar.update(min(int(due - start), whole) - bar.n)
    return answers


async def _status(session: aiohttp.ClientSession, settings: TrafficSettings, call: Call) -> str:
    headers = dict(call.headers)
    if call.writes and settings.api_key is not None:
        headers["X-API-Key"] = settings.api_key
    body = None if call.body is None else io.BytesIO(call.body)
    # What is too large is announced first, as curl does: a server that refuses it closes the
    # connection, and its answer would be lost with what is still on its way.
    announced = call.expected == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    url = settings.url.rstrip("/") + call.path
    try:
        async with session.request(
            call.method, url, data=body, headers=headers, expect100=announced
        ) as answer:
            await answer.read()
            return str(answer.status)
    except (aiohttp.ClientError, TimeoutError) as error:
        return type(error).__name__


def _show(kinds: dict[str, dict[str, Any]]) -> None:
    table = Table(title="Traffic", title_justify="left")
    for column in ("kind", "requests", "median, ms", "p95, ms", "not as expected"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for name, kind in kinds.items():
        wrong = ", ".join(f"{count} x {what}" for what, count in kind["unexpected"].items())
        times = (kind["median_milliseconds"], kind["p95_milliseconds"])
        shown_times = ("" if math.isnan(value) else f"{value:.1f}" for value in times)
        table.add_row(name, f"{kind['requests']:,}", *shown_times, wrong)
    Console(file=sys.stdout).print(table)
