"""What a server's processes use: processors and memory."""

import itertools
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from serve.benchmarking.servers import Server


@dataclass(frozen=True)
class Moment:
    """What was used up by a point in time, or between two.

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
            {who: used - earlier.processor[who] for who, used in self.processor.items()},
            self.idle_seconds - earlier.idle_seconds,
            self.inference_seconds - earlier.inference_seconds,
            self.batches - earlier.batches,
        )


def moment(server: Server) -> Moment:
    """What this server, and this process as the load generator, have used up by now."""
    own = psutil.Process().cpu_times()
    figures = server.get("/metrics")
    return Moment(
        at=time.perf_counter(),
        processor={**processor_seconds(server), "load generator": own.user + own.system},
        idle_seconds=psutil.cpu_times().idle,
        inference_seconds=_sample(figures, "model_inference_duration_seconds_sum"),
        batches=_sample(figures, "model_inference_duration_seconds_count"),
    )


def processor_seconds(server: Server) -> dict[str, float]:
    """What each kind of process of a server has used so far."""
    used = {}
    for kind, processes in family(server).items():
        times = [process.cpu_times() for process in processes]
        used[kind] = sum(one.user + one.system for one in times)
    return used


def memory_megabytes(server: Server) -> float:
    """Of all processes of a server."""
    return sum(map(_memory_bytes, itertools.chain(*family(server).values()))) / 1e6


def family(server: Server) -> dict[str, list[psutil.Process]]:
    """The service's processes by what they do.

    LitServe starts its workers anew, and forks the others: first the manager of the queues, last
    what speaks HTTP.
    """
    first = psutil.Process(server.process_id)
    workers, forks, others = [], [], [first]
    for child in first.children(recursive=True):
        command = child.cmdline()
        if any("spawn_main" in part for part in command):
            workers.append(child)
        elif command == first.cmdline():
            forks.append(child)
        else:
            others.append(child)
    forks.sort(key=lambda fork: (fork.create_time(), fork.pid))
    return {
        "workers": workers,
        "queue manager": forks[:1],
        "HTTP process": forks[1:],
        "others": others,
    }


def _memory_bytes(process: psutil.Process) -> int:
    """Shared pages count in parts (PSS) where the system tells; otherwise in whole."""
    try:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return 1024 * int(line.split()[1])
    except OSError:
        pass
    return int(process.memory_info().rss)


def _sample(figures: str, name: str) -> float:
    """A figure of what ``/metrics`` answered; 0 before there is one."""
    for line in figures.splitlines():
        if line.startswith(name + " "):
            return float(line.split()[1])
    return 0.0
