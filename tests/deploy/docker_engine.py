"""Real containers, which are gone afterwards."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import requests

from running_server import PATIENCE

ROOT = Path(__file__).parents[2]
# An image may have to be built.
_SECONDS = 1800
# As the manifests demand it of the service.
HARDENED = (
    *("--read-only", "--tmpfs", "/tmp:size=64m", "--cap-drop", "ALL"),  # noqa: S108
    *("--security-opt", "no-new-privileges", "--memory", "1g", "--pids-limit", "512"),
)


def docker(*arguments: str) -> str:
    """What the client answers.

    Raises:
        AssertionError: with what it complained of.
    """
    # A client without buildx builds as it did before, and says so each time.
    environment = {**os.environ, "DOCKER_BUILDKIT": "0"}
    result = subprocess.run(
        ["docker", *arguments], capture_output=True, text=True, timeout=_SECONDS, env=environment
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def answers() -> bool:
    """Whether there is an engine to run containers."""
    try:
        result = subprocess.run(["docker", "version"], capture_output=True, timeout=_SECONDS)
    except FileNotFoundError:
        return False
    return result.returncode == 0


@dataclass
class Container:
    """A container of the service."""

    id: str

    def inspect(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(docker("inspect", self.id))[0]
        return found

    @cached_property
    def url(self) -> str:
        ports = self.inspect()["NetworkSettings"]["Ports"]
        assert ports, f"it has ended: {self.logs()}"
        (binding,) = ports["8081/tcp"]
        return f"http://127.0.0.1:{binding['HostPort']}"

    def logs(self) -> str:
        result = subprocess.run(
            ["docker", "logs", self.id], capture_output=True, text=True, timeout=_SECONDS
        )
        return result.stdout + result.stderr

    def wait_until(self, wanted: str) -> None:
        """Waits for what the engine thinks of its health."""
        end = time.monotonic() + PATIENCE
        while (state := self.inspect()["State"])["Health"]["Status"] != wanted:
            assert state["Running"], f"it ended with {state['ExitCode']}: {self.logs()}"
            assert time.monotonic() < end, f"{state['Health']['Status']}: {self.logs()}"
            time.sleep(0.3)

    def post(self, path: str, body: object) -> requests.Response:
        return requests.post(self.url + path, json=body, timeout=PATIENCE)


@contextmanager
def running(image: str, *options: str, settings: tuple[str, ...] = ()) -> Iterator[Container]:
    """Runs an image with a port on this machine alone."""
    arguments = ["--publish", "127.0.0.1::8081", *options, image, *settings]
    container = Container(docker("run", "--detach", *arguments))
    try:
        yield container
    finally:
        docker("rm", "--force", "--volumes", container.id)
