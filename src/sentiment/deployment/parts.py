"""What stands around the releases of a Compose project: database, gateway, and those who watch."""

import json
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path

import yaml

from sentiment.commands import run
from sentiment.deployment.containers import Project, compose_file
from sentiment.deployment.images import checkout, has_image
from sentiment.deployment.settings import ComposeSettings
from sentiment.errors import UserError
from sentiment.files import atomic_path

NAMES = ("postgres", "gateway", "mlflow", "prometheus", "alertmanager", "node-exporter", "grafana")
# Of deploy/compose.yaml; what people put there for them stays until they put something else.
_CHOSEN = re.compile(r"\$\{([A-Z_]+):-([^}]*)\}")
# Six images by a slow line.
_PULL_SECONDS = 3600


class Parts:
    """The parts that the settings do not leave out.

    Attributes:
        names: theirs.
    """

    def __init__(self, project: Project, folder: Path, settings: ComposeSettings) -> None:
        self.project = project
        self._folder = folder
        self._settings = settings
        self.names = [name for name in NAMES if name not in settings.without]

    def running(self) -> list[str]:
        """All that run now, also those that the settings leave out."""
        found = self.project.containers()
        return [name for name in NAMES if name in found and found[name].state == "running"]

    def missing_images(self, kept: Mapping[str, str]) -> list[str]:
        """Images that have to be pulled; the project's own are built."""
        services = yaml.safe_load(compose_file().read_text(encoding="utf-8"))["services"]
        chosen = chosen_variables(kept)
        images = [
            chosen.get(found[1], found[2])
            for name in self.names
            if (found := _CHOSEN.fullmatch(services[name]["image"]))
        ]
        return [image for image in images if not has_image(image)]

    def write(self, names: list[str]) -> None:
        """The settings of Prometheus, which asks these parts, and of Alertmanager."""
        source = checkout() / "deploy"
        text = (source / "alertmanager/alertmanager.yml").read_text(encoding="utf-8")
        if self._settings.notify is not None:
            receiver = f"webhook_configs: [{{url: {json.dumps(self._settings.notify)}}}]"
            text = text.replace("webhook_configs: []", receiver)
        _write(self._folder / "alertmanager" / "alertmanager.yml", text)
        watching = yaml.safe_load((source / "prometheus/prometheus.yml").read_text("utf-8"))
        left_out = set(NAMES) - set(names)
        watching["scrape_configs"] = [
            job for job in watching["scrape_configs"] if job["job_name"] not in left_out
        ]
        if "alertmanager" in left_out:
            del watching["alerting"]
        folder = self._folder / "prometheus"
        _write(folder / "prometheus.yml", yaml.safe_dump(watching, sort_keys=False))
        rules = {path.name: path for path in (source / "prometheus/rules").glob("*.yml")}
        for name, path in rules.items():
            _write(folder / "rules" / name, path.read_text(encoding="utf-8"))
        for path in (folder / "rules").glob("*.yml"):
            if path.name not in rules:
                path.unlink()

    def start(self, names: list[str]) -> None:
        """Starts or updates parts, and has those that ran already read what was written."""
        self.project.compose("up", "-d", "--no-deps", *names)
        for name in {"prometheus", "alertmanager"}.intersection(names):
            self.project.signal(name, "HUP")

    def wait(self, names: list[str]) -> None:
        """Until containers are healthy.

        Raises:
            UserError: when some are not, in the time that the settings give them.
        """
        end = time.monotonic() + self._settings.wait_seconds
        while waiting := self._not_healthy(names):
            if time.monotonic() > end:
                raise UserError(
                    f"{', '.join(waiting)} not healthy after {self._settings.wait_seconds:g} s; "
                    f"see {' '.join(self.project.command('logs', waiting[0]))}"
                )
            time.sleep(0.5)

    def _not_healthy(self, names: list[str]) -> list[str]:
        found = self.project.containers()
        return [name for name in names if name not in found or found[name].health != "healthy"]


def chosen_variables(kept: Mapping[str, str]) -> dict[str, str]:
    """Variables that take the place of a default in ``deploy/compose.yaml``.

    Args:
        kept: the variables of the last deployment; this process' own go before them, and an
            empty one goes back to the default.
    """
    names = {found[0] for found in _CHOSEN.findall(compose_file().read_text(encoding="utf-8"))}
    values = {name: os.environ.get(name, kept.get(name, "")) for name in sorted(names)}
    return {name: value for name, value in values.items() if value}


def pull(images: list[str]) -> None:
    """Gets images from their registries."""
    for image in images:
        run("docker", "pull", "--quiet", image, seconds=_PULL_SECONDS)


def _write(path: Path, text: str) -> None:
    """A file that another user reads in a container; nobody else gets through the state folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o755)
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    path.chmod(0o644)
