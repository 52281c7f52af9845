"""The Kubernetes manifests as they are rendered, and what holds between their objects."""

import functools
import ipaddress
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
KUBERNETES = ROOT / "deploy" / "kubernetes"
OVERLAYS = sorted(path.parent.name for path in KUBERNETES.glob("overlays/*/kustomization.yaml"))
CLOUDS = [name for name in OVERLAYS if name != "local"]

Object = dict[str, Any]


class Manifests(list[Object]):
    """Rendered objects."""

    def of(self, *kinds: str) -> list[Object]:
        return [one for one in self if one["kind"] in kinds]

    def one(self, kind: str, name: str) -> Object:
        (found,) = (one for one in self.of(kind) if one["metadata"]["name"] == name)
        return found

    def pods(self) -> dict[str, Object]:
        """The pod template of each workload, under the workload's name."""
        return {
            one["metadata"]["name"]: one["spec"]["template"]
            for one in self.of("Deployment", "StatefulSet", "Job")
        }

    def pods_with(self, selector: Mapping[str, Any]) -> list[Object]:
        return [pod for pod in self.pods().values() if selects(selector, labels_of(pod))]


@functools.cache
def rendered(name: str) -> Manifests:
    """An overlay, the sweep, or an overlay with components: ``eks+staging``.

    ``base+...`` is the base with components.
    """
    if name == "sweep":
        return render(KUBERNETES / "sweep")
    overlay, *components = name.split("+")
    folder = KUBERNETES / ("base" if overlay == "base" else f"overlays/{overlay}")
    return combined(folder, components) if components else render(folder)


def combined(folder: Path, components: Iterable[str], **settings: Any) -> Manifests:
    """A kustomization of its own that stands on another, as somebody's of their own would."""
    with tempfile.TemporaryDirectory() as own:
        kustomization = {
            "apiVersion": "kustomize.config.k8s.io/v1beta1",
            "kind": "Kustomization",
            "resources": [os.path.relpath(folder, Path(own).resolve())],
            "components": [
                os.path.relpath(KUBERNETES / "components" / component, Path(own).resolve())
                for component in components
            ],
            **settings,
        }
        (Path(own) / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
        return render(Path(own))


def render(folder: Path) -> Manifests:
    """What ``kubectl apply -k`` would send."""
    result = subprocess.run(
        ["kubectl", "kustomize", str(folder)], capture_output=True, text=True, timeout=240
    )
    assert result.returncode == 0, result.stderr
    # What is deprecated or ignored is said here.
    assert not result.stderr, result.stderr
    return Manifests(yaml.safe_load_all(result.stdout))


def labels_of(one: Object) -> dict[str, str]:
    labels: dict[str, str] = one["metadata"].get("labels", {})
    return labels


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether a label selector takes in something with these labels."""
    assert set(selector) <= {"matchLabels"}, "nothing else is used, so nothing else is known here"
    return selector.get("matchLabels", {}).items() <= labels.items()


def containers(pod: Object) -> Iterator[Object]:
    spec = pod["spec"]
    yield from [*spec.get("initContainers", []), *spec["containers"]]


def secret_keys(pod: Object) -> set[tuple[str, str]]:
    """Name and key of every Secret that the pod asks for."""
    references = (
        variable.get("valueFrom", {}).get("secretKeyRef")
        for container in containers(pod)
        for variable in container.get("env", [])
    )
    return {(one["name"], one["key"]) for one in references if one}


def cpus(quantity: str) -> float:
    return float(quantity[:-1]) / 1000 if quantity.endswith("m") else float(quantity)


def size(quantity: str) -> int:
    """Bytes."""
    for suffix, factor in (("Ki", 2**10), ("Mi", 2**20), ("Gi", 2**30)):
        if quantity.endswith(suffix):
            return int(quantity.removesuffix(suffix)) * factor
    return int(quantity)


class Peer:
    """One end of a connection."""

    def __init__(self, address: str, namespace: str = "", **labels: str) -> None:
        """A pod with a namespace and labels; with neither, something outside of the cluster."""
        self.address = ipaddress.ip_address(address)
        self.namespace = namespace
        self.labels = {
            {"name": "app.kubernetes.io/name", "component": "app.kubernetes.io/component"}.get(
                key, key.replace("_", "-")
            ): value
            for key, value in labels.items()
        }


def passes(policies: Manifests, source: Peer, target: Peer, port: int, protocol: str) -> bool:
    """Whether the policies of one namespace let a connection through at both of its ends."""
    (namespace,) = {policy["metadata"]["namespace"] for policy in policies}
    for direction, end, other in (("Egress", source, target), ("Ingress", target, source)):
        if end.namespace != namespace:
            # What holds there is not ours to say.
            continue
        about_it = [
            policy["spec"]
            for policy in policies
            if direction in policy["spec"]["policyTypes"]
            and selects(policy["spec"]["podSelector"], end.labels)
        ]
        peers = {"Egress": "to", "Ingress": "from"}[direction]
        is_open = any(
            {"port": port, "protocol": protocol} in rule["ports"]
            and any(_is_peer(one, other, namespace) for one in rule[peers])
            for policy in about_it
            for rule in policy.get(direction.lower(), [])
        )
        if about_it and not is_open:
            return False
    return True


def _is_peer(rule: Object, peer: Peer, namespace: str) -> bool:
    if "ipBlock" in rule:
        block = rule["ipBlock"]
        inside = [peer.address in ipaddress.ip_network(one) for one in block.get("except", [])]
        return peer.address in ipaddress.ip_network(block["cidr"]) and not any(inside)
    if not peer.namespace:
        return False
    names = {"kubernetes.io/metadata.name": peer.namespace}
    in_namespace = (
        selects(rule["namespaceSelector"], names)
        if "namespaceSelector" in rule
        else peer.namespace == namespace
    )
    return in_namespace and selects(rule.get("podSelector", {}), peer.labels)
