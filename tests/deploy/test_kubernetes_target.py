"""deploy=kubernetes: manifests for real, and a kubectl that plays the cluster."""

import os
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from deploying import Bundles, Verb, changed_bundle, ports
from running_server import free_port

PLAYED = Path(__file__).with_name("played_kubectl.py")


@pytest.fixture
def deploy(tmp_path: Path) -> Verb:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("no kubectl, which renders the manifests")
    programs, cluster = tmp_path / "programs", tmp_path / "cluster"
    programs.mkdir()
    cluster.mkdir()
    for name, script in (("kubectl", f'exec {sys.executable} {PLAYED} "$@"'), ("kind", "exit 0")):
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "REAL_KUBECTL": kubectl,
        "CLUSTER": str(cluster),
    }
    settings = ("deploy=kubernetes", *ports(preview=free_port()))
    return Verb(tmp_path, settings, 0, environment)


def applied(deploy: Verb) -> str:
    """The image that the cluster was told to run."""
    text = (deploy.folder / "cluster" / "applied.yaml").read_text()
    (found,) = [one for one in yaml.safe_load_all(text) if one["kind"] == "Deployment"]
    assert found["metadata"]["namespace"] == "sentiment-staging"
    image: str = found["spec"]["template"]["spec"]["containers"][0]["image"]
    return image


@pytest.mark.slow
def test_rollout_failure_and_rollback(
    deploy: Verb, bundles: Bundles, service_image: str, tmp_path: Path
) -> None:
    cluster = deploy.folder / "cluster"
    for name, path in (("tiny-first", bundles.first), ("tiny-second", bundles.second)):
        (cluster / name).symlink_to(path)
    (cluster / "tiny-bad").symlink_to(bundles.nonsense)
    load = "deploy.load=kind"
    said = deploy(f"bundle={bundles.first}", load, "dry_run=true")
    assert "kind load docker-image sentiment-lab:" in said
    assert "+  replicas" in said or "+kind: Deployment" in said
    assert not (cluster / "applied.yaml").exists()

    deploy(f"bundle={bundles.first}", load, seconds=600)
    assert applied(deploy).endswith("-tiny-first")
    assert "2 of 2 ready" in deploy("action=status")
    said = deploy(f"bundle={bundles.first}", load, "dry_run=true")
    assert "The cluster has all of it already." in said

    said = deploy(f"bundle={bundles.nonsense}", load, code=1)
    assert "does not call this positive" in said
    assert "tiny-first serves again in sentiment-staging" in said
    assert applied(deploy).endswith("-tiny-first")

    stuck = changed_bundle(bundles.first, tmp_path / "stuck", "tiny-stuck")
    said = deploy(f"bundle={stuck}", load, code=1)
    assert "timed out waiting for the condition" in said
    assert applied(deploy).endswith("-tiny-first")

    deploy(f"bundle={bundles.second}", load)
    assert applied(deploy).endswith("-tiny-second")
    deploy("action=rollback")
    assert applied(deploy).endswith("-tiny-first")

    said = deploy("action=down")
    assert "database, volumes and secrets stay" in said
    assert "nothing runs" in deploy("action=status")
    calls = (cluster / "calls.log").read_text()
    assert "delete --ignore-not-found deployment/model" in calls
    assert "namespace/" not in calls


def test_what_can_not_be(deploy: Verb) -> None:
    assert "is a staging" in deploy("env=production", code=1)
    assert "none of aks, eks, gke, local" in deploy("deploy.overlay=moon", code=1)
    assert "leave out bundle=" in deploy("deploy.image=a/b:1", "bundle=here", code=1)
    assert "There is no earlier release" in deploy("action=rollback", code=1)
    deploy.environment["REAL_KUBECTL"] = "/bin/false"
    assert "kubectl kustomize" in deploy("action=status", code=1)
