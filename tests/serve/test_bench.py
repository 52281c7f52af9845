"""The benchmark of the service, short enough for a test; what it measures then means nothing."""

import json
from pathlib import Path

import pytest
from serve.bench import bench

from sentiment.config import compose_config

SHORT = (
    "reviews=100",
    "seconds=1",
    "warm_up_seconds=0.5",
    "steady_seconds=1",
    "idle_seconds=0.5",
)


@pytest.mark.slow
def test_it_measures_everything_without_an_error(tiny_bundle: Path, tmp_path: Path) -> None:
    bench(
        compose_config("bench_serve", [f"bundle={tiny_bundle}", f"output_dir={tmp_path}", *SHORT])
    )
    results = json.loads((tmp_path / "bench_serve.json").read_text())
    for load in (
        *results["ours"].values(),
        results["steady"],
        results["batch"],
        results["explain"],
    ):
        assert load["errors"] == 0
        assert load["requests"] > 0
        assert 0 < load["median"] <= load["p95"]
    assert set(results["ours"]) == set(results["baseline"]) == {"1", "8", "32"}
    assert all(load["errors"] == 0 for load in results["baseline"].values())
    assert results["baseline"]["1"]["median"] > 0
    assert results["start_seconds"]["ours"] > 0
    assert results["memory_megabytes"] > 50
    assert results["idle_percent"] >= 0
    assert results["workers"] >= 1
    assert results["used"]["32"]["inference_seconds"] > 0
    assert set(results["used"]["32"]["processor"]) == {
        "workers",
        "HTTP process",
        "queue manager",
        "load generator",
        "others",
    }
    assert all(seconds >= 0 for seconds in results["used"]["32"]["processor"].values())
    assert results["used"]["32"]["processor"]["HTTP process"] > 0
    assert "workers" in results["what_bounds"]
    assert all(line["ours"] is not None for line in results["lines"])
