"""deploy=kubernetes: manifests for real, and a kubectl that plays the cluster."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from sentiment.config import compose_config
from sentiment.deployment.course import run_deploy
from sentiment.deployment.images import split_image
from sentiment.deployment.kubernetes import KubernetesTarget
from sentiment.deployment.state import Release
from sentiment.errors import UserError

from deploying import Bundles, Verb, changed_bundle, ports
from manifests import KUBERNETES
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

    deploy(f"bundle={bundles.first}", load, process=True)
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


def own_overlay(folder: Path, seconds: int) -> Path:
    """An overlay outside of the checkout, with one setting of its own."""
    overlay = folder / "own"
    overlay.mkdir(exist_ok=True)
    local = os.path.relpath(KUBERNETES / "overlays" / "local", overlay.resolve())
    path = "/spec/template/spec/terminationGracePeriodSeconds"
    patch = json.dumps([{"op": "replace", "path": path, "value": seconds}])
    patches = [{"target": {"kind": "Deployment", "name": "model"}, "patch": patch}]
    kustomization = {"resources": [local], "patches": patches}
    (overlay / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
    return overlay


@pytest.fixture
def engine(deploy: Verb, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An engine that has every image; versions in the list fail their test."""
    broken: list[str] = []

    def release_in(image: str) -> Release:
        return Release(version=split_image(image)[2], revision="r", image=image)

    def tried(_: KubernetesTarget, release: Release) -> None:
        if release.version in broken:
            raise UserError("It is broken.")

    for name, value in deploy.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sentiment.deployment.kubernetes.release_in", release_in)
    monkeypatch.setattr(KubernetesTarget, "_try", tried)
    return broken


def run_here(deploy: Verb, *settings: str, folder: str = "state") -> None:
    state = f"state_dir={deploy.folder / folder}"
    run_deploy(compose_config("deploy", [*deploy.settings, state, *settings]))


def seconds(deploy: Verb) -> int:
    """What the overlay set, as the cluster was told."""
    text = (deploy.folder / "cluster" / "applied.yaml").read_text()
    (found,) = [one for one in yaml.safe_load_all(text) if one["kind"] == "Deployment"]
    there: int = found["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    return there


@pytest.mark.slow
def test_a_release_is_its_manifest_too(deploy: Verb, engine: list[str]) -> None:
    overlay = own_overlay(deploy.folder, 41)
    settings = ("deploy.image=lab:1", f"deploy.overlay={overlay}")
    run_here(deploy, *settings)
    assert seconds(deploy) == 41
    kept = list((deploy.folder / "state" / "releases").iterdir())

    own_overlay(deploy.folder, 42)
    run_here(deploy, *settings, "dry_run=true")
    assert list((deploy.folder / "state" / "releases").iterdir()) == kept
    engine.append("1")
    with pytest.raises(UserError, match="lab:1 serves again in sentiment-staging"):
        run_here(deploy, *settings)
    assert seconds(deploy) == 41

    engine.clear()
    run_here(deploy, *settings)
    assert seconds(deploy) == 42
    own_overlay(deploy.folder, 43)
    run_here(deploy, *settings, "action=rollback", "dry_run=true")
    run_here(deploy, *settings, "action=rollback")
    assert seconds(deploy) == 41


@pytest.mark.slow
def test_a_release_of_an_earlier_version_is_gone_back_to(deploy: Verb, engine: list[str]) -> None:
    run_here(deploy, "deploy.image=lab:1")
    folder = deploy.folder / "state"
    (kept,) = (folder / "releases").iterdir()
    kept.rename(folder / "releases" / "1.yaml")
    state = json.loads((folder / "state.json").read_text())
    del state["current"]["manifest"]
    (folder / "state.json").write_text(json.dumps(state))
    run_here(deploy, "deploy.image=lab:2")
    run_here(deploy, "action=rollback")
    assert applied(deploy) == "lab:1"


@pytest.mark.slow
def test_a_machine_that_deployed_nothing_goes_back_too(deploy: Verb, engine: list[str]) -> None:
    run_here(deploy, "deploy.image=registry.example.com:5000/lab:1")
    engine.append("2")
    with pytest.raises(UserError, match="pods of before serve again in sentiment-staging"):
        run_here(deploy, "deploy.image=lab:2", folder="another")
    assert applied(deploy) == "registry.example.com:5000/lab:1"
    run_here(deploy, "action=down")
    with pytest.raises(UserError, match="nothing of this folder served before"):
        run_here(deploy, "deploy.image=lab:2", folder="another")


def test_an_environment_is_not_put_into_another(deploy: Verb, engine: list[str]) -> None:
    for action in ("apply", "down", "status"):
        with pytest.raises(UserError, match=r"eks is for sentiment-production, not for env.name=q"):
            run_here(deploy, "env.name=qa", "deploy.overlay=eks", f"action={action}")
    assert not (deploy.folder / "cluster" / "applied.yaml").exists()


@pytest.mark.parametrize("image", ["lab", "registry.example.com:5000/lab"])
def test_an_image_says_which_one(deploy: Verb, engine: list[str], image: str) -> None:
    with pytest.raises(UserError, match=f"deploy.image={image} has no tag: give one, as in"):
        run_here(deploy, f"deploy.image={image}")


def test_an_image_may_be_named_by_its_digest(deploy: Verb, engine: list[str]) -> None:
    image = f"lab@sha256:{'0' * 64}"
    run_here(deploy, f"deploy.image={image}")
    assert applied(deploy) == image


def test_programs_are_looked_for_before_anything_is_built(
    deploy: Verb, engine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = deploy.folder / "programs"
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(UserError, match="There is no docker on this machine"):
        run_here(deploy, "deploy.image=lab:1")
    (programs / "docker").symlink_to(programs / "kind")
    with pytest.raises(UserError, match="There is no minikube on this machine"):
        run_here(deploy, "deploy.load=minikube")


def test_what_can_not_be(deploy: Verb) -> None:
    assert "is a staging" in deploy("env=production", code=1)
    assert "none of aks, eks, gke, local" in deploy("deploy.overlay=moon", code=1)
    assert "leave out bundle=" in deploy("deploy.image=a/b:1", "bundle=here", code=1)
    assert "There is no earlier release" in deploy("action=rollback", code=1)
    deploy.environment["REAL_KUBECTL"] = "/bin/false"
    assert "kubectl kustomize" in deploy("action=status", code=1)
