"""Asks a server as many clients would, and notes how long the answers take."""

import asyncio
import itertools
import math
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import aiohttp

_SECONDS_TO_GIVE_UP = 60
# A server that refuses at once should not be asked as fast as it can refuse.
_PAUSE_AFTER_ERROR = 0.05


@dataclass(frozen=True)
class Load:
    """How a server did.

    Attributes:
        seconds: how long was measured.
        latencies: milliseconds of each request that was answered with status 200.
        errors: requests that were not.
    """

    seconds: float
    latencies: list[float]
    errors: int

    @property
    def per_second(self) -> float:
        """Good answers a second."""
        return len(self.latencies) / self.seconds

    @property
    def mean(self) -> float:
        """Milliseconds; NaN without an answer, as the next two."""
        return statistics.fmean(self.latencies) if self.latencies else math.nan

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.latencies) if self.latencies else math.nan

    @property
    def p95(self) -> float:
        """Milliseconds that 95 of 100 requests did not exceed."""
        if not self.latencies:
            return math.nan
        return sorted(self.latencies)[math.ceil(0.95 * len(self.latencies)) - 1]

    def as_dict(self) -> dict[str, float]:
        """For a file; times in milliseconds."""
        return {
            "seconds": self.seconds,
            "requests": len(self.latencies),
            "errors": self.errors,
            "per_second": self.per_second,
            "mean": self.mean,
            "median": self.median,
            "p95": self.p95,
        }


async def closed_loop(
    url: str,
    bodies: Sequence[bytes],
    clients: int,
    *,
    warm_up_seconds: float,
    seconds: float,
    at_edge: Callable[[], Awaitable[None]] | None = None,
) -> Load:
    """Clients that each ask again as soon as they have an answer, over connections kept open.

    Counts what is answered within the measured time, whenever it was asked: where answers take
    long, leaving out what was begun before would make a server look slower than it is.

    Args:
        url: to post to.
        bodies: JSON texts, taken in turn.
        clients: requests at a time.
        warm_up_seconds: that go before, unmeasured.
        seconds: to measure.
        at_edge: is called just before and just after the measured time.
    """
    answered: list[tuple[float, float, bool]] = []
    turn = itertools.cycle(bodies)
    ends = asyncio.Event()

    async def client() -> None:
        while not ends.is_set():
            asked = time.perf_counter()
            good = await _ask(session, url, next(turn))
            answered.append((asked, time.perf_counter(), good))
            if not good:
                await asyncio.sleep(_PAUSE_AFTER_ERROR)

    async with _session() as session, asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(client())
        await asyncio.sleep(warm_up_seconds)
        if at_edge:
            await at_edge()
        start = time.perf_counter()
        await asyncio.sleep(seconds)
        end = time.perf_counter()
        if at_edge:
            await at_edge()
        ends.set()
    return _load(end - start, [one for one in answered if start <= one[1] < end])


async def open_loop(
    url: str, bodies: Sequence[bytes], *, per_second: float, seconds: float
) -> Load:
    """Requests at fixed times, whether or not earlier ones were answered.

    A request's time runs from when it was due, so that one that had to wait to be sent is not
    taken for a fast one.

    Args:
        url: to post to.
        bodies: JSON texts, taken in turn.
        per_second: requests.
        seconds: for how long.
    """
    turn = itertools.cycle(bodies)
    start = time.perf_counter()

    async def send(due: float) -> tuple[float, float, bool]:
        good = await _ask(session, url, next(turn))
        return due, time.perf_counter(), good

    sent: list[asyncio.Task[tuple[float, float, bool]]] = []
    async with _session() as session, asyncio.TaskGroup() as group:
        for number in range(max(round(per_second * seconds), 1)):
            due = start + number / per_second
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            sent.append(group.create_task(send(due)))
    return _load(time.perf_counter() - start, [task.result() for task in sent])


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        timeout=aiohttp.ClientTimeout(total=_SECONDS_TO_GIVE_UP),
        headers={"Content-Type": "application/json"},
    )


async def _ask(session: aiohttp.ClientSession, url: str, body: bytes) -> bool:
    try:
        async with session.post(url, data=body) as answer:
            await answer.read()
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


def _load(seconds: float, answered: list[tuple[float, float, bool]]) -> Load:
    good = [1000 * (end - start) for start, end, is_good in answered if is_good]
    return Load(seconds, good, errors=len(answered) - len(good))
