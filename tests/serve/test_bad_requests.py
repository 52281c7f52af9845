"""Bad input is answered at once with a sentence, and harms nobody else."""

import contextlib
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from running_server import Server

MEBIBYTE = 1 << 20
DEEP = b"[" * 500_000
JSON = {"Content-Type": "application/json"}


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
    answer = requests.post(server.url + path, data=json.dumps(body), headers=JSON, timeout=20)
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
    answer = requests.post(server.url + "/predict", data=body, headers=JSON, timeout=20)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", "", "?"])
def test_other_content_types(server: Server, content_type: str) -> None:
    answer = requests.post(
        server.url + "/predict",
        data=b'{"text": "fine"}',
        headers={"Content-Type": content_type},
        timeout=20,
    )
    assert answer.status_code in (400, 415, 422)


def test_bad_input_is_answered_at_once(server: Server) -> None:
    bodies = [b"{", DEEP, b'{"text": 5}', b'{"text": "' + b"a" * 2 * MEBIBYTE + b'"}']
    with requests.Session() as session:
        for body in bodies:
            seconds = []
            for _ in range(5):
                started = time.perf_counter()
                answer = session.post(server.url + "/predict", data=body, headers=JSON, timeout=20)
                seconds.append(time.perf_counter() - started)
                assert 400 <= answer.status_code < 500
            assert min(seconds) < 0.05, body[:20]


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

    try:
        answer = requests.post(server.url + "/predict", data=chunks(), headers=JSON, timeout=20)
        assert answer.status_code == 413
    except requests.ConnectionError:
        # It hung up in the middle, as it may.
        pass
    assert server.get("/health").status_code == 200


@pytest.mark.parametrize("length", ["-1", "abc", "99999999999999999999"])
def test_odd_lengths(server: Server, length: str) -> None:
    request = (
        f"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"Content-Length: {length}\r\n\r\n"
    )
    assert b" 4" in talk(server, request.encode())[:12]


def test_a_body_that_never_comes(server: Server) -> None:
    request = b"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"
    started = time.monotonic()
    assert b" 408 " in talk(server, request)[:20]
    assert time.monotonic() - started < 8


@pytest.mark.slow
def test_a_client_that_says_nothing(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(b"POST /predict HTTP/1.1\r\nHost:")
        started = time.monotonic()
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) == b""
        assert time.monotonic() - started < 15


def test_a_body_that_would_be_another_request(server: Server) -> None:
    hidden = b"GET /movies HTTP/1.1\r\nHost: a\r\n\r\n"
    request = (
        b"POST /predict HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        b"Upgrade: h2c\r\nContent-Length: %d\r\n\r\n" % len(hidden)
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request)
        answer = connection.recv(10_000)
        with contextlib.suppress(OSError):
            connection.sendall(hidden)
            answer += connection.recv(10_000)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"movies"' not in answer


def test_many_unknown_fields(server: Server) -> None:
    body = {f"field {number}": 1 for number in range(40_000)}
    answer = requests.post(server.url + "/predict", json=body, timeout=20)
    assert answer.status_code == 422
    assert len(answer.content) < 10_000
    long_name = requests.post(server.url + "/predict", json={"x" * 900_000: 1}, timeout=20)
    assert long_name.status_code == 422
    assert len(long_name.content) < 10_000


def talk(server: Server, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
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

    def send(body: bytes) -> requests.Response:
        return requests.post(server.url + "/predict", data=body, headers=JSON, timeout=20)

    bodies = [poison[number // 3 % 5] if number % 3 == 0 else good for number in range(90)]
    with ThreadPoolExecutor(16) as pool:
        for body, answer in zip(bodies, pool.map(send, bodies), strict=True):
            assert answer.status_code < 500
            if body is good:
                assert answer.json() == expected


def test_no_traceback_was_written(server: Server) -> None:
    assert "Traceback" not in server.log() + server.said()
