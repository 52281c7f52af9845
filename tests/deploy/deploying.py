"""The verb as a user has it, bundles to deploy, and users who don't stop asking."""

import io
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from sentiment.bundle.checksums import write_checksums
from sentiment.bundle.manifest import FILES, MANIFEST
from sentiment.deploy import main

from running_server import PATIENCE, free_port, wait_for
from small import call_here


@dataclass
class Verb:
    """``python -m sentiment.deploy`` with the same settings each time."""

    folder: Path
    settings: tuple[str, ...]
    port: int
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def variables(self) -> dict[str, str]:
        return {"SENTIMENT_RUNS": str(self.folder / "runs"), **self.environment}

    def start(self, *settings: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "sentiment.deploy", *self.settings, *settings],
            cwd=self.folder,
            env={**os.environ, **self.variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __call__(self, *settings: str, code: int = 0, process: bool = False) -> str:
        """Runs it; what it said.

        Without ``process`` in this one, which need not import everything once more.
        """
        ended, said = self._as_process(*settings) if process else self._here(*settings)
        assert ended == code, said
        assert "Traceback" not in said
        return said

    def _as_process(self, *settings: str) -> tuple[int, str]:
        process = self.start(*settings)
        said, _ = process.communicate(timeout=1800)
        return process.returncode, said

    def _here(self, *settings: str) -> tuple[int, str]:
        said = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(said):
            patch.chdir(self.folder)
            for name, value in self.variables.items():
                patch.setenv(name, value)
            code = call_here(main, "deploy.py", *self.settings, *settings)
        return code, said.getvalue()

    def version(self) -> str:
        """Of the model that is served, as soon as the service is healthy."""
        end = time.monotonic() + PATIENCE
        while not (answer := requests.get(f"{self.url}/health", timeout=PATIENCE)).ok:
            assert time.monotonic() < end, answer.text
            time.sleep(0.2)
        version: str = answer.json()["model_version"]
        return version


@dataclass(frozen=True)
class Bundles:
    """Two good ones, and one that starts well and predicts nonsense."""

    first: Path
    second: Path
    nonsense: Path


def ports(**known: int) -> list[str]:
    """Free ports for an environment."""
    names = ("service", "preview", "mlflow", "prometheus", "alertmanager", "grafana")
    return [f"env.ports.{name}={known.get(name) or free_port()}" for name in names]


def changed_bundle(bundle: Path, to: Path, version: str, **changes: Any) -> Path:
    """Another bundle, with a few values of its manifest changed."""
    shutil.copytree(bundle, to)
    manifest = json.loads((to / MANIFEST).read_text())
    (to / MANIFEST).write_text(json.dumps(manifest | {"version": version} | changes))
    write_checksums(to, FILES)
    return to


@dataclass
class Asked:
    """What users got.

    Attributes:
        wrong: each answer that was none, or not 200.
        versions: of the models that answered, in their order.
    """

    wrong: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)

    def wait_for(self, version: str) -> None:
        """Until somebody was answered by it last."""
        wait_for(lambda: self.versions[-1:] == [version])


@contextmanager
def users(url: str, count: int = 2) -> Iterator[Asked]:
    """Ask for predictions one after the other until the block ends."""
    asked, enough, lock = Asked(), threading.Event(), threading.Lock()

    def ask() -> None:
        while not enough.wait(0.1):
            try:
                answer = requests.post(
                    f"{url}/predict", json={"text": "A fine film."}, timeout=PATIENCE
                )
                if answer.status_code == 504 and "could not be done in time" in answer.text:
                    # By a machine that is busy with other tests.
                    continue
                wrong = None if answer.ok else f"{answer.status_code} {answer.text[:200]}"
                version = answer.json().get("model_version") if answer.ok else None
            except requests.RequestException as error:
                wrong, version = repr(error), None
            with lock:
                if wrong:
                    asked.wrong.append(wrong)
                if version and version not in asked.versions[-1:]:
                    asked.versions.append(version)

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield asked
    finally:
        enough.set()
        for thread in threads:
            thread.join()
