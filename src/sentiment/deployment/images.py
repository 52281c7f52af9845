"""The images of a release, which are built once and never change."""

import hashlib
import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from sentiment.commands import run
from sentiment.config import conf_dir
from sentiment.deployment.state import Release
from sentiment.deployment.steps import Step
from sentiment.errors import UserError
from sentiment.files import shown

# The image of the service; a release's tag names its code and its bundle.
IMAGE = "sentiment-lab"
_BUILD_SECONDS = 1200


def checkout() -> Path:
    """Where ``deploy/`` lies.

    Raises:
        UserError: when this is an installed package, which has no such folder.
    """
    root = conf_dir().parent
    if not (root / "deploy" / "compose.yaml").is_file():
        raise UserError("Containers are deployed from a checkout of Sentiment Lab: run it there.")
    return root


def has_image(name: str) -> bool:
    """Whether the engine has an image."""
    return bool(run("docker", "images", "--quiet", name, seconds=30).strip())


def split_image(image: str) -> tuple[str, str, str]:
    """An image's name, ``:`` or ``@``, and its tag or digest, which is empty where it has none."""
    # Before the last slash a colon stands before a port.
    folder, slash, last = image.rpartition("/")
    sign = "@" if "@" in last else ":"
    name, _, tag = last.partition(sign)
    return folder + slash + name, sign, tag


def check_tag(image: str) -> None:
    """Sees that ``deploy.image`` says which one.

    Raises:
        UserError: when it has no tag, and so means another image from day to day.
    """
    name, sign, tag = split_image(image)
    if not name or not tag:
        raise UserError(f"deploy.image={image} has no tag: give one, as in {name}{sign}1.0.")


def release_in(image: str) -> Release:
    """What an image says that it holds; it is pulled where it is not there.

    Raises:
        UserError: when it has no tag, can't be pulled, or has no bundle.
    """
    check_tag(image)
    if not has_image(image):
        run("docker", "pull", "--quiet", image, seconds=_BUILD_SECONDS)
    found = json.loads(run("docker", "inspect", image, seconds=30))[0]["Config"]["Labels"] or {}
    version = found.get("org.opencontainers.image.version")
    if not version:
        raise UserError(f"deploy.image={image} has no bundle; deploy/model.Dockerfile adds one.")
    revision = found.get("org.opencontainers.image.revision", "unknown")
    return Release(version=version, revision=revision, image=image)


def build_service(name: str, revision: str) -> None:
    """The service without a model, from the checkout."""
    created = datetime.now(UTC).isoformat(timespec="seconds")
    arguments = [f"REVISION={revision}", f"CREATED={created}"]
    _build("Dockerfile", name, checkout(), arguments)


def build_release(name: str, service: str, version: str, bundle: Path) -> None:
    """The service with a model in it."""
    _build("model.Dockerfile", name, bundle, [f"SERVICE={service}", f"VERSION={version}"])


def building_steps(release: Release, bundle: Path) -> list[Step]:
    """How a release's image is made; what is there already is not made again."""
    image, service, steps = str(release.image), f"{IMAGE}:{release.revision}", []
    if not has_image(service):
        text = f"Build {service}, the service (some minutes)"
        steps.append(Step(text, lambda: build_service(service, release.revision)))
    if not has_image(image):
        text = f"Build {image} with {shown(bundle)}"
        steps.append(Step(text, lambda: build_release(image, service, release.version, bundle)))
    return steps


def mlflow_image() -> str:
    """The name of MLflow's image, which changes with what it is made of."""
    root = checkout()
    made_of = (root / "deploy" / "mlflow.Dockerfile").read_bytes()
    groups = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    made_of += repr(groups["dependency-groups"]["tracking"]).encode()
    return f"sentiment-lab-mlflow:{hashlib.sha256(made_of).hexdigest()[:12]}"


def build_mlflow(name: str) -> None:
    """MLflow's server."""
    _build("mlflow.Dockerfile", name, checkout(), [])


def _build(file: str, name: str, context: Path, arguments: list[str]) -> None:
    path = checkout() / "deploy" / file
    options = [part for argument in arguments for part in ("--build-arg", argument)]
    command = ["docker", "build", "--quiet", "--file", str(path), "--tag", name, *options]
    run(*command, str(context), seconds=_BUILD_SECONDS)
