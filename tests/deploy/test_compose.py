"""deploy=compose with a real engine: releases good and broken, and people who ask all the while."""

import json
import os
import re
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from sentiment.deployment.secrets import read_secrets

from deploying import Bundles, Verb, ports, users
from docker_engine import ROOT, docker
from prometheus_server import wait_until
from running_server import PATIENCE, free_port

FILE = ROOT / "deploy" / "compose.yaml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
STAND_INS = dict(
    line.split("=", 1) for line in (ROOT / ".ci/images/stand-ins.env").read_text().split()
)


def test_images_are_pinned() -> None:
    for name, service in SERVICES.items():
        if default := re.fullmatch(r"\$\{\w+:-(.+)\}", service["image"]):
            assert re.search(r":v?\d+\.\d+(\.\d+)?(-\w+)?$", default[1]), name
        else:
            # Built by the verb, which names them.
            assert service["image"] in (
                "${MODEL_BLUE_IMAGE}",
                "${MODEL_GREEN_IMAGE}",
                "${MLFLOW_IMAGE}",
            )


@pytest.mark.parametrize("name", SERVICES)
def test_every_part_is_kept_small(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert {"mem_limit", "cpus", "pids_limit", "networks"} <= set(service)
    # Those of the project have their check in the image.
    assert ("healthcheck" in service) != (name in ("model-blue", "model-green", "mlflow"))
    for port in service.get("ports", []):
        # Those that ask nobody for a password have an address of their own.
        shown = "${BIND}:" if name in ("gateway", "grafana") else "${BIND_TOOLS:-127.0.0.1}:"
        assert port.startswith((shown, "127.0.0.1:${PREVIEW_PORT}")), port
    environment = service.get("environment", {})
    for variable, value in environment.items():
        if "PASSWORD" in variable or "KEY" in variable:
            assert re.fullmatch(r"\$\{\w+\}", value), variable


@pytest.fixture(scope="module")
def deploy(service_image: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verb]:
    for image in STAND_INS.values():
        if not docker("images", "--quiet", image):
            pytest.skip(f"no image {image}; bash .ci/docker makes one")
    name, port = f"t{uuid.uuid4().hex[:8]}", free_port()
    settings = ("deploy=compose", f"env.name={name}", "deploy.without=[grafana]")
    settings += ("deploy.workers=1", "deploy.drain_seconds=1", "deploy.wait_seconds=600")
    settings += tuple(ports(service=port))
    # What the shell has for something else changes nothing.
    shell = {"SENTIMENT_API_KEY": "another", "POSTGRES_PASSWORD": "another", "WORKERS": "nobody"}
    verb = Verb(tmp_path_factory.mktemp("compose"), settings, port, {**STAND_INS, **shell})
    try:
        yield verb
    finally:
        verb("action=down")
        project = f"label=com.docker.compose.project=sentiment-{name}"
        assert not docker("ps", "--all", "--quiet", "--filter", project)
        docker("volume", "rm", *docker("volume", "ls", "--quiet", "--filter", project).split())


def name_of(deploy: Verb) -> str:
    return next(one for one in deploy.settings if one.startswith("env.name=")).partition("=")[2]


def port_of(deploy: Verb, part: str) -> str:
    setting = next(one for one in deploy.settings if one.startswith(f"env.ports.{part}="))
    return f"http://127.0.0.1:{setting.partition('=')[2]}"


def state(deploy: Verb) -> Path:
    return deploy.folder / "runs" / "deploy" / f"compose-{name_of(deploy)}"


def inspect(deploy: Verb, service: str) -> Any:
    label = f"label=com.docker.compose.project=sentiment-{name_of(deploy)}"
    one = docker(
        "ps", "-aq", "--filter", label, "--filter", f"label=com.docker.compose.service={service}"
    )
    return json.loads(docker("inspect", one))[0]


def get(url: str, **parameters: str) -> requests.Response:
    return requests.get(url, params=parameters, timeout=PATIENCE)


def add_review(deploy: Verb) -> requests.Response:
    key = {"X-API-Key": read_secrets(state(deploy))["SENTIMENT_API_KEY"]}
    review = {"movie": "Alien", "review": "A fine film."}
    return requests.post(f"{deploy.url}/add_review", json=review, headers=key, timeout=PATIENCE)


@pytest.fixture(scope="module")
def deployed(deploy: Verb, bundles: Bundles) -> str:
    """What the first deployment said."""
    before = docker("ps", "--all", "--quiet")
    planned = deploy(f"bundle={bundles.first}", "dry_run=true")
    assert docker("ps", "--all", "--quiet") == before
    assert [path.name for path in state(deploy).iterdir()] == [".lock"]
    # As with umask 077.
    bundles.first.chmod(0o700)
    for path in bundles.first.iterdir():
        path.chmod(0o600)
    said = deploy(f"bundle={bundles.first}", process=True)
    steps = re.findall(r"^ *\d+\. (.+)$", planned, re.MULTILINE)
    assert steps == re.findall(r"^\[\d+/\d+\] (.+)$", said, re.MULTILINE)
    return said


@pytest.fixture(scope="module")
def broken_image(release_image: str, deployed: str) -> str:
    """A release that never starts."""
    name = f"{release_image}-broken"
    folder = Path(os.environ["SENTIMENT_CACHE"]) / "broken"
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_text(
        f'FROM {release_image}\nLABEL org.opencontainers.image.version="tiny-broken"\n'
        'ENTRYPOINT ["python", "-c", "raise SystemExit(\'It is broken.\')"]\n'
    )
    docker("build", "--tag", name, str(folder))
    return name


@pytest.mark.slow
def test_upgrade_broken_releases_and_rollback(
    deploy: Verb, deployed: str, bundles: Bundles, broken_image: str
) -> None:
    assert deploy.version() == "tiny-first"
    assert add_review(deploy).ok
    with users(deploy.url) as asked:
        asked.wait_for("tiny-first")
        deploy(f"bundle={bundles.second}")
        assert deploy.version() == "tiny-second"
        asked.wait_for("tiny-second")
        said = deploy(f"bundle={bundles.nonsense}", code=1)
        assert "does not call this positive" in said
        assert "rolled back" in said
        said = deploy(f"deploy.image={broken_image}", code=1)
        assert "does not start" in said
        assert "It is broken." in said
        assert re.search(r"rolled back: \S+-tiny-second serves again", said)
        assert deploy.version() == "tiny-second"
        deploy("action=rollback")
        assert deploy.version() == "tiny-first"
        asked.wait_for("tiny-first")
    assert not asked.wrong
    # Nobody met the broken ones.
    assert asked.versions[0] == "tiny-first"
    assert set(asked.versions) == {"tiny-first", "tiny-second"}
    assert "serves" in deploy("action=status")
    assert "answered" in deploy("action=logs", "lines=5", process=True)


@pytest.mark.slow
def test_the_parts_are_where_they_belong(deploy: Verb, deployed: str) -> None:
    assert get(f"{deploy.url}/metrics").status_code == 404
    # The database has no way in from outside, nor from where people come in.
    database = inspect(deploy, "postgres")
    assert not database["HostConfig"]["PortBindings"]
    (network,) = database["NetworkSettings"]["Networks"].values()
    code = f"import socket; socket.create_connection(({network['IPAddress']!r}, 5432), 3)"
    for other, reached in (("edge", False), ("service", False), ("storage", True)):
        arguments = ("--network", f"sentiment-{name_of(deploy)}_{other}", "python:3.11-slim")
        if reached:
            docker("run", "--rm", *arguments, "python", "-c", code)
        else:
            with pytest.raises(AssertionError, match=r"timed out|unreachable"):
                docker("run", "--rm", *arguments, "python", "-c", code)
    # MLflow's user reaches its own database alone.
    password = read_secrets(state(deploy))["MLFLOW_PASSWORD"]
    ask = ("exec", "--env", f"PGPASSWORD={password}", database["Id"], "psql", "-h", "127.0.0.1")
    docker(*ask, "-U", "mlflow", "-d", "mlflow", "-c", "SELECT 1")
    with pytest.raises(AssertionError, match="permission denied"):
        docker(*ask, "-U", "mlflow", "-d", "reviews", "-c", "SELECT 1")
    for name in SERVICES.keys() - {"grafana", "model-green", "model-blue"}:
        container = inspect(deploy, name)
        for bindings in container["HostConfig"]["PortBindings"].values():
            assert all(binding["HostIp"] == "127.0.0.1" for binding in bindings), name
    # Nobody else reads the passwords.
    assert state(deploy).stat().st_mode & 0o077 == 0
    assert "admin" not in (state(deploy) / "secrets.env").read_text()


@pytest.mark.slow
def test_it_is_watched(deploy: Verb, deployed: str) -> None:
    url = port_of(deploy, "prometheus")

    def up() -> dict[str, str]:
        answer = get(f"{url}/api/v1/query", query="up").json()
        return {one["metric"]["job"]: one["value"][1] for one in answer["data"]["result"]}

    jobs = ("model", "node-exporter", "prometheus", "alertmanager")
    wait_until(lambda: up() == dict.fromkeys(jobs, "1"), "all are asked and answer")
    # Of its own network it says nothing, for people would take that for the machine's.
    names = get(f"{url}/api/v1/label/__name__/values").json()["data"]
    assert "node_filesystem_avail_bytes" in names
    assert not [name for name in names if re.match("node_(network_receive|netstat)_", name)]
    rules = get(f"{url}/api/v1/rules").json()["data"]["groups"]
    assert {group["name"] for group in rules} >= {"model", "host", "monitoring"}
    alertmanagers = f"{url}/api/v1/alertmanagers"
    wait_until(lambda: get(alertmanagers).json()["data"]["activeAlertmanagers"], "one is told")
    assert len(get(alertmanagers).json()["data"]["activeAlertmanagers"]) == 1
    alerts = get(f"{port_of(deploy, 'alertmanager')}/api/v2/status")
    assert alerts.json()["config"]["original"]


@pytest.mark.slow
def test_what_is_stored_outlives_everything(deploy: Verb, deployed: str, bundles: Bundles) -> None:
    # A crash: it is started again.
    place = "blue" if inspect(deploy, "model-blue")["State"]["Running"] else "green"
    os.kill(inspect(deploy, f"model-{place}")["State"]["Pid"], signal.SIGKILL)
    wait_until(lambda: inspect(deploy, f"model-{place}")["RestartCount"], "another start")
    wait_until(lambda: get(f"{deploy.url}/health").ok, "healthy after a crash")
    assert add_review(deploy).ok
    mlflow = f"{port_of(deploy, 'mlflow')}/api/2.0/mlflow/experiments"
    assert requests.post(f"{mlflow}/create", json={"name": "kept"}, timeout=PATIENCE).ok
    movie = get(f"{deploy.url}/movie/alien").json()
    assert "postgres" in deploy("action=down")
    with pytest.raises(requests.ConnectionError):
        deploy.version()
    assert "none" in deploy("action=status")
    deploy(f"bundle={bundles.second}")
    assert get(f"{deploy.url}/movie/alien").json() == movie
    kept = get(f"{mlflow}/get-by-name", experiment_name="kept")
    assert kept.ok, kept.text


def test_what_can_not_be(tmp_path: Path) -> None:
    verb = Verb(tmp_path, ("deploy=compose",), 0, {"DOCKER_HOST": "tcp://127.0.0.1:9"})
    said = verb("bundle=nowhere", code=1)
    assert "The Docker engine does not answer" in said or "There is no docker" in said
    said = verb("deploy.without=[postgres]", code=1)
    assert "deploy.compose.without=postgres" in said or "deploy.without" in said
    verb = Verb(tmp_path, ("deploy=compose",), 0, {"PATH": str(tmp_path)})
    assert "There is no docker on this machine; install Docker Engine." in verb(code=1)
