"""Compose: its command, its one file of settings, and what its containers do."""

import functools
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sentiment.commands import run
from sentiment.deployment.images import checkout
from sentiment.errors import UserError
from sentiment.files import atomic_path

_SETTINGS = "compose.env"
_SECONDS = 300


@dataclass(frozen=True)
class Container:
    """What the engine says of a container.

    Attributes:
        id: the engine's.
        service: its name in the Compose file.
        state: ``running``, ``restarting``, ``exited``, ...
        health: ``healthy``, ``unhealthy``, ``starting``; empty without a check.
        image: that it runs.
        restarts: how often it was started again because it had ended.
        ports: where it is reached from outside.
        folders: of this machine that it sees, by where it sees them.
    """

    id: str
    service: str
    state: str
    health: str
    image: str
    restarts: int
    ports: tuple[str, ...]
    folders: Mapping[str, str]


@functools.cache
def compose_command() -> tuple[str, ...]:
    """Compose as a plugin of docker's, or the older program.

    Raises:
        UserError: when there is neither.
    """
    for command in (("docker", "compose"), ("docker-compose",)):
        try:
            found = subprocess.run([*command, "version"], capture_output=True, timeout=30)  # noqa: S603
        except FileNotFoundError:
            continue
        if found.returncode == 0:
            return command
    raise UserError("There is no Docker Compose here; install the package docker-compose-plugin.")


def compose_file() -> Path:
    """Of this checkout."""
    return checkout() / "deploy" / "compose.yaml"


class Project:
    """The containers of one environment."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._settings = folder / _SETTINGS

    def read_settings(self) -> dict[str, str]:
        """The variables of ``deploy/compose.yaml`` as they were written last."""
        if not self._settings.is_file():
            return {}
        lines = self._settings.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")

    def write_settings(self, settings: Mapping[str, str]) -> None:
        """Writes them; there are passwords among them."""
        with atomic_path(self._settings, private=True) as temporary:
            lines = "".join(f"{name}={value}\n" for name, value in settings.items())
            temporary.write_text(f"# Written by python -m sentiment.deploy.\n{lines}")

    def compose(self, *arguments: str) -> str:
        """What Compose answers.

        Raises:
            UserError: with what it complained of.
        """
        # This process' variables would go before the file's: a key for another environment, say.
        hidden = set(re.findall(r"\$\{(\w+)", compose_file().read_text(encoding="utf-8")))
        return run(*self.command(*arguments), seconds=_SECONDS, hidden=hidden)

    def command(self, *arguments: str) -> list[str]:
        """Compose with this project's file and settings."""
        options = ["-p", self.name, "-f", str(compose_file()), "--env-file", str(self._settings)]
        return [*compose_command(), *options, *arguments]

    def containers(self) -> dict[str, Container]:
        """All containers, also those that ended, by service."""
        label = f"label=com.docker.compose.project={self.name}"
        ids = run("docker", "ps", "--all", "--quiet", "--filter", label, seconds=30).split()
        if not ids:
            return {}
        found = json.loads(run("docker", "inspect", *ids, seconds=30))
        return {one.service: one for one in map(_container, found)}

    def has_volume(self, name: str) -> bool:
        """Whether a volume of the Compose file is there."""
        volume = f"{self.name}_{name}"
        # The filter takes parts of names, too.
        names = run("docker", "volume", "ls", "--quiet", "--filter", f"name={volume}", seconds=30)
        return volume in names.split()

    def execute(self, service: str, *command: str) -> str:
        """Runs a program in a container."""
        return run("docker", "exec", self._running(service), *command, seconds=60)

    def signal(self, service: str, name: str) -> None:
        """Sends a signal to a container's first process."""
        run("docker", "kill", "--signal", name, self._running(service), seconds=30)

    def last_line(self, container: Container) -> str:
        """What a container said last."""
        command = ("docker", "logs", "--tail", "1", container.id)
        said = run(*command, seconds=30, with_errors=True).strip()
        return said or "it said nothing"

    def _running(self, service: str) -> str:
        container = self.containers().get(service)
        if container is None or container.state != "running":
            raise UserError(f"The container of {service} does not run.")
        return container.id


def _container(found: Any) -> Container:
    ports = found["NetworkSettings"]["Ports"] or {}
    return Container(
        id=found["Id"],
        service=found["Config"]["Labels"]["com.docker.compose.service"],
        state=found["State"]["Status"],
        health=found["State"].get("Health", {}).get("Status", ""),
        image=found["Config"]["Image"],
        restarts=found["RestartCount"],
        ports=tuple(
            sorted(
                {
                    f"http://{binding['HostIp']}:{binding['HostPort']}"
                    for bindings in ports.values()
                    for binding in bindings or []
                }
            )
        ),
        folders={one["Destination"]: one["Source"] for one in found["Mounts"]},
    )
