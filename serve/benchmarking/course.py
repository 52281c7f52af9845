"""The course of the benchmark."""

import logging
import platform
import statistics
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf

from sentiment.bundle import Manifest, newest_bundle
from sentiment.bundle.loading import find_bundle
from sentiment.bundle.manifest import MANIFEST
from sentiment.files import atomic_path, shown, write_json
from sentiment.processors import usable_processors
from sentiment.settings import check_settings
from sentiment.text import basic_english
from serve.benchmarking.bound import what_bounds
from serve.benchmarking.loads import (
    closed_load,
    idle_percent,
    memory_under_load,
    steady_load,
    watched_load,
)
from serve.benchmarking.measured import (
    BATCH_CLIENTS,
    CLIENTS,
    STEADY_PER_SECOND,
    TEXTS_A_BATCH,
    Measured,
)
from serve.benchmarking.reviews import batch_bodies, bench_source, bodies_of, some_reviews
from serve.benchmarking.running import measure_running
from serve.benchmarking.servers import flask_server, our_server
from serve.benchmarking.table import lines_of, markdown, print_table
from serve.benchmarking.usage import family
from serve.load import Load
from serve.settings import BenchServeSettings

log = logging.getLogger(__name__)


def run_benchmark(config: DictConfig) -> dict[str, Any]:
    """See ``serve.bench.bench``."""
    check_settings(config, BenchServeSettings)
    settings = BenchServeSettings.model_validate(OmegaConf.to_container(config, resolve=True))
    if settings.url is not None:
        return measure_running(settings, settings.url)
    given = Path(settings.bundle) if settings.bundle else newest_bundle(Path(settings.runs_dir))
    bundle = find_bundle(given)
    version = Manifest.model_validate_json((bundle / MANIFEST).read_bytes()).version
    source = bench_source(settings)
    texts = some_reviews(source, settings)
    tokens = statistics.fmean(len(basic_english(text)) for text in texts)
    log.info("%s, %s reviews of %s, %.0f tokens each", version, len(texts), source.name, tokens)
    measured = _measure(settings, bundle, texts)
    lines = lines_of(measured)
    bound = what_bounds(measured)
    results = {
        "bundle": version,
        "dataset": source.name,
        "reviews": len(texts),
        "tokens_a_review": tokens,
        "machine": f"{platform.machine()}, {usable_processors()} cores, load generator included",
        "cores": usable_processors(),
        "python": platform.python_version(),
        "lines": [asdict(line) for line in lines],
        "what_bounds": bound,
        **measured.as_dict(),
    }
    path = Path(settings.output_dir) / "bench_serve.json"
    write_json(path, results)
    with atomic_path(path.with_suffix(".md")) as temporary:
        temporary.write_text(markdown(lines), encoding="utf-8")
    print_table(f"The service on {source.name}", lines, bound)
    log.info("written to %s, the table to %s", shown(path), shown(path.with_suffix(".md")))
    return results


def _measure(settings: BenchServeSettings, bundle: Path, texts: list[str]) -> Measured:
    bodies, batches = bodies_of(texts), batch_bodies(texts)
    with (
        tempfile.TemporaryDirectory() as folder,
        our_server(Path(folder), bundle) as server,
    ):
        log.info("ours is healthy after %.1f s", server.start_seconds)
        ours, baseline, used = {}, {}, {}
        with flask_server(Path(folder)) as flask:
            log.info("the baseline is healthy after %.1f s", flask.start_seconds)
            # By turns, so that what else happens on this machine happens to both.
            for clients in CLIENTS:
                ours[clients], used[clients] = watched_load(settings, server, bodies, clients)
                _tell(f"ours, {clients} clients", ours[clients])
                baseline[clients] = closed_load(settings, flask, "/predict", bodies, clients)
                _tell(f"baseline, {clients} clients", baseline[clients])
        steady = steady_load(settings, server, bodies)
        _tell(f"ours, {STEADY_PER_SECOND} requests/s", steady)
        batch = closed_load(settings, server, "/predict_batch", batches, BATCH_CLIENTS)
        _tell(f"ours, batches of {TEXTS_A_BATCH}", batch)
        explain = closed_load(settings, server, "/explain", bodies, 1)
        _tell("ours, explanations", explain)
        memory = memory_under_load(settings, server, bodies)
        log.info("ours, memory: %.0f MB", memory)
        idle = idle_percent(settings, server)
        log.info("ours, idle: %.1f%% of a core", idle)
        return Measured(
            start_seconds=server.start_seconds,
            baseline_start_seconds=flask.start_seconds,
            ours=ours,
            baseline=baseline,
            used=used,
            steady=steady,
            batch=batch,
            explain=explain,
            memory_megabytes=memory,
            idle_percent=idle,
            workers=len(family(server)["workers"]),
        )


def _tell(what: str, load: Load) -> None:
    log.info(
        "%s: %.0f requests/s, median %.1f ms, p95 %.1f ms, %s errors",
        what,
        load.per_second,
        load.median,
        load.p95,
        load.errors,
    )
