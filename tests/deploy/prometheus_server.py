"""Prometheus, Alertmanager and node exporter as real processes, on real sockets of this machine."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from running_server import ADDRESS, PATIENCE, free_port

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "prometheus" / "rules"
ENVIRONMENT = "test"


@dataclass(frozen=True)
class Program:
    """A running program.

    Attributes:
        address: host and port.
        log: what it wrote.
    """

    address: str
    log: Path

    def get(self, path: str, **parameters: str) -> Any:
        """The data of an answer in JSON."""
        answer = requests.get(f"http://{self.address}{path}", params=parameters, timeout=PATIENCE)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def query(self, expression: str) -> list[dict[str, Any]]:
        """What Prometheus answers at this moment: a sample a series."""
        result: list[dict[str, Any]] = self.get("/api/v1/query", query=expression)["data"]["result"]
        return result


def wait_until(is_so: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"not within {PATIENCE} s: {what}"
        time.sleep(0.1)


@contextmanager
def running(
    name: str,
    folder: Path,
    *arguments: str,
    ready: str,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Program]:
    """A program that listens on a free port, once it is ready; ended afterwards."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"no {name}; Debian and Ubuntu have a package of it")
    folder.mkdir(parents=True, exist_ok=True)
    program = Program(f"{ADDRESS}:{free_port()}", folder / f"{name}.log")
    with program.log.open("wb") as log:
        process = subprocess.Popen(
            [path, f"--web.listen-address={program.address}", *arguments],
            cwd=folder,
            stdout=log,
            stderr=log,
            env=environment,
        )

    def is_ready() -> bool:
        assert process.poll() is None, program.log.read_text()
        try:
            return requests.get(f"http://{program.address}{ready}", timeout=5).ok
        except requests.RequestException:
            return False

    try:
        wait_until(is_ready, f"{name} is ready")
        yield program
        assert process.poll() is None, program.log.read_text()
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def prometheus(
    folder: Path, targets: Mapping[str, list[str]], alertmanager: str | None = None
) -> Iterator[Program]:
    """Prometheus with the project's settings, but for where things are and how long they take.

    Args:
        folder: for all that it writes.
        targets: addresses of each of the project's jobs; a job that is not named is left out.
        alertmanager: its address.
    """
    settings = yaml.safe_load((RULES.parent / "prometheus.yml").read_text(encoding="utf-8"))
    settings["global"] |= {
        "scrape_interval": "1s",
        "scrape_timeout": "1s",
        "evaluation_interval": "1s",
    }
    jobs = {job["job_name"]: job for job in settings["scrape_configs"]}
    assert set(targets) <= set(jobs)
    settings["scrape_configs"] = [
        {
            **{key: value for key, value in jobs[name].items() if key != "dns_sd_configs"},
            "static_configs": [{"targets": addresses}],
        }
        for name, addresses in targets.items()
    ]
    if alertmanager is None:
        del settings["alerting"]
    else:
        settings["alerting"]["alertmanagers"] = [{"static_configs": [{"targets": [alertmanager]}]}]
    (folder / "rules").mkdir(parents=True)
    for file in RULES.glob("*.yml"):
        rules = yaml.safe_load(file.read_text(encoding="utf-8"))
        for group in rules["groups"]:
            group["interval"] = "1s"
            for rule in group["rules"]:
                if "for" in rule:
                    # Long enough for the first look at each target, and for a busy machine.
                    rule["for"] = "12s"
        (folder / "rules" / file.name).write_text(yaml.safe_dump(rules))
    (folder / "prometheus.yml").write_text(yaml.safe_dump(settings))
    with running(
        "prometheus",
        folder,
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        "--enable-feature=expand-external-labels",
        ready="/-/ready",
        environment={"ENVIRONMENT": ENVIRONMENT},
    ) as program:
        if alertmanager:
            # An alert that fires earlier would be sent again only after a minute.
            wait_until(
                lambda: program.get("/api/v1/alertmanagers")["data"]["activeAlertmanagers"],
                "Alertmanager is known",
            )
        yield program


@contextmanager
def alertmanager(folder: Path, webhook: str) -> Iterator[Program]:
    """Alertmanager with the project's settings, an address to notify, and no patience."""
    file = ROOT / "deploy" / "alertmanager" / "alertmanager.yml"
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    for receiver in settings["receivers"]:
        assert receiver["webhook_configs"] == []
        receiver["webhook_configs"] = [{"url": f"{webhook}/{receiver['name']}"}]
    for route in (settings["route"], *settings["route"]["routes"]):
        route |= {"group_interval": "1s"}
    # Long enough for an alert that silences others to be known before they are sent.
    settings["route"]["group_wait"] = "5s"
    folder.mkdir(parents=True)
    (folder / "alertmanager.yml").write_text(yaml.safe_dump(settings))
    with running(
        "prometheus-alertmanager",
        folder,
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        # No port for others of its kind.
        "--cluster.listen-address=",
        ready="/-/ready",
    ) as program:
        yield program


@contextmanager
def node_exporter(folder: Path) -> Iterator[Program]:
    with running("prometheus-node-exporter", folder, ready="/metrics") as program:
        yield program
