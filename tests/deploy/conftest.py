"""The project's images, made once, where there is an engine for them, and bundles to deploy."""

import json
import tempfile
from pathlib import Path

import pytest
from filelock import FileLock

from deploying import Bundles, changed_bundle
from docker_engine import ROOT, answers, docker


@pytest.fixture(scope="session")
def docker_engine() -> None:
    if not answers():
        pytest.skip("no Docker engine answers; bash .ci/docker brings one")
    if not docker("images", "--quiet", "python:3.11-slim"):
        pytest.skip("no base image python:3.11-slim; bash .ci/docker makes one")


@pytest.fixture(scope="session")
def service_image(docker_engine: None) -> str:
    """The service without a model."""
    name = "sentiment-lab:test"
    arguments = ["--build-arg", "REVISION=abc123", "--tag", name]
    file = str(ROOT / "deploy/Dockerfile")
    # Where tests run side by side, the second finds every layer there.
    with FileLock(Path(tempfile.gettempdir()) / "sentiment-lab-images.lock"):
        docker("build", "--file", file, *arguments, str(ROOT))
    return name


@pytest.fixture(scope="session")
def release_image(service_image: str, tiny_bundle: Path) -> str:
    """The service with a small model."""
    name = "sentiment-lab:test-release"
    version = json.loads((tiny_bundle / "model.json").read_text())["version"]
    arguments = ["--build-arg", f"SERVICE={service_image}", "--build-arg", f"VERSION={version}"]
    file = str(ROOT / "deploy/model.Dockerfile")
    docker("build", "--file", file, *arguments, "--tag", name, str(tiny_bundle))
    return name


@pytest.fixture(scope="session")
def bundles(tiny_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundles:
    folder = tmp_path_factory.mktemp("bundles")
    return Bundles(
        changed_bundle(tiny_bundle, folder / "first", "tiny-first"),
        changed_bundle(tiny_bundle, folder / "second", "tiny-second"),
        # Whatever is said, it is negative.
        changed_bundle(tiny_bundle, folder / "nonsense", "tiny-bad", decision_threshold=0.999999),
    )
