"""A release is tried patiently: an answer that comes late is no reason to go back."""

import itertools
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from sentiment.deployment import smoke_test as tried
from sentiment.errors import UserError

from running_server import PATIENCE, wait_for


class Service(ThreadingHTTPServer):
    """Answers as the service does, but not the first ``late`` reviews.

    Attributes:
        late: how many.
        keys: those that reviews came with.
        is_late: whether what is asked now waits until the end.
        end: is now.
    """

    def __init__(self, late: int) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.late = late
        self.keys: list[str] = []
        self.is_late = False
        self.end = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/predict":
            self.answer({"sentiment": tried.EXAMPLES[body["text"]]})
            return
        self.server.keys.append(self.headers["Idempotency-Key"])
        if self.server.is_late:
            self.server.end.wait()
        self.answer({"review_added": True})

    def do_GET(self) -> None:
        self.answer({"total_reviews": 1, "model_version": "tiny"})

    def answer(self, content: dict[str, object]) -> None:
        written = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        try:
            self.wfile.write(written)
        except OSError:
            # Whoever asked has gone.
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Asked with little patience for the reviews that are late, and much for all else."""
    with Service(request.param) as service:
        reviews = itertools.count(1)
        usual = tried._request

        def ask(method: str, url: str, **arguments: Any) -> requests.Response:
            service.is_late = url.endswith("/add_review") and next(reviews) <= service.late
            monkeypatch.setattr(tried, "_SECONDS", 0.5 if service.is_late else PATIENCE)
            return usual(method, url, **arguments)

        monkeypatch.setattr(tried, "_request", ask)
        threading.Thread(target=service.serve_forever, args=(0.05,)).start()
        yield service
        service.end.set()
        service.shutdown()


@pytest.mark.parametrize("service", [2], indirect=True)
def test_a_review_that_takes_long_is_sent_again_with_its_key(service: Service) -> None:
    tried.smoke_test(service.url, "a key", "release-1", metrics=False)
    wait_for(lambda: service.keys == ["deployment-release-1"] * 3)


@pytest.mark.parametrize("service", [9], indirect=True)
def test_at_some_point_it_is_enough(service: Service) -> None:
    with pytest.raises(UserError, match=r"/add_review does not answer in 3 times 0.5 s"):
        tried.smoke_test(service.url, "a key", "release-1", metrics=False)


@pytest.mark.parametrize("service", [0], indirect=True)
def test_metrics_belong_to_it(service: Service) -> None:
    with pytest.raises(UserError, match="has no model_predictions_total"):
        tried.smoke_test(service.url, "a key", "release-1", metrics=True)


@pytest.mark.parametrize("service", [0], indirect=True)
def test_a_proxy_of_the_environment_is_not_asked(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    tried.smoke_test(service.url, "a key", "release-1", metrics=False)
    assert tried.served_version(service.url) == "tiny"


def test_nobody_there() -> None:
    with pytest.raises(UserError, match=r"/predict does not answer \(ConnectionError\)"):
        tried.smoke_test("http://127.0.0.1:9", "a key", "release-1", metrics=False)
