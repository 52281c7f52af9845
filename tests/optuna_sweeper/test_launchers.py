"""Jobs in processes of the launchers' own: they report, they are pruned, they share the study."""

import os
import signal
from pathlib import Path

import pytest

from toy_sweep import end_of, run_application, started, states, trials_of, wait_for

pytestmark = pytest.mark.slow

# From good to bad, so that two at once are followed by worse ones.
PRUNED = ["x=2,3,20,30", "hydra/sweeper/pruner=median"]
PRUNED += ["hydra.sweeper.pruner.n_startup_trials=1"]


def _processes(folder: Path) -> list[int]:
    return [int(path.read_text()) for path in (folder / "sweep").glob("*/process")]


JOBLIB = ["hydra/launcher=joblib", "hydra.launcher.n_jobs=2"]
SUBMITIT = ["hydra/launcher=submitit_local", "hydra.sweeper.n_jobs=2"]


@pytest.mark.parametrize(
    ("launcher", "storage"),
    [
        pytest.param(JOBLIB, "sqlite:///some/studies.db", id="joblib"),
        pytest.param(SUBMITIT, "journal:some/studies.log", id="submitit_local"),
    ],
)
def test_trials_in_other_processes(application: Path, launcher: list[str], storage: str) -> None:
    # Each job in a folder of its own, from which the storage is elsewhere.
    command = [*PRUNED, *launcher, f"hydra.sweeper.storage='{storage}'", "hydra.job.chdir=true"]
    outcome = run_application(application, *command)
    assert outcome.code == 0, outcome.output
    kind, _, path = storage.partition("some")
    trials = trials_of(f"{kind}{application}/some{path}")
    assert [trial.params["x"] for trial in trials] == [2, 3, 20, 30]
    assert states(trials)[0] == "COMPLETE"
    assert states(trials)[2:] == ["PRUNED"] * 2
    for trial in trials:
        value = (trial.params["x"] - 2) ** 2
        assert set(trial.intermediate_values.values()) == {value}
        if trial.state.name == "COMPLETE":
            assert len(trial.intermediate_values) == 10
    assert [row["state"] for row in outcome.rows][2:] == ["pruned"] * 2
    assert outcome.folders == ["0", "1", "2", "3"]
    # Two at once, none of them in the sweep's own process.
    assert len(set(_processes(application))) > 1
    owners = {trial.user_attrs["sweeper:owner"]["process"] for trial in trials}
    assert len(owners) == 1
    assert owners.isdisjoint(_processes(application))
    assert not list(application.glob("sweep/*/some"))


@pytest.mark.parametrize("launcher", [JOBLIB, SUBMITIT], ids=["joblib", "submitit_local"])
def test_a_job_that_fails_in_another_process(application: Path, launcher: list[str]) -> None:
    storage = f"journal:{application / 'studies.log'}"
    command = ["x=1,2,3", "fails_at=2", *launcher, f"hydra.sweeper.storage='{storage}'"]
    outcome = run_application(application, *command, "hydra.sweeper.max_failure_rate=0.5")
    assert outcome.code == 0, outcome.output
    assert states(outcome.trials) == ["COMPLETE", "FAIL", "COMPLETE"]
    assert [row["error"] for row in outcome.rows] == ["", "ValueError: no 2", ""]


def test_a_worker_that_is_killed_costs_its_batch(application: Path) -> None:
    # In a journal, joblib's end of the other worker may leave a lock for half a minute.
    storage = f"sqlite:///{application / 'studies.db'}"
    command = ["x=range(6)", "hold=2", "dies_at=3", *JOBLIB, f"hydra.sweeper.storage='{storage}'"]
    outcome = run_application(application, *command, "hydra.sweeper.max_failure_rate=0.5")
    assert outcome.code == 0, outcome.output
    trials = trials_of(storage)
    assert states(trials) == ["COMPLETE"] * 2 + ["FAIL"] * 2 + ["COMPLETE"] * 2
    assert "TerminatedWorkerError" in outcome.rows[3]["error"]


@pytest.mark.parametrize("launcher", [JOBLIB, SUBMITIT], ids=["joblib", "submitit_local"])
def test_ctrl_c_leaves_what_has_ended_in_another_process(
    application: Path, launcher: list[str]
) -> None:
    storage = f"sqlite:///{application / 'studies.db'}"
    command = ["x=range(2)", *launcher, f"hydra.sweeper.storage='{storage}'"]
    with started(application, *command, "hold=1") as process:
        held = application / "sweep" / "1" / "held"
        wait_for(held.exists)
        wait_for(lambda: "sweeper:ending" in trials_of(storage)[0].user_attrs)
        os.killpg(process.pid, signal.SIGINT)
        outcome = end_of(process, application)
    assert outcome.code != 0
    assert [row["state"] for row in outcome.rows] == ["done", "stopped"]
    assert trials_of(storage)[0].values == [4.0]
