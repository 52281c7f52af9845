"""Bad input is answered at once with a sentence, and harms nobody else."""

import contextlib
import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from running_server import PATIENCE, Server, serving, wait_for

MEBIBYTE = 1 << 20
DEEP = b"[" * 500_000
JSON = {"Content-Type": "application/json"}


def send(server: Server, body: Any) -> requests.Response:
    """As JSON, whatever it is."""
    return requests.post(server.url + "/predict", data=body, headers=JSON, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/predict", {}),
        ("/predict", {"text": ""}),
        ("/predict", {"text": " \n\t\u00a0\u2003"}),
        ("/predict", {"text": None}),
        ("/predict", {"text": 5}),
        ("/predict", {"text": ["a"]}),
        ("/predict", {"text": {"text": "a"}}),
        ("/predict", {"text": "\ud83d"}),
        ("/predict", {"text": "fine", "texts": ["a"]}),
        ("/predict", ["text"]),
        ("/predict", "text"),
        ("/predict", None),
        ("/predict_batch", {"texts": []}),
        ("/predict_batch", {"texts": "one"}),
        ("/predict_batch", {"texts": ["fine", " "]}),
        ("/predict_batch", {"texts": ["fine", None]}),
        ("/predict_batch", {"texts": ["a"] * 1001}),
        ("/explain", {"text": " "}),
        ("/add_review", {"movie": "A"}),
        ("/add_review", {"movie": " ", "review": "fine"}),
        ("/add_review", {"movie": "A", "review": " "}),
        ("/add_review", {"movie": "A" * 201, "review": "fine"}),
        ("/add_review", {"movie": "\ufdfa" * 100, "review": "fine"}),
        ("/add_review", {"movie": "A\0", "review": "fine"}),
        ("/add_review", {"movie": "A", "review": "fine\0"}),
        ("/add_review", {"movie": "A", "review": "fine", "rating": 0}),
        ("/add_review", {"movie": "A", "review": "fine", "rating": 11}),
        ("/add_review", {"movie": "A", "review": "fine", "rating": 5.5}),
        ("/add_review", {"movie": "A", "review": "fine", "rating": True}),
        ("/add_review", {"movie": "A", "review": "fine", "rating": "9"}),
        ("/add_review", {"movie": "A", "review": "fine", "stars": 9}),
    ],
)
def test_wrong_values(server: Server, path: str, body: object) -> None:
    answer = requests.post(server.url + path, data=json.dumps(body), headers=JSON, timeout=PATIENCE)
    assert answer.status_code == 422, answer.text
    (problem, *_) = answer.json()["detail"]
    assert set(problem) == {"loc", "msg", "type"}
    assert server.get("/movie/A").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"not json", 422),
        (b'{"text": "fine"', 422),
        (b'{"text": "fine"} trailing', 422),
        (b'{"text": "\xff\xfe"}', 400),
        (b'{"text": 1e999}', 422),
        (b'{"text": ' + b"9" * 5000 + b"}", 400),
        (b"\x00" * 1000, 422),
        (DEEP, 400),
        (b'{"a":' * 100_000, 400),
        (b'{"text": "' + b"a" * MEBIBYTE + b'"}', 413),
        (b"x" * 5 * MEBIBYTE, 413),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_json(server: Server, body: bytes, status: int) -> None:
    answer = send(server, body)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", "", "?"])
def test_other_content_types(server: Server, content_type: str) -> None:
    answer = requests.post(
        server.url + "/predict",
        data=b'{"text": "fine"}',
        headers={"Content-Type": content_type},
        timeout=PATIENCE,
    )
    assert answer.status_code in (400, 415, 422)


def test_bad_input_waits_for_no_worker(server: Server) -> None:
    bodies = [b"{", DEEP, b'{"text": 5}', b'{"text": "' + b"a" * 2 * MEBIBYTE + b'"}']
    workers = server.workers()
    for worker in workers:
        worker.suspend()
    try:
        for body in bodies:
            assert 400 <= send(server, body).status_code < 500
    finally:
        for worker in workers:
            worker.resume()


def test_a_body_of_exactly_the_limit(server: Server) -> None:
    frame = len(json.dumps({"text": ""}))
    text = ("word " * MEBIBYTE)[: MEBIBYTE - frame]
    assert server.post("/predict", {"text": text}).status_code == 200
    assert server.post("/predict", {"text": text + "x"}).status_code == 413


def test_a_body_in_chunks_has_the_same_limit(server: Server) -> None:
    sent = 0

    def chunks() -> object:
        nonlocal sent
        for _ in range(64):
            sent += 65536
            yield b"x" * 65536

    # It may hang up in the middle.
    with contextlib.suppress(requests.ConnectionError):
        assert send(server, chunks()).status_code == 413
    assert server.get("/health").status_code == 200


@pytest.mark.parametrize("length", ["-1", "abc", "99999999999999999999"])
def test_odd_lengths(server: Server, length: str) -> None:
    request = (
        f"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"Content-Length: {length}\r\n\r\n"
    )
    assert b" 4" in talk(server, request.encode())[:12]


def test_what_is_no_http_is_answered_in_json(server: Server) -> None:
    for request in (b"nonsense\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"):
        head, _, body = talk(server, request).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert b"x-content-type-options: nosniff" in head
        assert set(json.loads(body)) == {"detail"}
    assert 'http_requests_rejected_total{reason="unreadable"}' in server.get("/metrics").text


@pytest.mark.parametrize("line", [b"X: %b\r\n" % (b"x" * 1000), b"x" * 1000])
def test_headers_without_end(server: Server, line: bytes) -> None:
    sent = 0
    with connected(server) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\nX: ")
        with contextlib.suppress(ConnectionError):
            for _ in range(100_000):
                connection.sendall(line)
                sent += len(line)
        assert sent < 20 * MEBIBYTE
    # It may not come through what was sent meanwhile.
    request = b"GET /health HTTP/1.1\r\nHost: a\r\n" + line
    with connected(server) as connection:
        connection.sendall(request)
        time.sleep(0.2)
        connection.sendall(b"x" * 70_000)
        assert connection.recv(1000).startswith(b"HTTP/1.1 431 ")


def test_long_headers_are_no_mistake(server: Server) -> None:
    many = {f"X-{number}": "x" * 1000 for number in range(50)}
    assert server.get("/health", headers=many).status_code == 200


MOST_HEADER_BYTES = 65_536


def with_headers(size: int, head: bytes = b"GET /movies HTTP/1.1\r\nHost: a\r\n") -> bytes:
    """A request whose line and headers have so many bytes."""
    start = head + b"Connection: close\r\nX: "
    return start + b"x" * (size - len(start) - 4) + b"\r\n\r\n"


def all_said(connection: socket.socket) -> bytes:
    """What comes until the server hangs up."""
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while chunk := connection.recv(2**16):
            said += chunk
    return said


@pytest.mark.parametrize("piece", [2**20, 2**15, 997])
@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (with_headers(MOST_HEADER_BYTES), b"200"),
        (with_headers(MOST_HEADER_BYTES + 1), b"431"),
        (with_headers(MOST_HEADER_BYTES + 5000), b"431"),
        (b"GET /movies?" + b"x" * MOST_HEADER_BYTES + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"431"),
        # Whoever waits for the end of these need not wait.
        (with_headers(100_000)[:-2], b"431"),
    ],
    ids=["at the limit", "above", "far above", "the line", "no end"],
)
def test_long_headers_however_they_come(
    server: Server, request_bytes: bytes, status: bytes, piece: int
) -> None:
    with connected(server) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(ConnectionError):
            for start in range(0, len(request_bytes), piece):
                connection.sendall(request_bytes[start : start + piece])
        assert all_said(connection).startswith(b"HTTP/1.1 %b " % status)


@pytest.mark.parametrize("is_in_one_burst", [True, False])
def test_what_came_before_long_headers_is_answered_first(
    server: Server, is_in_one_burst: bool
) -> None:
    review = b'{"text": "A warm, funny film."}'
    post = b"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n" % len(review)
    # Longer than headers may be, but they are of many requests.
    before = 300 * (post + b"Content-Type: application/json\r\n\r\n" + review)
    before += 1000 * b"GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"
    assert len(before) > MOST_HEADER_BYTES
    refused = with_headers(MOST_HEADER_BYTES + 1, post) + review
    with connected(server) as connection:
        if is_in_one_burst:
            connection.sendall(before + refused)
        else:
            connection.sendall(before + refused[:50])
            connection.sendall(refused[50:])
        statuses = re.findall(rb"HTTP/1.1 (\d+) ", all_said(connection))
    assert statuses == 300 * [b"200"] + 1000 * [b"404"] + [b"431"]


@pytest.fixture(scope="module")
def narrow(tiny_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with small limits."""
    limits = ["connections=50", "body_bytes=100000"]
    settings = [f"bundle={tiny_bundle}", "workers=1", *(f"limits.{limit}" for limit in limits)]
    with serving(tmp_path_factory.mktemp("narrow"), *settings) as running:
        yield running


def test_too_many_connections(narrow: Server) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(53):
            stack.enter_context(connected(narrow))
        refused = narrow.get("/movies")
        assert refused.status_code == 503
        assert "at once" in refused.json()["detail"]
        assert refused.headers["Retry-After"] == "1"
        # Who watches the service has to see that it is alive, and why it answers so.
        assert narrow.get("/health").status_code == 200
        assert narrow.metric('http_requests_rejected_total{reason="connections"}') == 1
        stack.close()
        wait_for(lambda: narrow.get("/movies").status_code == 200)


def test_many_large_bodies_at_once(narrow: Server) -> None:
    head = b"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n"
    with contextlib.ExitStack() as stack:
        connections = []
        for _ in range(45):
            connection = stack.enter_context(connected(narrow))
            connections.append(connection)
            connection.sendall(head + b" " * 80_000)
        # 32 times 100,000 bytes are held at most: of 45 bodies some are turned away.
        wait_for(lambda: narrow.metric('http_requests_rejected_total{reason="bodies"}'))
        assert narrow.post("/predict", {"text": "A small one is let in."}).status_code == 200
        for connection in connections:
            with contextlib.suppress(ConnectionError):
                connection.sendall(b" " * 10_000)
        statuses = [connection.recv(12)[9:] for connection in connections]
        assert 1 <= statuses.count(b"503") <= 10
        assert statuses.count(b"422") == 45 - statuses.count(b"503")
        assert narrow.post("/predict", {"text": "x" * 90_000}).status_code == 200


def few_bytes_at_once(server: Server) -> socket.socket:
    """A connection with little room for answers that are not read."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(PATIENCE)
    connection.connect(("127.0.0.1", server.port))
    return connection


LARGE = b"GET /static/swagger/swagger-ui.css HTTP/1.1\r\nHost: a\r\n\r\n"
SMALL = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"


def open_connections(server: Server) -> int:
    return sum(
        connection.status == psutil.CONN_ESTABLISHED
        for process in server.family()
        for connection in process.net_connections("tcp")
    )


@pytest.mark.slow
def test_clients_that_say_nothing_or_take_no_answer(server: Server) -> None:
    text = "word " * 190_000
    server.post("/add_review", {"movie": "Much", "review": text})
    begun = b"GET /health HTTP/1.1\r\nHost: a\r\n"
    sayings = [
        (b"POST /predict HTTP/1.1\r\nHost:", b""),
        (b"\r\n", b""),
        (begun + b"\r\n", b"\r\n"),
        (begun + b"Content-Length: 100\r\n\r\n", b"x"),
    ]
    connections = []
    with contextlib.ExitStack() as stack:
        # At the same time, for each is held for a while, and then let go.
        deaf = stack.enter_context(few_bytes_at_once(server))
        deaf.sendall(8 * b"GET /movie/Much HTTP/1.1\r\nHost: a\r\n\r\n")
        for large in range(6, 22):
            for small in range(8):
                # Of some of these all is written but a few bytes that the system has no room for.
                last = stack.enter_context(few_bytes_at_once(server))
                last.sendall(
                    large * LARGE + small * SMALL + SMALL[:-2] + b"Connection: close\r\n\r\n"
                )
        for first, then in sayings:
            connection = stack.enter_context(connected(server))
            connections.append(connection)
            connection.sendall(first)
            if then:
                answer = b""
                while not answer.endswith(b"}"):
                    answer += connection.recv(10_000)
                connection.sendall(then)
        for connection in connections:
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(1) == b""
        # While not a byte of the answers is read.
        wait_for(lambda: not open_connections(server))
        taken = 0
        with contextlib.suppress(ConnectionResetError):
            while chunk := deaf.recv(1 << 20):
                taken += len(chunk)
        assert taken < 7 * len(text)
    # One that reads slowly, and yet reads, gets all.
    with few_bytes_at_once(server) as connection:
        connection.sendall(b"GET /movie/Much HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        taken = 0
        while chunk := connection.recv(1 << 14):
            taken += len(chunk)
            time.sleep(0.002)
        assert taken > len(text)


def test_a_trailer_without_end(server: Server) -> None:
    head = b"POST /predict HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    sent, much = 0, 16 * MEBIBYTE
    with connected(server) as connection:
        connection.sendall(head + b"2\r\n{}\r\n0\r\nX-Trailer: ")
        with contextlib.suppress(ConnectionError):
            while sent < much:
                sent += connection.send(b"x" * 2**16)
    # It was let go long before the time for a request was over.
    assert sent < much


def test_a_body_in_tiny_chunks(server: Server) -> None:
    """There is more around them than in them."""
    body = json.dumps({"text": "a film " * 5000}).encode()
    chunks = (bytes([one]) for one in body)
    assert send(server, chunks).status_code == 200


def test_a_body_that_would_be_another_request(server: Server) -> None:
    hidden = b"GET /movies HTTP/1.1\r\nHost: a\r\n\r\n"
    request = (
        b"POST /predict HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        b"Upgrade: h2c\r\nContent-Length: %d\r\n\r\n" % len(hidden)
    )
    with connected(server) as connection:
        connection.sendall(request)
        answer = connection.recv(10_000)
        with contextlib.suppress(OSError):
            connection.sendall(hidden)
            answer += connection.recv(10_000)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"movies"' not in answer


def test_many_unknown_fields(server: Server) -> None:
    body = {f"field {number}": 1 for number in range(40_000)}
    answer = server.post("/predict", body)
    assert answer.status_code == 422
    assert len(answer.content) < 10_000
    long_name = server.post("/predict", {"x" * 900_000: 1})
    assert long_name.status_code == 422
    assert len(long_name.content) < 10_000


def connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)


def talk(server: Server, request: bytes) -> bytes:
    with connected(server) as connection:
        connection.sendall(request)
        return connection.recv(1000)


def test_poisoned_requests_harm_no_neighbour(server: Server) -> None:
    poison = [
        b'{"text": "\\ud83d"}',
        b'{"text": "\\u0000\\u0000"}',
        DEEP,
        json.dumps({"text": "a " * 400_000}).encode(),
        json.dumps({"text": "\U0010ffff" * 100_000}).encode(),
    ]
    good = json.dumps({"text": "A warm, funny film."}).encode()
    expected = server.post("/predict", {"text": "A warm, funny film."}).json()
    bodies = [poison[number // 3 % 5] if number % 3 == 0 else good for number in range(90)]
    with ThreadPoolExecutor(16) as pool:
        answers = pool.map(partial(send, server), bodies)
        for body, answer in zip(bodies, answers, strict=True):
            assert answer.status_code < 500
            if body is good:
                assert answer.json() == expected


def test_no_traceback_was_written(server: Server) -> None:
    assert "Traceback" not in server.log() + server.said()
