"""The benchmark of the service, short enough for a test; what it measures then means nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from sentiment.config import compose_config
from sentiment.errors import UserError
from serve.bench import bench
from serve.benchmarking.table import Goal, Line, markdown

from running_server import PATIENCE, serving

SHORT = ("reviews=100", "warm_up_seconds=0.5", "idle_seconds=0.5")

Results = dict[str, Any]


def loads_of(results: Results) -> list[Results]:
    if "loads" in results:
        return list(results["loads"].values())
    alone = [results[name] for name in ("steady", "batch", "explain")]
    return [*results["ours"].values(), *results["baseline"].values(), *alone]


def measured(folder: Path, *settings: str) -> Results:
    """What comes of measuring for so long that a machine that is busy for a while answers all."""
    for seconds in (2, 20):
        times = (f"seconds={seconds}", f"steady_seconds={seconds / 2}")
        results = bench(
            compose_config("bench_serve", [f"output_dir={folder}", *SHORT, *times, *settings])
        )
        if all(load["requests"] and not load["errors"] for load in loads_of(results)):
            break
    assert results == json.loads((folder / "bench_serve.json").read_text())
    return results


@pytest.mark.slow
def test_it_measures_everything_without_an_error(
    tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serve.benchmarking.servers._SECONDS_TO_START", PATIENCE)
    results = measured(tmp_path, f"bundle={tiny_bundle}")
    for load in loads_of(results):
        assert load["errors"] == 0
        assert load["requests"] > 0
        assert 0 < load["median"] <= load["p95"]
    assert set(results["ours"]) == set(results["baseline"]) == {"1", "8", "32"}
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
    table = (tmp_path / "bench_serve.md").read_text().splitlines()
    assert table[0] == "| What | Ours | Plain Flask | Times better | Goal | Met |"
    assert len(table) == 2 + len(results["lines"])
    for row, line in zip(table[2:], results["lines"], strict=True):
        assert row.startswith(f"| {line['what']} | ")
        assert row.count("|") == 7


@pytest.mark.slow
def test_a_service_that_runs_already(
    tiny_bundle: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, f"bundle={tiny_bundle}", "workers=1") as server:
        results = measured(tmp_path, f"url={server.url}")
    assert list(results["loads"]) == ["1 client", "8 clients", "32 clients", "200 requests/s"]
    assert all(load["errors"] == 0 < load["requests"] for load in results["loads"].values())
    assert results["bundle"] in capfd.readouterr().out


def test_no_service_runs() -> None:
    with pytest.raises(UserError, match=r"url=http://127\.0\.0\.1:9 is no healthy service"):
        bench(compose_config("bench_serve", ["url=http://127.0.0.1:9"]))


def test_the_table_in_markdown() -> None:
    goals = [Goal("≥ 15 times", True), Goal("≥ 850/s", False)]
    lines = [
        Line("Requests", 12345.6, "/s", 50.25, 245.68, goals),
        Line("Median wait", 2.345, "ms"),
    ]
    assert markdown(lines) == (
        "| What | Ours | Plain Flask | Times better | Goal | Met |\n"
        "| --- | ---: | ---: | ---: | --- | --- |\n"
        "| Requests | 12,346/s | 50.2/s | 245.7 | ≥ 15 times; ≥ 850/s | yes; no |\n"
        "| Median wait | 2.35 ms |  |  |  |  |\n"
    )
