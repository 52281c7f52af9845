"""``deploy=kubernetes``: manifests, applied to a cluster that replaces pods one by one."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from sentiment.bundle import Bundle
from sentiment.commands import require, run
from sentiment.deployment.cluster import Cluster, deployment_of, write_release
from sentiment.deployment.images import (
    IMAGE,
    building_steps,
    check_tag,
    checkout,
    release_in,
    split_image,
)
from sentiment.deployment.settings import DeploySettings, KubernetesSettings
from sentiment.deployment.smoke_test import smoke_test, wait_until_healthy
from sentiment.deployment.state import Release, StateFolder
from sentiment.deployment.steps import Step
from sentiment.deployment.target import Target
from sentiment.errors import UserError
from sentiment.files import atomic_path, shown
from sentiment.revision import code_revision

_KINDS = ("deployment", "horizontalpodautoscaler", "ingress", "poddisruptionbudget")


class KubernetesTarget(Target):
    """A release is a rendered manifest, which is kept to go back to."""

    def __init__(self, settings: DeploySettings, folder: StateFolder) -> None:
        super().__init__(settings, folder)
        self.cluster = Cluster(self.kubernetes.context)
        # Of the release that this command is about.
        self._objects: list[dict[str, Any]] | None = None
        # What undo goes back to where no manifest was kept here.
        self._applied = False
        self._revision_before: str | None = None

    @property
    def kubernetes(self) -> KubernetesSettings:
        """``conf/deploy/kubernetes.yaml``."""
        assert isinstance(self.settings.deploy, KubernetesSettings)  # noqa: S101
        return self.settings.deploy

    @property
    def url(self) -> str:
        """Where people reach the service: the Ingress of the overlay."""
        for found in self._current():
            if found["kind"] == "Ingress":
                return f"https://{found['spec']['rules'][0]['host']}"
        return f"namespace {self._namespace()}"

    def check(self) -> None:
        """See ``Target.check``."""
        checkout()
        require("kubectl", "install Kubernetes' client")
        self._overlay()
        if self.settings.env.name == "production" and self.kubernetes.overlay == "local":
            raise UserError("deploy.overlay=local is a staging: take env=staging, or another one.")
        if self.settings.action == "apply":
            self._check_programs()
        # It refuses an environment that the overlay is not for.
        self._namespace()
        try:
            self.cluster.ask("version", seconds=20)
        except UserError as error:
            context = self.kubernetes.context or "kubectl's current context"
            raise UserError(f"The cluster of {context} does not answer: {error}") from error

    def _check_programs(self) -> None:
        """Sees that there is what brings an image to the nodes, before it is built."""
        image, load = self.kubernetes.image, self.kubernetes.load
        require("docker", "install Docker Engine, which builds images and looks into them")
        if image is not None:
            check_tag(image)
        elif load is not None:
            require(load, f"install it, or leave out deploy.load={load}")

    def release(self, bundle: Bundle | None) -> Release:
        """See ``Target.release``."""
        settings = self.kubernetes
        if bundle is None:
            release = release_in(str(settings.image))
        elif settings.registry is None and settings.load is None:
            raise UserError(
                "The nodes of a cluster can't reach an image of this machine: give "
                "deploy.registry=, deploy.load=minikube or kind, or deploy.image=."
            )
        else:
            version, revision = bundle.manifest.version, code_revision()
            image = f"{settings.registry or IMAGE}:{revision}-{version}"
            release = Release(version=version, revision=revision, image=image)
        self._objects = self._render(str(release.image))
        # The same image in other manifests is another release.
        digest = hashlib.sha256(_text(self._objects).encode()).hexdigest()[:12]
        tag = split_image(str(release.image))[2].rpartition(":")[2]
        return release.model_copy(update={"manifest": f"{tag}-{digest}.yaml"})

    def apply(self, release: Release, bundle: Bundle | None) -> list[Step]:
        """See ``Target.apply``."""
        manifest = self._manifest(release)
        return [
            *self._images(release, bundle),
            Step(
                f"Render deploy/kubernetes with {release.image} to {shown(manifest)}",
                lambda: self._keep(release),
            ),
            *self._roll_out(release),
        ]

    def changes(self, release: Release) -> str:
        """See ``Target.changes``."""
        with tempfile.TemporaryDirectory() as folder:
            manifest = Path(folder) / "manifest.yaml"
            manifest.write_text(_text(self._current()), encoding="utf-8")
            difference = self.cluster.diff(manifest)
        return difference.strip() or "The cluster has all of it already."

    def rollback(self, release: Release) -> list[Step]:
        """See ``Target.rollback``."""
        if not self._manifest(release).is_file():
            raise UserError(f"{shown(self._manifest(release))} is gone; deploy another release.")
        self._objects = self._kept(release)
        return self._roll_out(release)

    def undo(self) -> str:
        """See ``Target.undo``."""
        if not self._applied:
            return f"nothing was applied, and {self._namespace()} is as it was."
        served = self.state().current
        if served is not None and self._manifest(served).is_file():
            self._objects = self._kept(served)
            self.cluster.ask("apply", "--filename", str(self._manifest(served)))
            self._wait()
            return f"{served.name} serves again in {self._namespace()}."
        if self._revision_before is not None:
            self.cluster.undo(self._namespace(), self._revision_before)
            self._wait()
            return (
                f"the pods of before serve again in {self._namespace()}; what else was applied is "
                "left, for no manifest of before is kept here."
            )
        return (
            "nothing of this folder served before; what was applied is left for a look, and "
            "action=down ends it."
        )

    def down(self) -> list[Step]:
        """See ``Target.down``."""
        namespace = self._namespace()
        kinds = [f"{kind}/model" for kind in _KINDS]
        command = ("--namespace", namespace, "delete", "--ignore-not-found", *kinds)
        text = f"Delete {', '.join(kinds)} of {namespace}; database, volumes and secrets stay"
        return [Step(text, lambda: self.cluster.ask(*command, seconds=120))]

    def status(self) -> list[tuple[str, str, str]]:
        """See ``Target.status``."""
        require("kubectl", "install Kubernetes' client")
        label = "--selector=app.kubernetes.io/name=model"
        rows = []
        for found in self.cluster.get(self._namespace(), "deployment,pod", label):
            state, kind = found["status"], found["kind"].lower()
            name = found["metadata"]["name"]
            if kind == "deployment":
                ready = f"{state.get('readyReplicas', 0)} of {state.get('replicas', 0)} ready"
                image = found["spec"]["template"]["spec"]["containers"][0]["image"]
                rows.append((f"{kind} {name}", ready, image))
            else:
                restarts = sum(one["restartCount"] for one in state.get("containerStatuses", []))
                rows.append((f"{kind} {name}", state["phase"].lower(), f"{restarts} restarts"))
        return rows or [(f"namespace {self._namespace()}", "nothing runs", "")]

    def logs(self) -> list[str]:
        """See ``Target.logs``."""
        follow = ["--follow"] if self.settings.follow else []
        options = [f"--tail={self.settings.lines}", *follow]
        namespace = ("--namespace", self._namespace())
        return self.cluster.command(*namespace, "logs", "deployment/model", *options)

    def _roll_out(self, release: Release) -> list[Step]:
        namespace, manifest = self._namespace(), self._manifest(release)
        where = f"{namespace} of {self.kubernetes.context or 'the current context'}"
        return [
            Step(
                f"Apply {shown(manifest)} to {where}",
                lambda: self._apply(release),
            ),
            Step("Wait until new pods are ready and old ones are gone", self._wait),
            Step(
                "Try it through a forwarded port: both examples, a stored review, the metrics",
                lambda: self._try(release),
            ),
        ]

    def _images(self, release: Release, bundle: Bundle | None) -> list[Step]:
        if bundle is None:
            return []
        image = str(release.image)
        steps = building_steps(release, bundle.path)
        if self.kubernetes.registry is not None:
            steps.append(
                Step(f"Push {image}", lambda: run("docker", "push", "--quiet", image, seconds=1200))
            )
        loaders = {
            "minikube": ("minikube", "image", "load", image),
            "kind": ("kind", "load", "docker-image", image),
        }
        if self.kubernetes.load is not None:
            command = loaders[self.kubernetes.load]
            steps.append(Step(" ".join(command), lambda: run(*command, seconds=600)))
        return steps

    def _wait(self) -> None:
        seconds = self.kubernetes.wait_seconds
        self.cluster.ask(
            *("--namespace", self._namespace(), "rollout", "status", "deployment/model"),
            f"--timeout={seconds:g}s",
            seconds=seconds + 30,
        )

    def _try(self, release: Release) -> None:
        namespace = self._namespace()
        # Whoever may deploy may not always read secrets.
        key = os.environ.get("SENTIMENT_API_KEY") or self.cluster.secret(
            namespace, "sentiment", "SENTIMENT_API_KEY"
        )
        with self.cluster.forwarded(namespace, self.settings.env.ports.preview) as url:
            wait_until_healthy(url, release.version, 90)
            smoke_test(url, key, release.name, metrics=True)

    def _apply(self, release: Release) -> None:
        self._revision_before = self.cluster.revision(self._namespace())
        self._applied = True
        self.cluster.ask("apply", "--filename", str(self._manifest(release)))

    def _render(self, image: str) -> list[dict[str, Any]]:
        """What the settings make."""
        with tempfile.TemporaryDirectory() as folder:
            return write_release(Path(folder), self._overlay(), self._components(), image)

    def _keep(self, release: Release) -> None:
        with atomic_path(self._manifest(release)) as temporary:
            temporary.write_text(_text(self._current()), encoding="utf-8")

    def _kept(self, release: Release) -> list[dict[str, Any]]:
        return list(yaml.safe_load_all(self._manifest(release).read_text(encoding="utf-8")))

    def _manifest(self, release: Release) -> Path:
        # Releases of earlier versions name no manifest; theirs has the name of the tag.
        name = release.manifest or f"{str(release.image).rpartition(':')[2]}.yaml"
        return self.folder.path / "releases" / name

    def _overlay(self) -> Path:
        name = self.kubernetes.overlay
        overlays = checkout() / "deploy" / "kubernetes" / "overlays"
        for folder in (overlays / name, Path(name)):
            if (folder / "kustomization.yaml").is_file():
                return folder
        there = ", ".join(sorted(path.name for path in overlays.iterdir()))
        raise UserError(f"deploy.overlay={name} is none of {there}, nor a folder of your own.")

    def _components(self) -> list[Path]:
        # The local overlay is a staging by itself.
        if self.settings.env.name == "staging" and self.kubernetes.overlay != "local":
            return [checkout() / "deploy" / "kubernetes" / "components" / "staging"]
        return []

    def _current(self) -> list[dict[str, Any]]:
        """What this command is about, else what was applied last, else what would be applied."""
        if self._objects is None:
            state = self.state()
            for release in (state.current, state.previous):
                if release is not None and self._manifest(release).is_file():
                    self._objects = self._kept(release)
                    break
            else:
                self._objects = self._render(f"{IMAGE}:none")
        return self._objects

    def _namespace(self) -> str:
        namespace: str = deployment_of(self._current())["metadata"]["namespace"]
        name = self.settings.env.name
        for other in {"staging", "production"} - {name}:
            if namespace == f"sentiment-{other}":
                raise UserError(
                    f"deploy.overlay={self.kubernetes.overlay} is for {namespace}, not for "
                    f"env.name={name}: take env={other}, or an overlay with a namespace of its own."
                )
        return namespace


def _text(objects: list[dict[str, Any]]) -> str:
    """A manifest as it is kept."""
    return yaml.safe_dump_all(objects, sort_keys=False)
