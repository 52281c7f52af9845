"""kubectl: rendering without a cluster, and asking one."""

import base64
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from sentiment.commands import run
from sentiment.deployment.images import split_image
from sentiment.errors import UserError
from sentiment.files import atomic_path

_SECONDS = 60


def render(folder: Path) -> list[dict[str, Any]]:
    """The objects that a kustomization makes; no cluster is asked.

    Raises:
        UserError: when it can't be rendered.
    """
    return list(yaml.safe_load_all(run("kubectl", "kustomize", str(folder), seconds=_SECONDS)))


def deployment_of(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """The Deployment of the service among them.

    Raises:
        UserError: when there is none.
    """
    for found in objects:
        if (found["kind"], found["metadata"]["name"]) == ("Deployment", "model"):
            return found
    raise UserError("deploy.overlay: it makes no Deployment with the name model.")


def write_release(
    folder: Path, overlay: Path, components: list[Path], image: str
) -> list[dict[str, Any]]:
    """Writes a kustomization around an overlay, with a release's image, and renders it.

    Args:
        folder: for ``kustomization.yaml``.
        overlay: the folder of the overlay.
        components: folders that change it further.
        image: name and tag, or name and digest.

    Returns:
        The objects.
    """
    container = deployment_of(render(overlay))["spec"]["template"]["spec"]["containers"][0]
    name, sign, tag = split_image(image)
    folder.mkdir(parents=True, exist_ok=True)

    def relative(path: Path) -> str:
        # kustomize takes no absolute ones.
        return os.path.relpath(path.resolve(), folder.resolve())

    kustomization = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": [relative(overlay)],
        "components": [relative(component) for component in components],
        "images": [
            {
                "name": split_image(container["image"])[0],
                "newName": name,
                "newTag" if sign == ":" else "digest": tag,
            }
        ],
    }
    with atomic_path(folder / "kustomization.yaml") as temporary:
        temporary.write_text(yaml.safe_dump(kustomization, sort_keys=False), encoding="utf-8")
    return render(folder)


class Cluster:
    """A cluster, by kubectl's context.

    Attributes:
        context: None takes the current one.
    """

    def __init__(self, context: str | None) -> None:
        self.context = context

    def command(self, *arguments: str) -> list[str]:
        """Kubectl with the context."""
        context = [f"--context={self.context}"] if self.context else []
        return ["kubectl", *context, *arguments]

    def ask(self, *arguments: str, seconds: float = _SECONDS) -> str:
        """What kubectl answers."""
        return run(*self.command(*arguments), seconds=seconds)

    def get(self, namespace: str, *arguments: str) -> list[dict[str, Any]]:
        """Objects of a namespace."""
        answer = self.ask("--namespace", namespace, "get", *arguments, "--output=json")
        found: list[dict[str, Any]] = json.loads(answer)["items"]
        return found

    def revision(self, namespace: str) -> str | None:
        """Which of its revisions the service's Deployment has; None where there is none yet."""
        ask = ("get", "deployment", "model", "--ignore-not-found", "--output=json")
        answer = self.ask("--namespace", namespace, *ask)
        if not answer.strip():
            return None
        annotations = json.loads(answer)["metadata"].get("annotations", {})
        revision: str | None = annotations.get("deployment.kubernetes.io/revision")
        return revision

    def undo(self, namespace: str, revision: str) -> None:
        """Brings the pods of a revision back; nothing happens where they are the present ones."""
        back = ("rollout", "undo", "deployment/model", f"--to-revision={revision}")
        self.ask("--namespace", namespace, *back)

    def diff(self, manifest: Path) -> str:
        """How what runs differs from a manifest; empty where it does not."""
        result = subprocess.run(  # noqa: S603
            self.command("diff", "--filename", str(manifest)),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
        # 1: there are differences.
        if result.returncode > 1:
            said = (result.stderr.strip() or "it said nothing").splitlines()[-1]
            raise UserError(f"kubectl diff failed: {said}")
        return result.stdout

    def secret(self, namespace: str, name: str, key: str) -> str:
        """A value of a Secret."""
        answer = self.ask("--namespace", namespace, "get", "secret", name, "--output=json")
        try:
            return base64.b64decode(json.loads(answer)["data"][key]).decode()
        except KeyError as error:
            raise UserError(f"The Secret {name} of {namespace} has no {key}.") from error

    @contextmanager
    def forwarded(self, namespace: str, port: int) -> Iterator[str]:
        """The service of a namespace, on a port of this machine.

        Raises:
            UserError: when it is not reached.
        """
        process = subprocess.Popen(  # noqa: S603
            self.command("--namespace", namespace, "port-forward", "service/model", f"{port}:8081"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            time.sleep(1)
            if process.poll() is not None:
                said = process.stderr.read() if process.stderr else ""
                raise UserError(f"kubectl port-forward failed: {said.strip()}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=30)
