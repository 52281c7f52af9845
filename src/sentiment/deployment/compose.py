"""``deploy=compose``: containers on one machine, two places for releases and a gateway."""

import time
from pathlib import Path

from sentiment.bundle import Bundle
from sentiment.commands import require, run
from sentiment.deployment.containers import Container, Project, compose_command
from sentiment.deployment.gateway import active_place, write_gateway
from sentiment.deployment.images import (
    IMAGE,
    build_mlflow,
    building_steps,
    checkout,
    has_image,
    mlflow_image,
    release_in,
)
from sentiment.deployment.parts import Parts, chosen_variables, pull
from sentiment.deployment.secrets import FILE as SECRETS_FILE
from sentiment.deployment.secrets import make_secrets, read_secrets
from sentiment.deployment.settings import ComposeSettings, DeploySettings
from sentiment.deployment.smoke_test import smoke_test, wait_until_healthy
from sentiment.deployment.state import Release, StateFolder
from sentiment.deployment.steps import Step
from sentiment.deployment.target import Target
from sentiment.errors import UserError
from sentiment.files import shown
from sentiment.revision import code_revision

_PLACES = ("blue", "green")


class ComposeTarget(Target):
    """A release starts beside the one that serves; the gateway changes over when it was tried."""

    SECRETS = (
        *("SENTIMENT_API_KEY", "POSTGRES_PASSWORD", "REVIEWS_PASSWORD", "MLFLOW_PASSWORD"),
        "GRAFANA_PASSWORD",
    )

    def __init__(self, settings: DeploySettings, folder: StateFolder) -> None:
        super().__init__(settings, folder)
        self.project = Project(f"sentiment-{settings.env.name}", folder.path)
        self._gateway = folder.path / "gateway"
        # What undo goes back to.
        self._place_before: str | None = None
        self._settings_before: dict[str, str] = {}
        self._parts_before: list[str] = []

    @property
    def compose(self) -> ComposeSettings:
        """``conf/deploy/compose.yaml``."""
        assert isinstance(self.settings.deploy, ComposeSettings)  # noqa: S101
        return self.settings.deploy

    @property
    def url(self) -> str:
        """See ``Target.url``."""
        return _url(str(self.compose.bind), self.port)

    @property
    def parts(self) -> Parts:
        """What stands around the releases."""
        return Parts(self.project, self.folder.path, self.compose)

    @property
    def preview(self) -> str:
        """Where a release is tried, on this machine alone."""
        return f"http://127.0.0.1:{self.settings.env.ports.preview}"

    def check(self) -> None:
        """See ``Target.check``."""
        checkout()
        require("docker", "install Docker Engine")
        try:
            run("docker", "version", seconds=30)
        except UserError as error:
            raise UserError(
                "The Docker engine does not answer: start it, or join the group docker."
            ) from error
        compose_command()
        self._check_folder()
        self.folder.path.chmod(0o700)

    def release(self, bundle: Bundle | None) -> Release:
        """See ``Target.release``."""
        if bundle is None:
            return release_in(str(self.compose.image))
        version, revision = bundle.manifest.version, code_revision()
        return Release(version=version, revision=revision, image=f"{IMAGE}:{revision}-{version}")

    def apply(self, release: Release, bundle: Bundle | None) -> list[Step]:
        """See ``Target.apply``."""
        return [*self._images(release, bundle), *self._serve(release)]

    def rollback(self, release: Release) -> list[Step]:
        """See ``Target.rollback``."""
        if release.image is None or not has_image(release.image):
            raise UserError(f"The image {release.image} is gone; deploy another release.")
        return self._serve(release)

    def undo(self) -> str:
        """See ``Target.undo``."""
        before, served = self._place_before, self.state().current
        restored = self._restore_settings()
        if before is not None and not self._runs(f"model-{before}"):
            self.project.compose("up", "-d", "--no-deps", f"model-{before}")
            self.parts.wait([f"model-{before}"])
        # People are sent back first; what serves them until then ends last.
        write_gateway(self._gateway, before, before)
        if self._runs("gateway"):
            self._reload()
        if restored:
            self.parts.write(self._parts_before)
            self.parts.start(self._parts_before)
        if before is None or served is None:
            self._stop_others(before)
            return (
                "nothing served before, and nothing serves now; what stands around it is left "
                "for a look, and action=down ends it."
            )
        url = self._url_before()
        wait_until_healthy(url, served.version, self.compose.wait_seconds)
        self._stop_others(before)
        return f"{served.name} serves again at {url}."

    def down(self) -> list[Step]:
        """See ``Target.down``."""
        found = self.project.containers()
        if not found:
            return []
        names = ", ".join(sorted(found))
        return [Step(f"End {names}; volumes stay", self._end)]

    def status(self) -> list[tuple[str, str, str]]:
        """See ``Target.status``."""
        active = active_place(self._gateway)
        rows = []
        for name, found in sorted(self.project.containers().items()):
            state = found.health if found.state == "running" and found.health else found.state
            about = " ".join(found.ports) or found.image
            if name == f"model-{active}":
                state, about = f"{state}, serves", found.image
            rows.append((name, state, about))
        return rows or [("containers", "none", "")]

    def logs(self) -> list[str]:
        """See ``Target.logs``."""
        active = active_place(self._gateway)
        if active is None:
            raise UserError(f"Nothing was deployed in {shown(self.folder.path)} yet.")
        follow = ["--follow"] if self.settings.follow else []
        lines = f"--tail={self.settings.lines}"
        return self.project.command("logs", "--no-color", lines, *follow, f"model-{active}")

    def _check_folder(self) -> None:
        """A project has one folder: another one would know neither its passwords nor its place."""
        name, folder = self.project.name, self.folder.path
        gateway = self.project.containers().get("gateway")
        mounted = gateway and gateway.folders.get("/etc/nginx/conf.d")
        # An engine in a virtual machine may put something before the path.
        if mounted and not str(Path(mounted).resolve()).endswith(str(self._gateway.resolve())):
            raise UserError(
                f"{name} is there already and keeps its state in {Path(mounted).parent}, not in "
                f"{folder}: give state_dir={Path(mounted).parent}, or another env.name=."
            )
        if self.project.has_volume("postgres") and not read_secrets(folder):
            raise UserError(
                f"The volume {name}_postgres has a database, and its passwords are not in "
                f"{folder / SECRETS_FILE}: bring that file back or name its folder by state_dir=, "
                "or remove the containers and the volume, with all reviews, to begin anew."
            )

    def _images(self, release: Release, bundle: Bundle | None) -> list[Step]:
        mlflow = mlflow_image()
        steps = [] if bundle is None else building_steps(release, bundle.path)
        if "mlflow" not in self.compose.without and not has_image(mlflow):
            steps.append(
                Step(f"Build {mlflow} (some minutes)", lambda: build_mlflow(mlflow)),
            )
        return steps

    def _pull(self) -> list[Step]:
        images = self.parts.missing_images(self.project.read_settings())
        return [Step(f"Pull {', '.join(images)}", lambda: pull(images))] if images else []

    def _serve(self, release: Release) -> list[Step]:
        """From images to a release that serves and passed its test."""
        active = self._active()
        self._place_before, self._settings_before = active, self.project.read_settings()
        self._parts_before = self.parts.running() or self.parts.names
        place = _PLACES[1] if active == _PLACES[0] else _PLACES[0]
        name = f"model-{place}"
        parts = self.parts.names
        left_out = [part for part in self.parts.running() if part not in parts]
        steps = [
            *self._pull(),
            Step(
                f"Write settings and passwords to {shown(self.folder.path)}",
                lambda: self._write(release, place, active),
            ),
            Step(
                f"Start or update {', '.join(parts)}, and wait until they are healthy",
                self._start,
            ),
            Step(
                f"Start {release.image} as {name}, beside what serves",
                lambda: self.project.compose("up", "-d", "--no-deps", "--force-recreate", name),
            ),
            Step(
                f"Wait until {self.preview}/health has the model {release.version}",
                lambda: wait_until_healthy(
                    self.preview,
                    release.version,
                    self.compose.wait_seconds,
                    lambda: self._trouble(place),
                ),
            ),
            Step(
                f"Try it at {self.preview}: both examples, a stored review, the metrics",
                lambda: smoke_test(self.preview, self._api_key(), release.name, metrics=True),
            ),
            Step(
                f"Send people to {name}",
                lambda: self._switch(place, release.version),
            ),
            Step(
                f"Try it at {self.url}",
                lambda: smoke_test(self.url, self._api_key(), release.name, metrics=False),
            ),
        ]
        if active is not None:
            steps.append(
                Step(
                    f"Stop model-{active} after {self.compose.drain_seconds:g} s; it stays for a "
                    "rollback",
                    lambda: self._drain(active),
                )
            )
        if left_out:
            text = f"Stop {', '.join(left_out)}, left out now"
            steps.append(Step(text, lambda: self.project.compose("stop", *left_out)))
        return steps

    def _active(self) -> str | None:
        """The place that serves; None where its container does not run."""
        place = active_place(self._gateway)
        if place is None:
            return None
        return place if self._runs(f"model-{place}") else None

    def _runs(self, service: str) -> bool:
        container = self.project.containers().get(service)
        return container is not None and container.state == "running"

    def _model(self, place: str) -> Container | None:
        return self.project.containers().get(f"model-{place}")

    def _api_key(self) -> str:
        return read_secrets(self.folder.path)["SENTIMENT_API_KEY"]

    def _write(self, release: Release, place: str, active: str | None) -> None:
        before = self._settings_before
        ports = self.settings.env.ports
        image = str(release.image)
        images = {
            f"MODEL_{one.upper()}_IMAGE": before.get(f"MODEL_{one.upper()}_IMAGE", image)
            for one in _PLACES
        }
        images[f"MODEL_{place.upper()}_IMAGE"] = image
        self.project.write_settings(
            {
                **make_secrets(self.folder.path, self.SECRETS),
                **images,
                **chosen_variables(before),
                "MLFLOW_IMAGE": mlflow_image(),
                # Compose does not read it; undo sees by it that parts were left out or came back.
                "WITHOUT": ",".join(self.compose.without),
                "STATE": str(self.folder.path),
                "ENVIRONMENT": self.settings.env.name,
                "BIND": str(self.compose.bind),
                "BIND_TOOLS": str(self.compose.bind_tools),
                "WORKERS": str(self.compose.workers),
                "SERVICE_PORT": str(ports.service),
                "PREVIEW_PORT": str(ports.preview),
                "MLFLOW_PORT": str(ports.mlflow),
                "PROMETHEUS_PORT": str(ports.prometheus),
                "ALERTMANAGER_PORT": str(ports.alertmanager),
                "GRAFANA_PORT": str(ports.grafana),
            }
        )
        write_gateway(self._gateway, active, place)
        self.parts.write(self.parts.names)

    def _start(self) -> None:
        self.parts.start(self.parts.names)
        # It may have run already, and reads its settings once more.
        self._reload()
        self.parts.wait(self.parts.names)

    def _reload(self) -> None:
        """The gateway goes over to what was written, if that can be."""
        end = time.monotonic() + 20
        while True:
            try:
                self.project.execute("gateway", "nginx", "-t", "-q")
                self.project.execute("gateway", "nginx", "-s", "reload")
                return
            except UserError:
                # It was started a moment ago.
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def _switch(self, place: str, version: str) -> None:
        write_gateway(self._gateway, place, place)
        self._reload()
        wait_until_healthy(
            self.url, version, self.compose.wait_seconds, lambda: self._trouble(place)
        )

    def _drain(self, place: str) -> None:
        time.sleep(self.compose.drain_seconds)
        self.project.compose("stop", f"model-{place}")

    def _restore_settings(self) -> bool:
        """Whether they had been changed."""
        before = self._settings_before
        if not before or self.project.read_settings() == before:
            return False
        self.project.write_settings(before)
        return True

    def _url_before(self) -> str:
        before = self._settings_before
        return _url(
            before.get("BIND", str(self.compose.bind)), before.get("SERVICE_PORT", self.port)
        )

    def _stop_others(self, before: str | None) -> None:
        for place in _PLACES:
            if place != before and self._model(place) is not None:
                self.project.compose("stop", f"model-{place}")

    def _trouble(self, place: str) -> str | None:
        container = self._model(place)
        if container is None:
            return f"The container of model-{place} is gone."
        if container.state == "running" and not container.restarts:
            return None
        said = self.project.last_line(container)
        return f"model-{place} does not start ({container.state}): {said}"

    def _end(self) -> None:
        self.project.compose("down", "--remove-orphans")
        write_gateway(self._gateway, None, None)


def _url(bind: str, port: int | str) -> str:
    """Where this machine reaches what is published on an address."""
    return f"http://{'127.0.0.1' if bind == '0.0.0.0' else bind}:{port}"  # noqa: S104
