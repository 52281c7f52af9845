"""A real server in processes of its own, on a real socket of this machine."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import requests

ADDRESS = "127.0.0.1"
# For whatever has to happen: this machine may be busy, and what happens sooner waits no longer.
PATIENCE = 240


@dataclass
class Server:
    """A running server.

    Attributes:
        process: its first process.
        port: that it listens on.
        folder: where it runs; ``out.log`` and ``err.log`` are what it wrote.
    """

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.port}"

    def post(self, path: str, json: Any = None, **settings: Any) -> requests.Response:
        return requests.post(self.url + path, json=json, timeout=PATIENCE, **settings)

    def get(self, path: str, **settings: Any) -> requests.Response:
        return requests.get(self.url + path, timeout=PATIENCE, **settings)

    def family(self) -> list[psutil.Process]:
        """The first process and all that come from it."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def workers(self) -> list[psutil.Process]:
        """The processes that predict."""
        found = []
        for process in psutil.Process(self.process.pid).children():
            # One may have just ended.
            with suppress(psutil.NoSuchProcess):
                if any("spawn_main" in part for part in process.cmdline()):
                    found.append(process)
        return found

    def wait_until_healthy(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, self.said()
            try:
                if self.get("/health").status_code == 200:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.05)
        raise AssertionError(f"not healthy within {PATIENCE} s: {self.said()}")

    def log(self) -> str:
        return (self.folder / "out.log").read_text(encoding="utf-8")

    def said(self) -> str:
        """What it told the person at the keyboard."""
        return (self.folder / "err.log").read_text(encoding="utf-8")

    def metric(self, name: str) -> float:
        """The value of the sample with this name and labels."""
        for line in self.get("/metrics").text.splitlines():
            if line.startswith(name + " "):
                return float(line.rsplit(" ", 1)[1])
        return 0.0


class BegunRequest:
    """A question whose last byte is sent when the test wants it: till then it is in flight."""

    def __init__(self, url: str, path: str, body: Any) -> None:
        whole = json.dumps(body).encode()
        self._last = whole[-1:]
        self._connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
        self._connection.putrequest("POST", path)
        self._connection.putheader("Content-Type", "application/json")
        self._connection.putheader("Content-Length", str(len(whole)))
        self._connection.endheaders(whole[:-1])

    def end(self) -> int:
        """Sends the rest; returns the status of the answer."""
        self._connection.send(self._last)
        with self._connection.getresponse() as answer:
            answer.read()
            return answer.status


def wait_for(condition: Callable[[], object]) -> None:
    """Waits until it holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server((ADDRESS, 0)) as free:
        port: int = free.getsockname()[1]
    return port


def signal_all(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        # It may have ended with one before it.
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def start(
    folder: Path,
    *overrides: str,
    port: int | None = None,
    patient: bool = True,
    **environment: str,
) -> Server:
    """Starts a server and does not wait for it.

    Args:
        folder: where it runs.
        overrides: of its settings.
        port: None takes a free one.
        patient: gives all that it does more time than there is by default.
        environment: variables besides this process' own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    program, limits = ["-m", "serve"], []
    if patient:
        program = [str(Path(__file__).with_name("patient_server.py"))]
        limits = ["limits.deadline_seconds=120"]
    with (folder / "out.log").open("ab") as out, (folder / "err.log").open("ab") as err:
        process = subprocess.Popen(
            [sys.executable, *program, f"port={port}", *limits, *overrides],
            cwd=folder,
            stdout=out,
            stderr=err,
            env={**os.environ, "SENTIMENT_RUNS": str(folder / "runs"), **environment},
        )
    return Server(process, port, folder)


@contextmanager
def serving(
    folder: Path, *overrides: str, patient: bool = True, **environment: str
) -> Iterator[Server]:
    """A healthy server, ended politely; nothing of it may stay."""
    server = start(folder, *overrides, patient=patient, **environment)
    try:
        server.wait_until_healthy()
        yield server
        family = server.family() if server.process.poll() is None else []
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0, server.said()
        assert not psutil.wait_procs(family, PATIENCE)[1]
        assert "Traceback" not in server.log() + server.said()
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()
