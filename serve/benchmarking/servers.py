"""Starting and ending the servers that are measured."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sentiment.errors import UserError

_ADDRESS = "127.0.0.1"
_SECONDS_TO_START = 60
_SECONDS_TO_END = 10
_SECONDS_TO_ANSWER = 10
# What would make the server ask elsewhere, or use what is not the benchmark's.
_NOT_FOR_THE_SERVER = (
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "PROMETHEUS_MULTIPROC_DIR",
    "SENTIMENT_API_KEY",
    "SENTIMENT_STORE_URL",
)


@dataclass(frozen=True)
class Server:
    """A server that was started here.

    Attributes:
        process_id: of its first process.
        port: that it listens on.
        start_seconds: from its start to its first healthy answer.
    """

    process_id: int
    port: int
    start_seconds: float

    def url(self, path: str) -> str:
        """Where to ask for ``path``."""
        return f"http://{_ADDRESS}:{self.port}{path}"

    def get(self, path: str) -> str:
        """What it answers.

        Raises:
            OSError: when it does not.
            HTTPException: when that is no HTTP.
        """
        return _get(self.port, path)[1]


def our_server(folder: Path, bundle: Path) -> AbstractContextManager[Server]:
    """The service as it is by default, healthy, with all that it writes below ``folder``.

    Raises:
        UserError: on entering, when it ends, or is not healthy in time.
    """
    port = _free_port()
    arguments = ["serve", f"bundle={json.dumps(str(bundle))}", f"port={port}"]
    return _running("The service", folder / "ours", arguments, port)


def flask_server(folder: Path) -> AbstractContextManager[Server]:
    """The plain Flask server that ours is compared with; else as ``our_server``."""
    port = _free_port()
    arguments = ["sentiment.flask_baseline", str(port)]
    return _running("The baseline", folder / "baseline", arguments, port)


@contextmanager
def _running(name: str, folder: Path, module: list[str], port: int) -> Iterator[Server]:
    """A healthy server in a new folder of its own, which is ended whatever happens."""
    folder.mkdir()
    environment = {
        **{key: value for key, value in os.environ.items() if key not in _NOT_FOR_THE_SERVER},
        "SENTIMENT_RUNS": str(folder / "runs"),
    }
    errors = folder / "err.log"
    started = time.perf_counter()
    with (folder / "out.log").open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *module], cwd=folder, stdout=out, stderr=err, env=environment
        )
    try:
        while not _is_healthy(port):
            if process.poll() is not None:
                said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
                raise UserError(f"{name} did not start: {said[-1] if said else 'it said nothing'}")
            if time.perf_counter() - started > _SECONDS_TO_START:
                raise UserError(f"{name} was not healthy in {_SECONDS_TO_START} s.")
            time.sleep(0.02)
        yield Server(process.pid, port, time.perf_counter() - started)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Politely at first; all that belongs to a server ends with its first process."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.create_server((_ADDRESS, 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _is_healthy(port: int) -> bool:
    try:
        return _get(port, "/health")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def _get(port: int, path: str) -> tuple[int, str]:
    """Status and body."""
    connection = http.client.HTTPConnection(_ADDRESS, port, timeout=_SECONDS_TO_ANSWER)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
