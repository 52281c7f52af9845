"""A database that is away: for a moment it is waited for, wherever it is asked; then it is told."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import optuna
import pytest
import sqlalchemy
from optuna.exceptions import StorageInternalError
from rich.console import Console
from sqlalchemy.exc import OperationalError

from hydra_plugins.optuna_sweeper import _patience, _storage, current_trial
from hydra_plugins.optuna_sweeper._ledger import Ledger
from hydra_plugins.optuna_sweeper._patience import Patience, StorageAway, at_once
from hydra_plugins.optuna_sweeper._screen import Screen
from hydra_plugins.optuna_sweeper._storage import open_again, open_storage

from toy_sweep import RunSweep, states, trials_of

Fails = Callable[[str], bool]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, in a world where that takes no time."""
    taken: list[float] = []
    monkeypatch.setattr(_patience, "time", SimpleNamespace(sleep=taken.append))
    # Optuna tries five times to begin a trial, with pauses of its own.
    optunas = SimpleNamespace(sleep=lambda seconds: None)
    monkeypatch.setattr("optuna.storages._rdb.storage.time", optunas)
    return taken


@pytest.fixture
def away() -> Iterator[list[Fails]]:
    """Says for which SQL statements every database is away; for none at first."""
    when: list[Fails] = []

    def execute(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if any(fails(statement) for fails in when):
            raise OperationalError(statement, {}, OSError("the server is away"))

    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", execute)
    yield when
    sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", execute)


def _reports(config: Any) -> float:
    trial = current_trial()
    assert trial is not None
    trial.report(config.x, 0)
    assert not trial.should_prune()
    trial.set_constraint("not too much", config.x - 9)
    return float(config.x)


SENTENCE = "hydra.sweeper.storage=sqlite:///{folder}/studies.db can't be used "
SENTENCE += "((builtins.OSError) the server is away); "


def test_a_moment_at_every_single_statement(
    sweep: RunSweep, pauses: list[float], away: list[Fails], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A transaction of several statements fails as often.
    monkeypatch.setattr(_patience, "_PAUSES", (0.5,) * 20)
    common = ("x=interval(0,1)", "hydra/sweeper/pruner=median", "hydra.sweeper.n_jobs=2")
    url = "sqlite:///studies.db"
    sweep(_reports, *common, "hydra.sweeper.n_trials=1", storage=url)
    seen: set[str] = set()
    away.append(lambda statement: statement not in seen and not seen.add(statement))  # type: ignore[func-returns-value]
    outcome = sweep(_reports, *common, "hydra.sweeper.n_trials=5", storage=url)
    away.clear()
    assert outcome.code == 0, outcome.output
    trials = trials_of(url)
    assert states(trials) == ["COMPLETE"] * 5
    assert all(trial.intermediate_values and trial.constraints for trial in trials)
    for table in ("trials", "trial_params", "trial_user_attributes", "trial_values"):
        assert any(statement.startswith(f"INSERT INTO {table} ") for statement in seen)
    assert any(statement.startswith("UPDATE trials") for statement in seen)
    assert pauses
    assert f"{SENTENCE.format(folder=sweep.folder)}trying again for 10 s." in outcome.output


def test_not_for_ever(sweep: RunSweep, pauses: list[float], away: list[Fails]) -> None:
    def task(config: Any) -> float:
        if config.x == 1:
            away.append(lambda statement: True)
        return float(config.x)

    outcome = sweep(task, "x=range(3)", storage="sqlite:///studies.db")
    away.clear()
    assert outcome.code == 1
    end = f"{SENTENCE.format(folder=sweep.folder)}once it answers, the same command goes on."
    assert end in outcome.output.splitlines()
    assert "Traceback" not in outcome.output
    # What follows does not wait as long again.
    assert pauses == [0.5, 2, 8, 30]


def test_after_its_return_it_may_go_away_again(pauses: list[float]) -> None:
    fails = [True] * 6 + [False, True, False]

    def call() -> str:
        if fails.pop(0):
            raise StorageInternalError("no")
        return "answer"

    patient = Patience(lambda error: f"It said {error}").around(call)
    with pytest.raises(StorageAway, match=r"^It said no; once it answers") as caught:
        patient()
    assert isinstance(caught.value.__cause__, StorageInternalError)
    # Known to be away, it is asked once.
    with pytest.raises(StorageAway):
        patient()
    assert patient() == patient() == "answer"
    assert pauses == [0.5, 2, 8, 30, 0.5]
    fails.append(True)
    with at_once(), pytest.raises(StorageInternalError):
        patient()
    assert len(pauses) == 5


def test_the_table_does_not_wait(tmp_path: Path, pauses: list[float], away: list[Fails]) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'studies.db'}")
    ledger = Ledger(optuna.create_study(storage=storage), n_trials=3, retries=1, patience=90)
    screen = Screen(ledger, Console(file=io.StringIO(), force_terminal=True))
    before = screen.render()
    away.append(lambda statement: True)
    assert screen.render() is before
    assert pauses == []


def test_a_job_waits_for_what_its_sweep_has_opened(
    monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    refusals, storage = [1, 2], optuna.storages.InMemoryStorage()

    def open_it(url: str, process: int) -> optuna.storages.BaseStorage:
        if refusals:
            raise OperationalError("", {}, OSError(f"no {refusals.pop()}"))
        return storage

    monkeypatch.setattr(_storage, "_open", open_it)
    assert open_again("postgresql://host/studies") is storage
    assert pauses == [0.5, 2]
