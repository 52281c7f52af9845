"""The course of the benchmark of the service."""

import asyncio
import http.client
import itertools
import json
import logging
import math
import os
import platform
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil
from omegaconf import DictConfig, OmegaConf
from rich.console import Console
from rich.table import Table

from sentiment.bundle import Manifest, newest_bundle
from sentiment.bundle.loading import find_bundle
from sentiment.bundle.manifest import MANIFEST
from sentiment.data.sources import DemoSource, Source, open_source
from sentiment.errors import UserError
from sentiment.files import shown, write_json
from sentiment.settings import check_settings
from sentiment.text import basic_english
from serve.load import Load, closed_loop, open_loop
from serve.settings import BenchServeSettings

log = logging.getLogger(__name__)

_ADDRESS = "127.0.0.1"
_CLIENTS = (1, 8, 32)
_MOST_CLIENTS = max(_CLIENTS)
_STEADY_PER_SECOND = 200
_TEXTS_A_BATCH = 64
_BATCH_CLIENTS = 2
_MEMORY_LOOKS = 5
_SECONDS_TO_START = 60
_SECONDS_TO_END = 10
# A share above which a processor, or a process, counts as busy all the time.
_BUSY = 0.9
# What would make the server ask elsewhere, or use what is not the benchmark's.
_NOT_FOR_THE_SERVER = (
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "PROMETHEUS_MULTIPROC_DIR",
    "SENTIMENT_API_KEY",
    "SENTIMENT_STORE_URL",
)


@dataclass(frozen=True)
class Goal:
    """What a figure should be, in words, and whether it is."""

    text: str
    met: bool


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        what: is measured.
        ours: in ``unit``.
        unit: of both.
        baseline: in ``unit``, measured in the same run; None where there is none.
        advantage: how many times better ours is.
        goals: that ours should meet.
    """

    what: str
    ours: float
    unit: str
    baseline: float | None = None
    advantage: float | None = None
    goals: list[Goal] = field(default_factory=list)


@dataclass(frozen=True)
class Child:
    """A server that was started here.

    Attributes:
        process: its first process.
        port: that it listens on.
        start_seconds: from its start to its first healthy answer.
    """

    process: subprocess.Popen[bytes]
    port: int
    start_seconds: float

    def url(self, path: str) -> str:
        """Where to ask for ``path``."""
        return f"http://{_ADDRESS}:{self.port}{path}"


@dataclass(frozen=True)
class Moment:
    """What was used up by a point in time.

    Attributes:
        at: seconds of a clock.
        processor: seconds, by who used them.
        idle_seconds: of all processors of the machine.
        inference_seconds: that workers spent on batches.
        batches: that workers have done.
    """

    at: float
    processor: dict[str, float]
    idle_seconds: float
    inference_seconds: float
    batches: float

    def since(self, earlier: "Moment") -> "Moment":
        """The difference."""
        return Moment(
            self.at - earlier.at,
            {who: used - earlier.processor.get(who, 0.0) for who, used in self.processor.items()},
            self.idle_seconds - earlier.idle_seconds,
            self.inference_seconds - earlier.inference_seconds,
            self.batches - earlier.batches,
        )


@dataclass(frozen=True)
class Measured:
    """All that the tables and the file are made of.

    Attributes:
        start_seconds: of ours and of the baseline.
        ours: by clients.
        baseline: by clients.
        used: by ours while it was loaded, by clients.
        steady: ours at a fixed rate.
        batch: ours, ``_TEXTS_A_BATCH`` texts a request.
        explain: ours, one client.
        memory_megabytes: of all processes of ours, under load.
        idle_percent: of one core that ours takes while nobody asks.
        workers: processes of ours that predict.
    """

    start_seconds: tuple[float, float]
    ours: dict[int, Load]
    baseline: dict[int, Load]
    used: dict[int, Moment]
    steady: Load
    batch: Load
    explain: Load
    memory_megabytes: float
    idle_percent: float
    workers: int


def run_benchmark(config: DictConfig) -> dict[str, Any]:
    """See ``serve.bench.bench``."""
    check_settings(config, BenchServeSettings)
    settings = BenchServeSettings.model_validate(OmegaConf.to_container(config, resolve=True))
    given = Path(settings.bundle) if settings.bundle else newest_bundle(Path(settings.runs_dir))
    bundle = find_bundle(given)
    version = Manifest.model_validate_json((bundle / MANIFEST).read_bytes()).version
    source = _open_source(settings)
    texts = _texts(source, settings)
    tokens = statistics.fmean(len(basic_english(text)) for text in texts)
    log.info("%s, %s reviews of %s, %.0f tokens each", version, len(texts), source.name, tokens)
    measured = _measure(settings, bundle, texts)
    lines = _lines(measured)
    bound = _what_bounds(measured)
    results = {
        "bundle": version,
        "dataset": source.name,
        "reviews": len(texts),
        "tokens_a_review": tokens,
        "machine": f"{platform.machine()}, {_cores()} cores, load generator included",
        "python": platform.python_version(),
        "lines": [asdict(line) for line in lines],
        "what_bounds": bound,
        **_as_dict(measured),
    }
    path = Path(settings.output_dir) / "bench_serve.json"
    write_json(path, results)
    _print(f"The service on {source.name}", lines, bound)
    log.info("written to %s", shown(path))
    return results


def _measure(settings: BenchServeSettings, bundle: Path, texts: list[str]) -> Measured:
    bodies = [json.dumps({"text": text}).encode() for text in texts]
    with (
        tempfile.TemporaryDirectory() as folder,
        _our_server(Path(folder), bundle) as server,
    ):
        log.info("ours is healthy after %.1f s", server.start_seconds)
        ours, baseline, used = {}, {}, {}
        with _flask_server(Path(folder)) as flask:
            log.info("the baseline is healthy after %.1f s", flask.start_seconds)
            # By turns, so that what else happens on this machine happens to both.
            for clients in _CLIENTS:
                ours[clients], used[clients] = _watched(settings, server, bodies, clients)
                _tell(f"ours, {clients} clients", ours[clients])
                baseline[clients] = _closed(settings, flask, "/predict", bodies, clients)
                _tell(f"baseline, {clients} clients", baseline[clients])
        steady = _steady(settings, server, bodies)
        _tell(f"ours, {_STEADY_PER_SECOND} requests/s", steady)
        batch = _closed(settings, server, "/predict_batch", _batches(texts), _BATCH_CLIENTS)
        _tell(f"ours, batches of {_TEXTS_A_BATCH}", batch)
        explain = _closed(settings, server, "/explain", bodies, 1)
        _tell("ours, explanations", explain)
        memory = _memory_under_load(settings, server, bodies)
        log.info("ours, memory: %.0f MB", memory)
        idle = _idle_percent(settings, server)
        log.info("ours, idle: %.1f%% of a core", idle)
        return Measured(
            start_seconds=(server.start_seconds, flask.start_seconds),
            ours=ours,
            baseline=baseline,
            used=used,
            steady=steady,
            batch=batch,
            explain=explain,
            memory_megabytes=memory,
            idle_percent=idle,
            workers=len(_family(server)["workers"]),
        )


def _open_source(settings: BenchServeSettings) -> Source:
    if settings.source is None:
        return DemoSource(settings.reviews, settings.reviews, settings.seed)
    if not Path(settings.source).expanduser().exists():
        raise UserError(
            f"source={settings.source}: there is no such folder or file; leave source out to "
            "measure on the built-in corpus."
        )
    return open_source(settings.source)


def _texts(source: Source, settings: BenchServeSettings) -> list[str]:
    """Some of the test split, from all over it."""
    texts = source.read("test").texts
    return random.Random(settings.seed).sample(texts, min(settings.reviews, len(texts)))  # noqa: S311


def _batches(texts: list[str]) -> list[bytes]:
    """Each text once, and some again where the last batch would not be full."""
    turn = itertools.cycle(texts)
    return [
        json.dumps({"texts": list(itertools.islice(turn, _TEXTS_A_BATCH))}).encode()
        for _ in range(math.ceil(len(texts) / _TEXTS_A_BATCH))
    ]


@contextmanager
def _our_server(folder: Path, bundle: Path) -> Iterator[Child]:
    port = _free_port()
    arguments = ["-m", "serve", f"bundle={json.dumps(str(bundle))}", f"port={port}"]
    with _running("the service", folder / "ours", arguments, port) as child:
        yield child


@contextmanager
def _flask_server(folder: Path) -> Iterator[Child]:
    port = _free_port()
    arguments = ["-m", "sentiment.flask_baseline", str(port)]
    with _running("the baseline", folder / "baseline", arguments, port) as child:
        yield child


@contextmanager
def _running(name: str, folder: Path, arguments: list[str], port: int) -> Iterator[Child]:
    """A healthy server in a folder of its own, which is ended whatever happens.

    Raises:
        UserError: when it ends, or is not healthy in time.
    """
    folder.mkdir()
    environment = {
        **{key: value for key, value in os.environ.items() if key not in _NOT_FOR_THE_SERVER},
        "SENTIMENT_RUNS": str(folder / "runs"),
    }
    started = time.perf_counter()
    with (folder / "out.log").open("wb") as out, (folder / "err.log").open("wb") as err:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments], cwd=folder, stdout=out, stderr=err, env=environment
        )
    try:
        while not _is_healthy(port):
            if process.poll() is not None:
                said = (folder / "err.log").read_text(encoding="utf-8", errors="replace")
                reason = (said.strip().splitlines() or ["it said nothing"])[-1]
                raise UserError(f"{name.capitalize()} did not start: {reason}")
            if time.perf_counter() - started > _SECONDS_TO_START:
                raise UserError(f"{name.capitalize()} was not healthy in {_SECONDS_TO_START} s.")
            time.sleep(0.02)
        yield Child(process, port, time.perf_counter() - started)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Politely at first; all that belongs to a server ends with its first process."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.create_server((_ADDRESS, 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _is_healthy(port: int) -> bool:
    try:
        return _get(port, "/health")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def _get(port: int, path: str) -> tuple[int, str]:
    """Status and body."""
    connection = http.client.HTTPConnection(_ADDRESS, port, timeout=_SECONDS_TO_END)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _closed(
    settings: BenchServeSettings, child: Child, path: str, bodies: Sequence[bytes], clients: int
) -> Load:
    return asyncio.run(
        closed_loop(
            child.url(path),
            bodies,
            clients,
            warm_up_seconds=settings.warm_up_seconds,
            seconds=settings.seconds,
        )
    )


def _watched(
    settings: BenchServeSettings, server: Child, bodies: Sequence[bytes], clients: int
) -> tuple[Load, Moment]:
    """The load, and what was used up for it."""
    moments: list[Moment] = []

    async def look() -> None:
        moments.append(await asyncio.to_thread(_moment, server))

    load = asyncio.run(
        closed_loop(
            server.url("/predict"),
            bodies,
            clients,
            warm_up_seconds=settings.warm_up_seconds,
            seconds=settings.seconds,
            at_edge=look,
        )
    )
    return load, moments[1].since(moments[0])


def _steady(settings: BenchServeSettings, server: Child, bodies: Sequence[bytes]) -> Load:
    def send(seconds: float) -> Load:
        return asyncio.run(
            open_loop(
                server.url("/predict"), bodies, per_second=_STEADY_PER_SECOND, seconds=seconds
            )
        )

    send(settings.warm_up_seconds)
    return send(settings.steady_seconds)


def _memory_under_load(
    settings: BenchServeSettings, server: Child, bodies: Sequence[bytes]
) -> float:
    """The most megabytes at several looks, in a load of its own: looking takes time."""
    most = 0.0
    ended = threading.Event()

    def load() -> None:
        _closed(settings, server, "/predict", bodies, _MOST_CLIENTS)
        ended.set()

    thread = threading.Thread(target=load)
    thread.start()
    pause = (settings.warm_up_seconds + settings.seconds) / (_MEMORY_LOOKS + 1)
    while not ended.wait(pause):
        used = sum(map(_memory_bytes, itertools.chain(*_family(server).values())))
        most = max(most, used / 1e6)
    thread.join()
    return most


def _memory_bytes(process: psutil.Process) -> int:
    """Shared pages count in parts (PSS) where the system tells; otherwise in whole."""
    try:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return 1024 * int(line.split()[1])
    except OSError:
        pass
    return int(process.memory_info().rss)


def _idle_percent(settings: BenchServeSettings, server: Child) -> float:
    time.sleep(1)
    before, started = _processor_seconds(server), time.perf_counter()
    time.sleep(settings.idle_seconds)
    used = sum(_processor_seconds(server).values()) - sum(before.values())
    return 100 * used / (time.perf_counter() - started)


def _moment(server: Child) -> Moment:
    own = psutil.Process().cpu_times()
    figures = _get(server.port, "/metrics")[1]
    return Moment(
        at=time.perf_counter(),
        processor={**_processor_seconds(server), "load generator": own.user + own.system},
        idle_seconds=psutil.cpu_times().idle,
        inference_seconds=_sample(figures, "model_inference_duration_seconds_sum"),
        batches=_sample(figures, "model_inference_duration_seconds_count"),
    )


def _sample(figures: str, name: str) -> float:
    for line in figures.splitlines():
        if line.startswith(name + " "):
            return float(line.rsplit(" ", 1)[1])
    return 0.0


def _processor_seconds(server: Child) -> dict[str, float]:
    """What each kind of process has used so far."""
    used = {}
    for kind, processes in _family(server).items():
        times = [process.cpu_times() for process in processes]
        used[kind] = sum(one.user + one.system for one in times)
    return used


def _family(server: Child) -> dict[str, list[psutil.Process]]:
    """The server's processes by what they do.

    LitServe starts its workers anew, and forks the others: first the manager of the queues, last
    what speaks HTTP.
    """
    first = psutil.Process(server.process.pid)
    family: dict[str, list[psutil.Process]] = {"workers": [], "others": [first]}
    forks = []
    for child in first.children(recursive=True):
        command = child.cmdline()
        if any("spawn_main" in part for part in command):
            family["workers"].append(child)
        elif command == first.cmdline():
            forks.append(child)
        else:
            family["others"].append(child)
    forks.sort(key=lambda fork: (fork.create_time(), fork.pid))
    return {**family, "queue manager": forks[:1], "HTTP process": forks[1:]}


def _cores() -> int:
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _tell(what: str, load: Load) -> None:
    log.info(
        "%s: %.0f requests/s, median %.1f ms, p95 %.1f ms, %s errors",
        what,
        load.per_second,
        load.median,
        load.p95,
        load.errors,
    )


def _lines(measured: Measured) -> list[Line]:
    lines = []
    for clients in _CLIENTS:
        ours, baseline = measured.ours[clients], measured.baseline[clients]
        named = f"{clients} client{'s' if clients > 1 else ''}"
        faster = _ratio(ours.per_second, baseline.per_second)
        sooner = _ratio(baseline.median, ours.median)
        throughput, latency = [], []
        if clients == _MOST_CLIENTS:
            throughput = [
                Goal("≥ 15 times", faster >= 15),
                Goal("≥ 25 times", faster >= 25),
                Goal("≥ 850/s", ours.per_second >= 850),
            ]
        if clients == 1:
            latency = [
                Goal("≤ a tenth", sooner >= 10),
                Goal("≤ 3 ms", ours.median <= 3),
            ]
        lines += [
            Line(
                f"requests, {named}",
                ours.per_second,
                "/s",
                baseline.per_second,
                faster,
                throughput,
            ),
            Line(f"median, {named}", ours.median, "ms", baseline.median, sooner, latency),
            Line(f"p95, {named}", ours.p95, "ms", baseline.p95, _ratio(baseline.p95, ours.p95)),
        ]
    steady = measured.steady
    reviews = _TEXTS_A_BATCH * measured.batch.per_second
    explain = _ratio(measured.explain.median, measured.ours[1].median)
    start, baseline_start = measured.start_seconds
    return [
        *lines,
        Line(
            f"p95, {_STEADY_PER_SECOND} requests/s",
            steady.p95,
            "ms",
            goals=[
                Goal("< 100 ms", steady.p95 < 100),
                Goal("no error", steady.errors == 0),
            ],
        ),
        Line(
            f"reviews in {_TEXTS_A_BATCH}s, {_BATCH_CLIENTS} clients",
            reviews,
            "/s",
            goals=[Goal("≥ 2,500/s", reviews >= 2500)],
        ),
        Line(
            "explain / predict",
            explain,
            "times",
            goals=[Goal("≤ 10", explain <= 10)],
        ),
        Line(
            "start to healthy",
            start,
            "s",
            baseline_start,
            _ratio(baseline_start, start),
            [Goal("< 4 s", start < 4)],
        ),
        Line(
            "memory under load",
            measured.memory_megabytes,
            "MB",
            goals=[Goal("< 600 MB", measured.memory_megabytes < 600)],
        ),
        Line(
            "idle",
            measured.idle_percent,
            "% of core",
            goals=[Goal("≤ 5%", measured.idle_percent <= 5)],
        ),
        Line(
            "errors",
            float(sum(load.errors for load in _loads_of_ours(measured))),
            "",
            float(sum(load.errors for load in measured.baseline.values())),
        ),
        Line(f"model's share, {_MOST_CLIENTS} clients", 100 * _busy_share(measured), "%"),
        Line("model's share, 1 client", 100 * _latency_share(measured), "%"),
    ]


def _loads_of_ours(measured: Measured) -> list[Load]:
    return [*measured.ours.values(), measured.steady, measured.batch, measured.explain]


def _ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else math.nan


def _busy_share(measured: Measured) -> float:
    """How much of the workers' time under the greatest load was spent in the model."""
    used = measured.used[_MOST_CLIENTS]
    return _ratio(used.inference_seconds, used.at * measured.workers)


def _latency_share(measured: Measured) -> float:
    """How much of a lone client's waiting was spent in the model; both are means."""
    used = measured.used[1]
    return _ratio(1000 * _ratio(used.inference_seconds, used.batches), measured.ours[1].mean)


def _what_bounds(measured: Measured) -> str:
    """Says where the time went under the greatest load, and what that means."""
    used = measured.used[_MOST_CLIENTS]
    cores = _cores()
    there = cores * used.at
    left = max(there - sum(used.processor.values()), 0)
    # In a container the machine may have more processors than this process may use.
    idle = min(left, used.idle_seconds)
    everyone = {**used.processor, "other programs": left - idle, "nobody": idle}
    spent = ", ".join(
        f"{who} {100 * seconds / there:.0f}%"
        for who, seconds in sorted(everyone.items(), key=lambda item: -item[1])
    )
    http_busy = used.processor["HTTP process"] / used.at
    if idle < (1 - _BUSY) * there:
        everyone.pop("workers")
        taker = max(everyone, key=lambda who: everyone[who])
        conclusion = (
            "the processors are used up, and most of what the workers do not get goes to: "
            f"{taker} ({100 * everyone[taker] / there:.0f}%)"
        )
    elif http_busy > _BUSY:
        conclusion = "the HTTP process is busy all the time, and the others wait for it"
    else:
        conclusion = (
            f"neither the processors nor the HTTP process (busy {100 * http_busy:.0f}% of the "
            "time) are used up: processes wait for each other"
        )
    noise = ""
    if left - idle > (1 - _BUSY) * there:
        noise = " Other programs were at work: measure again when the machine is quiet."
    return (
        f"With {_MOST_CLIENTS} clients the model takes {100 * _busy_share(measured):.0f}% of the "
        f"workers' time. The {cores} processors' time went to: {spent}; so {conclusion}.{noise}"
    )


def _as_dict(measured: Measured) -> dict[str, Any]:
    def by_clients(loads: dict[int, Load]) -> dict[str, dict[str, float]]:
        return {str(clients): load.as_dict() for clients, load in loads.items()}

    return {
        "start_seconds": dict(zip(("ours", "baseline"), measured.start_seconds, strict=True)),
        "ours": by_clients(measured.ours),
        "baseline": by_clients(measured.baseline),
        "used": {str(clients): asdict(used) for clients, used in measured.used.items()},
        "steady": measured.steady.as_dict(),
        "batch": measured.batch.as_dict(),
        "explain": measured.explain.as_dict(),
        "memory_megabytes": measured.memory_megabytes,
        "idle_percent": measured.idle_percent,
        "workers": measured.workers,
    }


def _print(title: str, lines: list[Line], bound: str) -> None:
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in ("what", "ours", "baseline", "times better", "goal"):
        table.add_column(
            name, justify="left" if name in ("what", "goal") else "right", no_wrap=name == "what"
        )
    for line in lines:
        table.add_row(
            line.what,
            f"{line.ours:,.4g} {line.unit}",
            "" if line.baseline is None else f"{line.baseline:,.4g} {line.unit}",
            "" if line.advantage is None else f"{line.advantage:,.1f}",
            "\n".join(f"{goal.text}: {'met' if goal.met else 'NOT MET'}" for goal in line.goals),
        )
    console = Console()
    console.print(table)
    console.print(bound, highlight=False)
