"""What happens to requests when processes end, are killed, or have too much to do."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from sentiment.bundle.checksums import write_checksums
from sentiment.bundle.manifest import FILES

from running_server import PATIENCE, BegunRequest, Server, serving, signal_all, start, wait_for

GOOD = {"text": "A warm, funny film. " * 20}
BATCH = {"texts": [GOOD["text"]] * 100}
MUCH = {"texts": [GOOD["text"]] * 900}

# Each starts a server of its own, and waits for what should happen.
pytestmark = pytest.mark.slow


class Load:
    """Several clients that ask without a pause until they are told to stop.

    Attributes:
        outcomes: how often each status came, or ``refused`` where there was no answer at all.
        versions: of the bundles that answered.
    """

    def __init__(self, server: Server, clients: int = 8) -> None:
        self.server = server
        self.clients = clients
        self.outcomes: Counter[int | str] = Counter()
        self.versions: Counter[str] = Counter()
        self._stop = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> "Load":
        self._pool = ThreadPoolExecutor(self.clients)
        for _ in range(self.clients):
            self._pool.submit(self._ask)
        try:
            wait_for(lambda: self.outcomes.total() > self.clients)
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True)

    def _ask(self) -> None:
        with requests.Session() as session:
            while not self._stop.is_set():
                outcome: int | str = "refused"
                version = None
                try:
                    answer = session.post(f"{self.server.url}/predict", json=GOOD, timeout=PATIENCE)
                    outcome = answer.status_code
                    version = answer.json().get("model_version")
                except requests.RequestException:
                    time.sleep(0.05)
                with self._lock:
                    self.outcomes[outcome] += 1
                    if version:
                        self.versions[version] += 1


def pids(server: Server) -> set[int]:
    """Of the processes that predict."""
    return {process.pid for process in server.workers()}


def begin(server: Server, *requests: tuple[str, Any]) -> list[BegunRequest]:
    """In flight until their ends are sent; what is not begun yet, a server may hang up on."""
    begun = [BegunRequest(server.url, path, body) for path, body in requests]
    # The question itself is one of them.
    wait_for(lambda: server.metric("http_requests_in_flight") > len(begun))
    return begun


def test_sigterm_answers_what_is_in_flight(tiny_bundle: Path, tmp_path: Path) -> None:
    server = start(tmp_path, f"bundle={tiny_bundle}", "workers=1")
    server.wait_until_healthy()
    family = server.family()
    begun = begin(server, *[("/predict_batch", MUCH)] * 2)
    with ThreadPoolExecutor(2) as pool:
        # To all processes at once, as a terminal or a service manager may do it, and twice.
        signal_all(family, signal.SIGTERM)
        answers = [pool.submit(one.end) for one in begun]
        signal_all(family, signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0, server.said()
        assert [one.result() for one in answers] == [200, 200]
    assert not psutil.wait_procs(family, PATIENCE)[1]
    assert "Traceback" not in server.log() + server.said()
    with pytest.raises(requests.ConnectionError):
        server.get("/health")


def test_an_ending_server_refuses_new_connections(tiny_bundle: Path, tmp_path: Path) -> None:
    server = start(tmp_path, f"bundle={tiny_bundle}", "workers=1", "api_processes=2")
    server.wait_until_healthy()
    (begun,) = begin(server, ("/predict", GOOD))
    server.process.terminate()

    def refuses() -> bool:
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE).close()
        except ConnectionRefusedError:
            return True
        except ConnectionResetError:
            # It was among those that were waiting to be taken.
            pass
        return False

    wait_for(refuses)
    assert begun.end() == 200
    assert server.process.wait(PATIENCE) == 0, server.said()
    assert "Traceback" not in server.log() + server.said()


def test_a_replaced_worker_is_drained_like_any_other(tiny_bundle: Path, tmp_path: Path) -> None:
    server = start(tmp_path, f"bundle={tiny_bundle}", "workers=1")
    server.wait_until_healthy()
    victim = server.workers()[0]
    victim.kill()
    wait_for(lambda: pids(server) - {victim.pid})
    # Once it can.
    assert server.post("/predict", GOOD).status_code == 200
    begun = begin(server, *[("/predict_batch", MUCH)] * 2)
    with ThreadPoolExecutor(2) as pool:
        server.process.terminate()
        assert list(pool.map(BegunRequest.end, begun)) == [200, 200]
    assert server.process.wait(PATIENCE) == 0, server.said()


def test_sighup_to_all_processes_harms_none(tiny_bundle: Path, tmp_path: Path) -> None:
    with serving(tmp_path, f"bundle={tiny_bundle}", "workers=2") as server:
        for _ in range(5):
            signal_all(server.family(), signal.SIGHUP)
            time.sleep(0.1)
        assert server.post("/predict", GOOD).status_code == 200


def test_ctrl_c_ends_it_too(tiny_bundle: Path, tmp_path: Path) -> None:
    server = start(tmp_path, f"bundle={tiny_bundle}", "workers=1")
    server.wait_until_healthy()
    family = server.family()
    signal_all(family, signal.SIGINT)
    assert server.process.wait(PATIENCE) == 0, server.said()
    assert not psutil.wait_procs(family, PATIENCE)[1]
    assert "Traceback" not in server.log() + server.said()


def test_a_killed_worker_is_replaced(tiny_bundle: Path, tmp_path: Path) -> None:
    with serving(tmp_path, f"bundle={tiny_bundle}", "workers=2") as server:
        with Load(server) as load:
            victim = server.workers()[0]
            victim.kill()
            wait_for(lambda: victim.pid not in pids(server) and len(pids(server)) == 2)
            before = load.outcomes.total()
            wait_for(lambda: load.outcomes.total() > before)
        # What it held was given to the other one.
        assert set(load.outcomes) == {200}, load.outcomes


def test_the_only_worker_is_killed(tiny_bundle: Path, tmp_path: Path) -> None:
    with serving(tmp_path, f"bundle={tiny_bundle}", "workers=1") as server:
        with Load(server, 4) as load:
            victim = server.workers()[0]
            victim.kill()
            # A new one has to start before anything can be answered.
            wait_for(lambda: pids(server) - {victim.pid})
            server.wait_until_healthy()
            before = load.outcomes.total()
            wait_for(lambda: load.outcomes.total() > before)
        assert set(load.outcomes) == {200}, load.outcomes


def test_without_a_worker_it_is_not_healthy(tiny_bundle: Path, tmp_path: Path) -> None:
    with serving(tmp_path, f"bundle={tiny_bundle}", "workers=1", patient=False) as server:
        worker = server.workers()[0]
        worker.suspend()
        # What it has just answered counts for a moment.
        wait_for(lambda: server.get("/health").status_code != 200)
        answer = server.get("/health")
        assert answer.status_code == 503
        assert answer.json()["model_loaded"] is False
        assert "Retry-After" in answer.headers
        assert server.get("/movies").status_code == 200
        stuck = server.post("/predict", GOOD)
        assert stuck.status_code == 504
        assert "in time" in stuck.json()["detail"]
        worker.resume()
        server.wait_until_healthy()
        wait_for(lambda: server.post("/predict", GOOD).status_code == 200)


@pytest.mark.parametrize("which", ["first", "http"])
def test_no_process_outlives_a_killed_one(tiny_bundle: Path, tmp_path: Path, which: str) -> None:
    server = start(tmp_path, f"bundle={tiny_bundle}", "workers=2")
    server.wait_until_healthy()
    family = server.family()
    if which == "first":
        server.process.kill()
    else:
        http_process(server).kill()
    assert server.process.wait(PATIENCE) != 0
    assert not psutil.wait_procs(family, PATIENCE)[1]
    if which == "http":
        assert server.said().strip().splitlines()[-1] == (
            "A process that speaks HTTP has died, and the server with it."
        )
    # The port is free at once.
    again = start(tmp_path, f"bundle={tiny_bundle}", "workers=1", port=server.port)
    again.wait_until_healthy()
    again.process.terminate()
    assert again.process.wait(PATIENCE) == 0


def http_process(server: Server) -> psutil.Process:
    """The one that has connections on the server's port."""
    # Again where it has let go of one before it was looked for.
    for _ in range(9):
        with requests.Session() as session:
            session.get(f"{server.url}/health", timeout=PATIENCE)
            for process in server.family():
                for connection in process.net_connections("tcp"):
                    is_ours = connection.laddr.port == server.port
                    if is_ours and connection.status == psutil.CONN_ESTABLISHED:
                        return process
    raise AssertionError("no process has a connection")


def test_overload_is_turned_away_at_once(tiny_bundle: Path, tmp_path: Path) -> None:
    with serving(tmp_path, f"bundle={tiny_bundle}", "workers=1", "limits.queue=1000") as server:
        texts = {"texts": ["A warm, funny film. " * 40] * 600}
        worker = server.workers()[0]
        worker.suspend()
        with ThreadPoolExecutor(12) as pool:
            asked = [pool.submit(server.post, "/predict_batch", texts) for _ in range(36)]
            # There is room for one, which waits.
            wait_for(lambda: sum(one.done() for one in asked) >= 35)
            worker.resume()
            answers = [one.result() for one in asked]
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses == {200: 1, 503: 35}
        assert all(
            "Retry-After" in answer.headers for answer in answers if answer.status_code == 503
        )
        assert server.metric('http_requests_rejected_total{reason="overload"}') == 35
        server.wait_until_healthy()
        assert server.post("/predict", GOOD).status_code == 200


def test_every_request_has_a_deadline(tiny_bundle: Path, tmp_path: Path) -> None:
    overrides = [f"bundle={tiny_bundle}", "workers=1", "limits.deadline_seconds=2"]
    with serving(tmp_path, *overrides) as server:
        worker = server.workers()[0]
        worker.suspend()
        for path, body in (("/predict", GOOD), ("/explain", GOOD), ("/predict_batch", BATCH)):
            started = time.monotonic()
            assert server.post(path, body).status_code == 504
            assert time.monotonic() - started > 1.9
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
            # The rest of its body never comes.
            connection.sendall(b"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
            assert b" 408 " in connection.recv(1000)[:20]
        worker.resume()
        wait_for(lambda: server.post("/predict", GOOD).status_code == 200)


class Bundles:
    """Two bundles of different versions, and a link to one of them."""

    def __init__(self, tiny_bundle: Path, folder: Path) -> None:
        self.folder = folder
        self.link = folder / "models" / "current"
        self.link.parent.mkdir()
        self.first = json.loads((tiny_bundle / "model.json").read_text())["version"]
        for name in ("first", "second"):
            shutil.copytree(tiny_bundle, folder / name)
        manifest = json.loads((folder / "second" / "model.json").read_text())
        (folder / "second" / "model.json").write_text(json.dumps({**manifest, "version": "second"}))
        write_checksums(folder / "second", FILES)
        self.point_at("first")

    def point_at(self, name: str) -> None:
        temporary = self.link.with_name("next")
        temporary.symlink_to(self.folder / name)
        temporary.replace(self.link)


def wait_for_version(server: Server, version: str) -> None:
    """Until every worker answers with it."""
    end = time.monotonic() + PATIENCE
    streak = 0
    while streak < 30:
        assert time.monotonic() < end, f"{version} did not come"
        seen = server.post("/predict", GOOD).json()["model_version"]
        streak = streak + 1 if seen == version else 0


def test_a_new_bundle_drops_no_request(tiny_bundle: Path, tmp_path: Path) -> None:
    bundles = Bundles(tiny_bundle, tmp_path)
    taken_over = 'model_swaps_total{outcome="taken over"}'
    with serving(tmp_path / "server", f"bundle={bundles.link}", "workers=2") as server:
        with Load(server) as load:
            bundles.point_at("second")
            wait_for_version(server, "second")
            # By both workers, before it changes again.
            wait_for(lambda: server.metric(taken_over) == 2)
            assert server.get("/health").json()["model_version"] == "second"
            assert server.get("/model").json()["version"] == "second"
            bundles.point_at("first")
            wait_for_version(server, bundles.first)
            wait_for(lambda: load.versions["second"])
        wait_for(lambda: server.metric(taken_over) == 4)
        assert set(load.outcomes) == {200}, load.outcomes
        assert set(load.versions) == {"second", bundles.first}
        info = [line for line in server.get("/metrics").text.splitlines() if "model_info{" in line]
        assert len(info) == 1
        assert f'version="{bundles.first}"' in info[0]


def test_a_bad_bundle_is_refused_and_the_old_one_stays(tiny_bundle: Path, tmp_path: Path) -> None:
    bundles = Bundles(tiny_bundle, tmp_path)
    refused = 'model_swaps_total{outcome="refused"}'
    for name, damage in (("cut", b"cut"), ("empty", b"")):
        shutil.copytree(tiny_bundle, tmp_path / name)
        (tmp_path / name / "network.onnx").write_bytes(damage)
    write_checksums(tmp_path / "empty", FILES)
    with serving(tmp_path / "server", f"bundle={bundles.link}", "workers=1") as server:
        with Load(server, 2) as load:
            for number, name in enumerate(("cut", "empty", "nowhere"), start=1):
                bundles.point_at(name)
                # Where there is nothing, nothing is refused.
                wanted = min(number, 2)
                wait_for(lambda wanted=wanted: server.metric(refused) == wanted)
                time.sleep(2.5)
                # Once each and not at every look.
                assert server.metric(refused) == wanted
            bundles.point_at("second")
            wait_for_version(server, "second")
        assert set(load.outcomes) == {200}, load.outcomes
        assert set(load.versions) == {"second", bundles.first}
        assert "bundle refused" in server.log()
        assert "network.onnx is damaged or was changed" in server.log()


def test_a_worker_is_replaced_while_the_new_bundle_is_bad(
    tiny_bundle: Path, tmp_path: Path
) -> None:
    bundles = Bundles(tiny_bundle, tmp_path)
    shutil.copytree(tiny_bundle, tmp_path / "cut")
    (tmp_path / "cut" / "network.onnx").write_bytes(b"cut")
    with serving(tmp_path / "server", f"bundle={bundles.link}", "workers=1") as server:
        bundles.point_at("cut")
        wait_for(lambda: server.metric('model_swaps_total{outcome="refused"}'))
        victim = server.workers()[0]
        victim.kill()
        wait_for(lambda: pids(server) - {victim.pid})
        assert server.post("/predict", GOOD).json()["model_version"] == bundles.first
        assert len(server.workers()) == 1
        bundles.point_at("second")
        wait_for_version(server, "second")


def test_a_worker_that_is_killed_while_it_starts(tiny_bundle: Path, tmp_path: Path) -> None:
    server = start(tmp_path, f"bundle={tiny_bundle}", "workers=1")
    end = time.monotonic() + PATIENCE
    while not server.workers():
        assert time.monotonic() < end
        time.sleep(0.01)
    server.workers()[0].kill()
    assert server.process.wait(PATIENCE) == 1
    assert server.said().strip().splitlines()[-1] == (
        "A worker died while it started; the log may say why."
    )


@pytest.mark.parametrize("which", [signal.SIGHUP, signal.SIGTERM])
def test_signals_while_it_starts(tiny_bundle: Path, tmp_path: Path, which: signal.Signals) -> None:
    server = start(tmp_path, f"bundle={tiny_bundle}", "workers=2")
    end = time.monotonic() + PATIENCE
    while len(server.workers()) < 2:
        assert time.monotonic() < end
        time.sleep(0.01)
    family = server.family()
    signal_all(family, which)
    if which == signal.SIGHUP:
        server.wait_until_healthy()
        family = server.family()
        server.process.terminate()
    assert server.process.wait(PATIENCE) == 0, server.said()
    assert not psutil.wait_procs(family, PATIENCE)[1]
    assert "Traceback" not in server.said()


def test_a_locked_database_stops_nothing_else(tiny_bundle: Path, tmp_path: Path) -> None:
    with serving(tmp_path, f"bundle={tiny_bundle}", "workers=1") as server:
        review = {"movie": "A", "review": "fine"}
        assert server.post("/add_review", review).status_code == 200
        with (
            sqlite3.connect(tmp_path / "runs" / "reviews.db", isolation_level=None) as other,
            ThreadPoolExecutor(30) as pool,
        ):
            other.execute("BEGIN IMMEDIATE")
            asked = [pool.submit(server.post, "/add_review", review) for _ in range(30)]
            # All are predicted, and wait to be stored.
            wait_for(lambda: server.metric("model_predictions_total") == 31)
            for path in ("/health", "/static/app.js", "/metrics"):
                assert server.get(path).status_code == 200
            assert server.post("/predict", GOOD).status_code == 200
            assert not any(one.done() for one in asked)
            other.execute("ROLLBACK")
            assert {one.result().status_code for one in asked} == {200}
        other.close()
        assert server.get("/movie/A").json()["total_reviews"] == 31


def test_a_database_that_stays_locked(tiny_bundle: Path, tmp_path: Path) -> None:
    settings = [f"bundle={tiny_bundle}", "workers=1", "limits.deadline_seconds=60"]
    with serving(tmp_path, *settings, patient=False) as server:
        review = {"movie": "A", "review": "fine"}
        assert server.post("/add_review", review).status_code == 200
        with sqlite3.connect(tmp_path / "runs" / "reviews.db", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            assert server.post("/add_review", review).status_code == 503
            other.execute("ROLLBACK")
        other.close()
        # What it was, and not a word of a review.
        assert "(SQLITE_BUSY" in server.log()
        assert server.post("/add_review", review).json()["total_reviews"] == 2


def test_sighup_looks_at_once(tiny_bundle: Path, tmp_path: Path) -> None:
    bundles = Bundles(tiny_bundle, tmp_path)
    overrides = [f"bundle={bundles.link}", "workers=2", "follow_seconds=3600"]
    with serving(tmp_path / "server", *overrides) as server:
        bundles.point_at("second")
        time.sleep(1)
        assert server.post("/predict", GOOD).json()["model_version"] == bundles.first
        os.kill(server.process.pid, signal.SIGHUP)
        wait_for_version(server, "second")
