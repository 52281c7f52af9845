"""Putting a server under load, or leaving it alone, and watching it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Protocol

from serve.benchmarking.measured import MOST_CLIENTS, STEADY_PER_SECOND
from serve.benchmarking.servers import Server
from serve.benchmarking.usage import Moment, memory_megabytes, moment, processor_seconds
from serve.load import Load, closed_loop, open_loop
from serve.settings import BenchServeSettings

_MEMORY_LOOKS = 5


class Addressed(Protocol):
    """What can be asked."""

    def url(self, path: str) -> str:
        """Where to ask for ``path``."""


def closed_load(
    settings: BenchServeSettings,
    server: Addressed,
    path: str,
    bodies: Sequence[bytes],
    clients: int,
    at_edge: Callable[[], Awaitable[None]] | None = None,
) -> Load:
    """See ``closed_loop``, for as long as the settings say."""
    return asyncio.run(
        closed_loop(
            server.url(path),
            bodies,
            clients,
            warm_up_seconds=settings.warm_up_seconds,
            seconds=settings.seconds,
            at_edge=at_edge,
        )
    )


def watched_load(
    settings: BenchServeSettings, server: Server, bodies: Sequence[bytes], clients: int
) -> tuple[Load, Moment]:
    """Predictions, and what was used up for them."""
    moments: list[Moment] = []

    async def look() -> None:
        moments.append(await asyncio.to_thread(moment, server))

    load = closed_load(settings, server, "/predict", bodies, clients, at_edge=look)
    before, after = moments
    return load, after.since(before)


def steady_load(settings: BenchServeSettings, server: Addressed, bodies: Sequence[bytes]) -> Load:
    """Predictions at a fixed rate, after a warm-up at the same rate."""

    def send(seconds: float) -> Load:
        url = server.url("/predict")
        return asyncio.run(open_loop(url, bodies, per_second=STEADY_PER_SECOND, seconds=seconds))

    send(settings.warm_up_seconds)
    return send(settings.steady_seconds)


def memory_under_load(
    settings: BenchServeSettings, server: Server, bodies: Sequence[bytes]
) -> float:
    """The most megabytes at several looks, in a load of its own: looking takes time."""
    pause = (settings.warm_up_seconds + settings.seconds) / (_MEMORY_LOOKS + 1)
    most = 0.0
    pool = ThreadPoolExecutor(1)
    load = pool.submit(closed_load, settings, server, "/predict", bodies, MOST_CLIENTS)
    # Without waiting: whoever interrupts the benchmark should not wait for the load.
    pool.shutdown(wait=False)
    while wait([load], pause).not_done:
        most = max(most, memory_megabytes(server))
    load.result()
    return most


def idle_percent(settings: BenchServeSettings, server: Server) -> float:
    """How much of one core a server takes while nobody asks it anything."""
    time.sleep(1)
    before, started = processor_seconds(server), time.perf_counter()
    time.sleep(settings.idle_seconds)
    used = sum(processor_seconds(server).values()) - sum(before.values())
    return 100 * used / (time.perf_counter() - started)
