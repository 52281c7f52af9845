"""A small application that is swept, in this process or in one of its own."""

import csv
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import optuna
from optuna.storages import JournalStorage, RDBStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import FrozenTrial, TrialState

_CONFIG = """\
defaults:
  - _self_
  - shape: square
  - override hydra/sweeper: optuna
x: 0.0
y: 0
seconds: 0.0
# The number of a trial that never ends by itself.
hold: -1
fails_at: null
dies_at: null
note: ""
hydra:
  # Three files less for each trial.
  output_subdir: null
  sweep:
    dir: sweep
  sweeper:
    pictures: false
"""
# A value that a trial can have; how it comes about differs from test to test.
_APPLICATION = '''\
"""(x - 2) ** 2 + y, in ten steps."""

import os
import signal
import time
from pathlib import Path
from typing import Any, Protocol

import hydra
import optuna
from hydra.core.hydra_config import HydraConfig

from hydra_plugins.optuna_sweeper import current_trial


@hydra.main(config_path="conf", config_name="config", version_base="1.3")
def main(config):
    folder = Path(HydraConfig.get().runtime.output_dir)
    # Two trials in one folder would show here.
    (folder / "process").touch(exist_ok=False)
    (folder / "process").write_text(str(os.getpid()))
    if config.x == config.fails_at:
        raise ValueError(f"no {config.x}")
    if config.x == config.dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
    value = (config.x - 2) ** 2 + config.y
    trial = current_trial()
    for step in range(10):
        time.sleep(config.seconds / 10)
        if trial is not None and trial.number == config.hold and step == 4:
            (folder / "held").touch()
            time.sleep(600)
        if trial is not None:
            trial.report(value, step)
            if trial.should_prune():
                raise optuna.TrialPruned
    return value


if __name__ == "__main__":
    main()
'''
# Faster than SQLite, whose tables take a second to make.
JOURNAL = "journal:studies.log"


@dataclass
class Outcome:
    """What a sweep came to.

    Attributes:
        code: the exit code.
        output: all that was printed.
        folder: where it ran.
    """

    code: int
    output: str
    folder: Path

    @property
    def sweep(self) -> Path:
        """The sweep's own folder."""
        return self.folder / "sweep"

    @property
    def trials(self) -> list[FrozenTrial]:
        """Those of the study in the journal."""
        return trials_of(f"journal:{self.folder / 'studies.log'}")

    @property
    def rows(self) -> list[dict[str, str]]:
        """``trials.csv``."""
        return self.rows_of("sweep")

    def rows_of(self, sweep: str) -> list[dict[str, str]]:
        """``trials.csv`` of another sweep's folder."""
        with (self.folder / sweep / "trials.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    @property
    def summary(self) -> dict[str, object]:
        """``summary.json``."""
        summary: dict[str, object] = json.loads((self.sweep / "summary.json").read_text())
        return summary

    @property
    def folders(self) -> list[str]:
        """The folders of trials, in their order."""
        return sorted((path.name for path in self.sweep.glob("[0-9]*")), key=int)

    def overrides(self, sweep: str = "sweep") -> list[list[str]]:
        """Those of each trial, as the job had them."""
        return [shlex.split(row["overrides"]) for row in self.rows_of(sweep)]


class RunSweep(Protocol):
    """Sweeps a function in the configuration of the application.

    Attributes:
        folder: where it does that.
    """

    folder: Path

    def __call__(
        self,
        task: Callable[[Any], Any],
        *overrides: str,
        storage: str | None = JOURNAL,
        program: tuple[str, ...] = ("app.py",),
    ) -> Outcome:
        """Runs one sweep, as if ``program`` had been started.

        Without a storage the study lies in the sweep's folder.
        """


def write_application(folder: Path) -> None:
    """Writes ``app.py`` and its ``conf``, with a config group ``shape``."""
    shapes = folder / "conf" / "shape"
    shapes.mkdir(parents=True)
    (folder / "conf" / "config.yaml").write_text(_CONFIG)
    for name, sides in (("circle", 0), ("square", 4), ("triangle", 3)):
        (shapes / f"{name}.yaml").write_text(f"sides: {sides}\n")
    (folder / "app.py").write_text(_APPLICATION)


def trials_of(storage: str, name: str = "sweep") -> list[FrozenTrial]:
    """Reads a study's trials, apart from whatever connections the sweeper has."""
    if storage.startswith("journal:"):
        backend = JournalStorage(JournalFileBackend(storage.removeprefix("journal:")))
        return optuna.load_study(study_name=name, storage=backend).trials
    database = RDBStorage(storage)
    try:
        return optuna.load_study(study_name=name, storage=database).trials
    finally:
        database.remove_session()
        database.engine.dispose()


def states(trials: list[FrozenTrial]) -> list[str]:
    """Their names in Optuna."""
    return [trial.state.name for trial in trials]


def finished(trials: list[FrozenTrial]) -> list[FrozenTrial]:
    """Those that ended with a value, or by being pruned."""
    return [trial for trial in trials if trial.state in (TrialState.COMPLETE, TrialState.PRUNED)]


def start(folder: Path, *overrides: str) -> "subprocess.Popen[str]":
    """Starts a sweep of the application as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "app.py", "-m", *overrides],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A group of its own: what a signal does must not depend on who runs the tests.
        start_new_session=True,
    )


@contextmanager
def started(folder: Path, *overrides: str) -> Iterator["subprocess.Popen[str]"]:
    """The same, and nothing of it is left when the block ends."""
    process = start(folder, *overrides)
    try:
        yield process
    finally:
        kill(process)
        process.communicate(timeout=30)


def kill(process: "subprocess.Popen[str]") -> None:
    """Ends a process and its children as a machine that loses its power would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def end_of(process: "subprocess.Popen[str]", folder: Path, timeout: float = 400) -> Outcome:
    """Waits for a sweep."""
    output, _ = process.communicate(timeout=timeout)
    return Outcome(process.returncode, output, folder)


def run_application(folder: Path, *overrides: str, timeout: float = 400) -> Outcome:
    """Runs a sweep of the application as a process of its own, to its end."""
    with started(folder, *overrides) as process:
        return end_of(process, folder, timeout)


def wait_for(condition: Callable[[], object], seconds: float = 240) -> None:
    """Returns when the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)
