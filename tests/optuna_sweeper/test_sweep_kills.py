"""Sweeps that are killed, interrupted or shared: every trial counts once, none is missing."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from optuna.trial import FrozenTrial

from toy_sweep import (
    Outcome,
    end_of,
    finished,
    kill,
    run_application,
    started,
    states,
    trials_of,
    wait_for,
)

pytestmark = pytest.mark.slow

GRID = ["x=range(3)", "y=range(4)"]


@pytest.fixture(params=["sqlite", "journal", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new place for a study, of each kind."""
    if request.param == "postgresql":
        from databases import new_database

        return new_database(request.getfixturevalue("postgresql_server"))
    if request.param == "journal":
        return f"journal:{tmp_path / 'studies.log'}"
    return f"sqlite:///{tmp_path / 'studies.db'}"


def _is_held(folder: Path, number: int) -> bool:
    """Whether that trial is in the midst of its work."""
    return (folder / "sweep" / str(number) / "held").exists()


def _outcome(trial: FrozenTrial) -> str | None:
    outcome: str | None = trial.user_attrs.get("sweeper:outcome")
    return outcome


def _turns(storage: str) -> list[FrozenTrial]:
    trials = [trial for trial in trials_of(storage) if _outcome(trial) != "surplus"]
    retried = {trial.user_attrs.get("sweeper:retry_of") for trial in trials}
    return [trial for trial in trials if trial.number not in retried]


def test_killed_in_the_midst_of_a_trial(application: Path, storage: str) -> None:
    command = ["x=interval(0,10)", "hold=1", "hydra.sweeper.n_trials=4"]
    command += [f"hydra.sweeper.storage='{storage}'", "hydra.sweeper.sampler.seed=3"]
    with started(application, *command) as process:
        wait_for(lambda: _is_held(application, 1))
        kill(process)
    assert states(trials_of(storage)) == ["COMPLETE", "RUNNING"]

    outcome = run_application(application, *command)
    assert outcome.code == 0
    assert "Trial 1 was abandoned by its process." in outcome.output
    trials = trials_of(storage)
    assert states(trials) == ["COMPLETE", "FAIL", "COMPLETE", "COMPLETE", "COMPLETE"]
    assert [_outcome(trial) for trial in trials] == [None, "lost", None, None, None]
    assert trials[2].params == trials[1].params
    assert [row["retry_of"] for row in outcome.rows] == ["", "", "1", "", ""]
    assert outcome.summary["trials"] == {"done": 4}
    assert len({trial.params["x"] for trial in finished(trials)}) == 4
    assert outcome.folders == ["0", "1", "2", "3", "4"]

    again = run_application(application, *command)
    assert (again.code, len(trials_of(storage))) == (0, 5)


def test_ctrl_c_and_on(application: Path) -> None:
    storage = f"sqlite:///{application / 'sweep' / 'study.db'}"
    command = ["x=range(3)", "hold=1"]
    with started(application, *command) as process:
        wait_for(lambda: _is_held(application, 1))
        os.kill(process.pid, signal.SIGINT)
        stopped = end_of(process, application)
    assert stopped.code not in (0, None)
    assert states(trials_of(storage)) == ["COMPLETE", "FAIL"]
    assert [_outcome(trial) for trial in trials_of(storage)] == [None, "stopped"]
    assert stopped.summary["finished"] is False
    advice = "Go on with: python app.py -m 'x=range(3)' hold=1 hydra.sweep.dir=sweep"
    assert advice in stopped.output.splitlines()

    # As it stands there.
    outcome = run_application(application, *command, "hydra.sweep.dir=sweep")
    assert outcome.code == 0
    assert [trial.params["x"] for trial in finished(trials_of(storage))] == [0, 1, 2]
    assert [row["state"] for row in outcome.rows] == ["done", "stopped", "done", "done"]


def test_sigterm_is_like_a_kill(application: Path) -> None:
    storage = f"journal:{application / 'studies.log'}"
    command = ["x=range(2)", "hold=0", f"hydra.sweeper.storage='{storage}'"]
    with started(application, *command) as process:
        wait_for(lambda: _is_held(application, 0))
        process.terminate()
        assert process.wait(timeout=120) != 0
    outcome = run_application(application, *command)
    assert outcome.code == 0
    assert [trial.params["x"] for trial in finished(trials_of(storage))] == [0, 1]


_OPENS = """
import sys, time
from pathlib import Path
import optuna
from hydra_plugins.optuna_sweeper._storage import open_storage
print("ready", flush=True)
for url in sys.argv[2:]:
    while not Path(sys.argv[1]).exists():
        pass
    study = optuna.create_study(storage=open_storage(url), study_name="s", load_if_exists=True)
    study.tell(study.ask(), 1.0)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes_that_make_one_database_at_the_same_moment(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    if kind == "postgresql":
        from databases import new_database

        server = request.getfixturevalue("postgresql_server")
        urls = [new_database(server) for _ in range(2)]
    else:
        urls = [f"sqlite:///{tmp_path / f'{number}.db'}" for number in range(2)]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", _OPENS, str(tmp_path / "go"), *urls],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            for _ in range(4)
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        (tmp_path / "go").touch()
        for process in processes:
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors
    for url in urls:
        assert states(trials_of(url, "s")) == ["COMPLETE"] * 4


@contextmanager
def _three(folder: Path, command: list[str]) -> Iterator[list["subprocess.Popen[str]"]]:
    with ExitStack() as stack:
        yield [stack.enter_context(started(folder, *command)) for _ in range(3)]


def _all_ended_well(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        assert outcome.code == 0, outcome.output


def _owners(trials: list[FrozenTrial]) -> set[int]:
    return {trial.user_attrs["sweeper:owner"]["process"] for trial in trials}


@pytest.mark.parametrize("storage", ["postgresql", "journal"], indirect=True)
def test_three_processes_share_a_grid(application: Path, storage: str) -> None:
    command = [*GRID, "seconds=0.8", f"hydra.sweeper.storage='{storage}'"]
    with _three(application, command) as processes:
        outcomes = [end_of(process, application) for process in processes]
    _all_ended_well(outcomes)
    trials = finished(trials_of(storage))
    tried = [(trial.params["x"], trial.params["y"]) for trial in trials]
    assert sorted(tried) == [(x, y) for x in range(3) for y in range(4)]
    assert len(_owners(trials)) > 1
    assert states(_turns(storage)) == ["COMPLETE"] * 12
    # Each in a folder of its own: the application would not have it otherwise.
    folders = {trial.number: trial for trial in trials}
    for number, trial in folders.items():
        owner = (application / "sweep" / str(number) / "process").read_text()
        assert int(owner) == trial.user_attrs["sweeper:owner"]["process"]
    assert all(outcome.output.count("12 of 12 trials: 12 done") == 1 for outcome in outcomes)


@pytest.mark.parametrize("storage", ["postgresql", "journal"], indirect=True)
def test_three_processes_of_which_one_is_killed(application: Path, storage: str) -> None:
    command = ["x=interval(0,10)", "y=range(4)", "hold=4", "hydra.sweeper.n_trials=12"]
    command += ["hydra/sweeper/pruner=median", "hydra.sweeper.pruner.n_startup_trials=2"]
    # That the held one is not pruned before.
    command += ["hydra.sweeper.pruner.n_warmup_steps=5", "seconds=0.2"]
    command += [f"hydra.sweeper.storage='{storage}'", "hydra.sweeper.sampler.seed=1"]
    with _three(application, command) as processes:
        wait_for(lambda: _is_held(application, 4))
        owner = int((application / "sweep" / "4" / "process").read_text())
        (victim,) = [process for process in processes if process.pid == owner]
        others = [process for process in processes if process is not victim]
        kill(victim)
        outcomes = [end_of(process, application) for process in others]
    _all_ended_well(outcomes)
    trials = trials_of(storage)
    lost = [trial for trial in trials if _outcome(trial) == "lost"]
    assert [trial.number for trial in lost] == [4]
    assert _owners(lost) == {victim.pid}
    (retry,) = [
        trial
        for trial in finished(trials)
        if trial.user_attrs.get("sweeper:retry_of") == lost[0].number
    ]
    assert retry.params == lost[0].params
    assert len(finished(trials)) == len(_turns(storage)) == 12
    assert {outcome.summary["finished"] for outcome in outcomes} == {True}


def test_a_batch_in_several_processes_has_folders_of_its_own(application: Path) -> None:
    storage = f"journal:{application / 'studies.log'}"
    command = [*GRID, "seconds=0.1", f"hydra.sweeper.storage='{storage}'", "hydra.sweeper.n_jobs=3"]
    with _three(application, command) as processes:
        outcomes = [end_of(process, application) for process in processes]
    _all_ended_well(outcomes)
    trials = finished(trials_of(storage))
    assert len({(trial.params["x"], trial.params["y"]) for trial in trials}) == len(trials) == 12


def test_the_folder_of_a_stopped_sweep_may_move(application: Path) -> None:
    command = ["x=range(2)", "hold=1"]
    with started(application, *command) as process:
        wait_for(lambda: _is_held(application, 1))
        kill(process)
    shutil.move(application / "sweep", application / "moved")
    moved = ["hydra.sweep.dir=moved", "hydra.sweeper.study_name=sweep"]
    outcome = run_application(application, *command, *moved)
    assert outcome.code == 0
    trials = trials_of(f"sqlite:///{application / 'moved' / 'study.db'}")
    assert [trial.params["x"] for trial in finished(trials)] == [0, 1]


@pytest.mark.parametrize("is_in_variable", [True, False])
def test_a_password_is_not_shown(
    application: Path,
    postgresql_server: str,
    monkeypatch: pytest.MonkeyPatch,
    is_in_variable: bool,
) -> None:
    from databases import new_database

    # This server asks for none, and takes any.
    storage = new_database(postgresql_server).replace("://postgres:@", "://postgres@")
    storage = storage.replace("://postgres@", "://postgres:pa55word@")
    assert "pa55word" in storage
    monkeypatch.setenv("STUDIES", storage)
    named = "${oc.env:STUDIES}" if is_in_variable else storage
    command = ["x=range(3)", "hold=1", f"hydra.sweeper.storage='{named}'"]
    with started(application, *command) as process:
        wait_for(lambda: _is_held(application, 1))
        os.kill(process.pid, signal.SIGINT)
        outcome = end_of(process, application)
    assert "Go on with: " in outcome.output
    assert "postgres:***@" in outcome.output
    assert "pa55word" not in outcome.output
    # Nor is it in what Hydra writes down.
    files = [path for path in (application / "sweep").rglob("*") if path.is_file()]
    assert "multirun.yaml" in {path.name for path in files}
    assert not any("pa55word" in path.read_text(errors="ignore") for path in files)
    again = run_application(application, *command, "hydra.sweep.dir=sweep")
    assert again.code == 0
    assert [trial.params["x"] for trial in finished(trials_of(storage))] == [0, 1, 2]
