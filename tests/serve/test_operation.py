"""Metrics, logs and traces."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from running_server import PATIENCE, Server, serving, wait_for

PRIVATE = "Nobody should read this sentence in a log"


def samples(server: Server) -> dict[str, float]:
    """Every sample of ``/metrics``, under its name and labels; the text has to parse."""
    found = {}
    for family in text_string_to_metric_families(server.get("/metrics").text):
        for sample in family.samples:
            labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


def settled(server: Server, predictions: dict[str, int]) -> dict[str, float]:
    """The samples once all requests are counted, which is done after they are answered."""
    end = time.monotonic() + PATIENCE
    while True:
        found = samples(server)
        key = "http_requests_total{method=POST,route=/predict,status=%s}"
        counted = all(found.get(key % status) == count for status, count in predictions.items())
        if counted and found["http_requests_in_flight{}"] == 1:
            return found
        assert time.monotonic() < end, found
        time.sleep(0.05)


@pytest.fixture(scope="module")
def two(tiny_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two processes that speak HTTP."""
    overrides = [f"bundle={tiny_bundle}", "workers=2", "api_processes=2"]
    with serving(tmp_path_factory.mktemp("two"), *overrides) as running:
        yield running


def test_metrics_are_right_across_processes(two: Server, tiny_bundle: Path) -> None:
    texts = [f"Film number {number} is fine." for number in range(60)]

    def ask(text: str) -> str:
        # A connection each, so that both processes get some.
        return str(two.post("/predict", {"text": text}).json()["sentiment"])

    with ThreadPoolExecutor(8) as pool:
        sentiments = list(pool.map(ask, texts))
    batch = two.post("/predict_batch", {"texts": texts}).json()["predictions"]
    two.post("/explain", {"text": "fine"})
    for _ in range(2):
        review = {"movie": "A", "review": "fine"}
        two.post("/add_review", review, headers={"Idempotency-Key": "once"})
    two.post("/predict", {"text": " "})
    positive = sentiments.count("positive") + sum(one["sentiment"] == "positive" for one in batch)
    for _ in range(4):
        found = settled(two, {"200": 60, "422": 1})
        total = found["model_predictions_total{}"]
        assert total == 2 * 60 + 3
        assert found["model_positive_predictions_total{}"] >= positive
        assert (
            found["model_positive_predictions_total{}"]
            + found["model_negative_predictions_total{}"]
            == total
        )
        assert found["model_prediction_duration_seconds_count{}"] == 60 + 1 + 3
        assert found["model_batch_size_sum{}"] == total
        assert found["model_queue_wait_seconds_count{}"] == total
        assert found["model_prediction_duration_seconds_bucket{le=+Inf}"] == 60 + 1 + 3
        assert found["reviews_stored_total{}"] == 1
        key = "http_requests_total{method=POST,route=/predict,status="
        assert found[key + "200}"] == 60
        assert found[key + "422}"] == 1
        assert found["http_requests_in_flight{}"] == 1
    workers = {process.pid for process in two.workers()}
    assert len(workers) == 2
    assert found["server_processes{}"] >= 5
    assert found["process_resident_memory_bytes{}"] > 1e8
    assert found["system_memory_available_bytes{}"] > 0
    version = json.loads((tiny_bundle / "model.json").read_text())["version"]
    assert any(version in name for name in found if name.startswith("model_info{"))


def test_both_processes_answer_everything(two: Server) -> None:
    def answer() -> set[int]:
        for path in ("/health", "/model", "/movies"):
            assert two.get(path).status_code == 200
        return {
            line["process"]
            for line in map(json.loads, two.log().splitlines())
            if line.get("route") == "/movies"
        }

    wait_for(lambda: len(answer()) == 2)


def test_logs_are_json_with_ids_and_no_reviews(server: Server) -> None:
    given = {"X-Request-ID": "mine-1"}
    answer = server.post("/predict", {"text": PRIVATE}, headers=given)
    assert answer.headers["X-Request-ID"] == "mine-1"
    server.post("/add_review", {"movie": PRIVATE, "review": PRIVATE})
    server.get(f"/movie/{PRIVATE}")
    server.post("/predict", {"text": PRIVATE, "more": 1})
    other = server.post("/predict", {"text": PRIVATE}, headers={"X-Request-ID": 'a"\\ b'})
    assert len(other.headers["X-Request-ID"]) == 16
    lines = [json.loads(line) for line in server.log().splitlines()]
    (mine,) = [line for line in lines if line["request_id"] == "mine-1"]
    assert mine["level"] == "INFO"
    assert (mine["method"], mine["route"], mine["status"]) == ("POST", "/predict", 200)
    assert mine["milliseconds"] > 0
    assert any(line.get("route") == "/movie/{name}" for line in lines if "route" in line)
    assert PRIVATE not in server.log() + server.said()


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """An OpenTelemetry collector that keeps what it is sent."""
    received: list[bytes] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}", received
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


@pytest.mark.slow
def test_traces_where_they_are_wanted(tiny_bundle: Path, tmp_path: Path) -> None:
    trace = pytest.importorskip(
        "opentelemetry.proto.collector.trace.v1.trace_service_pb2",
        reason="no OpenTelemetry: pip install -e '.[dev]'",
    )
    pytest.importorskip("opentelemetry.instrumentation.fastapi", reason="as above")
    overrides = [f"bundle={tiny_bundle}", "workers=1"]

    def spans() -> list[Any]:
        return [
            span
            for content in received
            for resource in trace.ExportTraceServiceRequest.FromString(content).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    with collector() as (url, received):
        environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
        with serving(tmp_path, *overrides, **environment) as server:
            server.post("/predict", {"text": PRIVATE})
            server.post("/predict", {"text": " "})
            wait_for(lambda: len(spans()) >= 3)
        names = [span.name for span in spans()]
        assert names.count("POST /predict") == 2
        assert "predict" in names
        child = next(span for span in spans() if span.name == "predict")
        parents = {span.span_id for span in spans() if span.name == "POST /predict"}
        assert child.parent_span_id in parents
        assert PRIVATE.encode() not in b"".join(received)
