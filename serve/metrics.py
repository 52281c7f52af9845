"""Prometheus metrics, summed over all processes of the server.

``PROMETHEUS_MULTIPROC_DIR`` has to be set before this module is imported: every process then writes
its counters to files there, and whichever answers ``/metrics`` adds them up.
"""

import os
from collections.abc import Callable, Iterable, Iterator

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from sentiment.bundle import Manifest

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)

predictions = Counter("model_predictions_total", "Reviews predicted.")
positive = Counter("model_positive_predictions_total", "Reviews predicted positive.")
negative = Counter("model_negative_predictions_total", "Reviews predicted negative.")
prediction_seconds = Histogram(
    "model_prediction_duration_seconds",
    "From a request's texts to their predictions, waiting included.",
    buckets=_SECONDS,
)
inference_seconds = Histogram(
    "model_inference_duration_seconds", "What a worker took for a batch.", buckets=_SECONDS
)
queue_wait_seconds = Histogram(
    "model_queue_wait_seconds", "How long a review waited for its batch.", buckets=_SECONDS
)
batch_size = Histogram(
    "model_batch_size", "Reviews in a batch.", buckets=(1, 2, 4, 8, 16, 32, 64, 128)
)
resent = Counter("model_batches_resent_total", "Batches given to another worker.")
swaps = Counter("model_swaps_total", "Bundles taken over or refused.", ["outcome"])
requests = Counter("http_requests_total", "Requests answered.", ["method", "route", "status"])
request_seconds = Histogram(
    "http_request_duration_seconds", "From request to answer.", ["route"], buckets=_SECONDS
)
in_flight = Gauge(
    "http_requests_in_flight", "Requests being answered.", multiprocess_mode="livesum"
)
rejected = Counter("http_requests_rejected_total", "Requests turned away.", ["reason"])
stored = Counter("reviews_stored_total", "Reviews stored.")


def exposition(manifest: Callable[[], Manifest | None], supervisor: int) -> bytes:
    """All metrics in Prometheus' text format.

    Args:
        manifest: of the bundle that is served, once it is known.
        supervisor: the process whose descendants are the server.
    """
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(_ModelInfo(manifest))
    registry.register(_Processes(supervisor))
    return generate_latest(registry)


class _ModelInfo(Collector):
    def __init__(self, manifest: Callable[[], Manifest | None]) -> None:
        self._manifest = manifest

    def collect(self) -> Iterable[Metric]:
        manifest = self._manifest()
        if manifest is not None:
            fields = {
                "version": manifest.version,
                "name": manifest.name,
                "dataset": manifest.dataset,
                "precision": manifest.precision,
            }
            yield InfoMetricFamily("model", "The bundle that is served.", fields)


class _Processes(Collector):
    """The usual ``process_`` figures, summed over the server's processes, and the system's."""

    def __init__(self, supervisor: int) -> None:
        self._supervisor = supervisor

    def collect(self) -> Iterator[Metric]:
        cpu = memory = descriptors = threads = 0.0
        count = 0
        for process in _family(self._supervisor):
            try:
                with process.oneshot():
                    times = process.cpu_times()
                    # Those of ended children too: a counter must not fall when a worker ends.
                    cpu += sum(times[:4])
                    memory += process.memory_info().rss
                    descriptors += process.num_fds()
                    threads += process.num_threads()
                count += 1
            except psutil.Error:
                # It ended while it was looked at.
                continue
        yield CounterMetricFamily("process_cpu_seconds", "Processor time of all.", cpu)
        for name, text, value in (
            ("process_resident_memory_bytes", "Memory of all; shared pages count in each.", memory),
            ("process_open_fds", "Open file descriptors of all.", descriptors),
            ("process_threads", "Threads of all.", threads),
            ("server_processes", "Processes of the server.", count),
            ("system_cpu_cores", "Processors of the machine.", psutil.cpu_count() or 0),
            ("system_load_1m", "Runnable processes, mean of a minute.", os.getloadavg()[0]),
            ("system_memory_bytes", "Memory of the machine.", psutil.virtual_memory().total),
            (
                "system_memory_available_bytes",
                "Memory that is still to be had.",
                psutil.virtual_memory().available,
            ),
        ):
            yield GaugeMetricFamily(name, text, value)
        system = psutil.cpu_times()
        busy = CounterMetricFamily("system_cpu_seconds", "Processor time.", labels=["mode"])
        for mode in ("user", "system", "idle"):
            busy.add_metric([mode], getattr(system, mode))
        yield busy


def _family(supervisor: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(supervisor)
        return [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return []
