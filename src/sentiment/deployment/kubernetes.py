"""``deploy=kubernetes``: manifests, applied to a cluster that replaces pods one by one."""

import os
from pathlib import Path
from typing import Any

import yaml

from sentiment.bundle import Bundle
from sentiment.commands import require, run
from sentiment.deployment.cluster import Cluster, deployment_of, render, write_release
from sentiment.deployment.images import (
    IMAGE,
    building_steps,
    checkout,
    release_in,
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

    @property
    def kubernetes(self) -> KubernetesSettings:
        """``conf/deploy/kubernetes.yaml``."""
        assert isinstance(self.settings.deploy, KubernetesSettings)  # noqa: S101
        return self.settings.deploy

    @property
    def url(self) -> str:
        """Where people reach the service: the Ingress of the overlay."""
        for found in self._plain():
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
        try:
            self.cluster.ask("version", seconds=20)
        except UserError as error:
            context = self.kubernetes.context or "kubectl's current context"
            raise UserError(f"The cluster of {context} does not answer: {error}") from error

    def release(self, bundle: Bundle | None) -> Release:
        """See ``Target.release``."""
        settings = self.kubernetes
        if bundle is None:
            return release_in(str(settings.image))
        if settings.registry is None and settings.load is None:
            raise UserError(
                "The nodes of a cluster can't reach an image of this machine: give "
                "deploy.registry=, deploy.load=minikube or kind, or deploy.image=."
            )
        require("docker", "install Docker Engine, which builds the image")
        version, revision = bundle.manifest.version, code_revision()
        image = f"{settings.registry or IMAGE}:{revision}-{version}"
        return Release(version=version, revision=revision, image=image)

    def apply(self, release: Release, bundle: Bundle | None) -> list[Step]:
        """See ``Target.apply``."""
        manifest = self._manifest(release)
        return [
            *self._images(release, bundle),
            Step(
                f"Render deploy/kubernetes with {release.image} to {shown(manifest)}",
                lambda: self._render(release),
            ),
            *self._roll_out(release),
        ]

    def changes(self, release: Release) -> str:
        """See ``Target.changes``."""
        self._render(release)
        difference = self.cluster.diff(self._manifest(release))
        return difference.strip() or "The cluster has all of it already."

    def rollback(self, release: Release) -> list[Step]:
        """See ``Target.rollback``."""
        if not self._manifest(release).is_file():
            raise UserError(f"{shown(self._manifest(release))} is gone; deploy another release.")
        return self._roll_out(release)

    def undo(self) -> str:
        """See ``Target.undo``."""
        served = self.state().current
        if served is None or not self._manifest(served).is_file():
            return (
                "nothing of this folder served before; what was applied is left for a look, and "
                "action=down ends it."
            )
        self.cluster.ask("apply", "--filename", str(self._manifest(served)))
        self._wait()
        return f"{served.name} serves again in {self._namespace()}."

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
                lambda: self.cluster.ask("apply", "--filename", str(manifest)),
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
            steps.append(Step(f"{' '.join(command)}", lambda: run(*command, seconds=600)))
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
            wait_until_healthy(url, release.version, 30, lambda: None)
            smoke_test(url, key, release.name, metrics=True)

    def _render(self, release: Release) -> None:
        folder = self.folder.path / "kustomization"
        objects = write_release(folder, self._overlay(), self._components(), str(release.image))
        with atomic_path(self._manifest(release)) as temporary:
            temporary.write_text(yaml.safe_dump_all(objects, sort_keys=False), encoding="utf-8")

    def _manifest(self, release: Release) -> Path:
        tag = str(release.image).rpartition(":")[2]
        return self.folder.path / "releases" / f"{tag}.yaml"

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

    def _plain(self) -> list[dict[str, Any]]:
        """What is applied, but for the image."""
        folder = self.folder.path / "kustomization"
        if (folder / "kustomization.yaml").is_file():
            return render(folder)
        return write_release(folder, self._overlay(), self._components(), f"{IMAGE}:none")

    def _namespace(self) -> str:
        namespace: str = deployment_of(self._plain())["metadata"]["namespace"]
        return namespace
