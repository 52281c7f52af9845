"""Which trials count, which are tried again, and when a trial's process is taken for dead."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import optuna
import psutil
import pytest
from optuna.storages import JournalStorage, RDBStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import FrozenTrial, Trial, TrialState

from hydra_plugins.optuna_sweeper import _ledger
from hydra_plugins.optuna_sweeper._grid import InOrderSampler
from hydra_plugins.optuna_sweeper._ledger import (
    BEAT,
    LOST,
    OUTCOME,
    OWNER,
    RETRY_OF,
    STOPPED,
    SURPLUS,
    Ledger,
    heartbeat,
)

from toy_sweep import states, wait_for

NewLedger = Callable[..., Ledger]


# What depends on how a storage takes the writes of several processes.
everywhere = pytest.mark.parametrize("storage", ["memory", "sqlite", "journal"], indirect=True)


@pytest.fixture
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Where a study is kept."""
    kind = getattr(request, "param", "memory")
    if kind == "memory":
        yield optuna.storages.InMemoryStorage()
    elif kind == "journal":
        yield JournalStorage(JournalFileBackend(str(tmp_path / "study.log")))
    else:
        database = RDBStorage(f"sqlite:///{tmp_path / 'study.db'}")
        yield database
        database.engine.dispose()


@pytest.fixture
def new_ledger(storage: Any) -> NewLedger:
    """Another ledger on the same study, as another process would have it."""

    def new(n_trials: int = 3, retries: int = 1, patience: float = 90.0) -> Ledger:
        study = optuna.create_study(storage=storage, study_name="study", load_if_exists=True)
        study.sampler = optuna.samplers.RandomSampler(seed=0)
        return Ledger(study, n_trials, retries, patience)

    return new


@pytest.fixture
def ledger(new_ledger: NewLedger) -> Ledger:
    return new_ledger()


@pytest.fixture
def other_process() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that lives until the test ends it."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def _remaining(ledger: Ledger) -> int:
    return ledger.remaining(ledger.turns())


def _claim(ledger: Ledger) -> Trial:
    trial = ledger.claim()
    assert trial is not None
    trial.suggest_float("x", 0, 1)
    return trial


def _belongs_to(trial: Trial, process: int, since: float | None = None) -> None:
    """Makes the trial that of another process on this machine."""
    owner = {
        **trial.user_attrs[OWNER],
        "process": process,
        "since": psutil.Process(process).create_time() if since is None else since,
    }
    trial.set_user_attr(OWNER, owner)


def _lose(ledger: Ledger) -> Trial:
    """A trial whose process was killed in the midst of it."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        trial = _claim(ledger)
        _belongs_to(trial, process.pid)
        process.kill()
    return trial


def _trial(ledger: Ledger, number: int) -> FrozenTrial:
    return ledger.study.trials[number]


def _run(ledger: Ledger) -> list[int]:
    """What a sweep does, with trials that take no time; returns their numbers."""
    numbers: list[int] = []
    for _ in range(50):
        ledger.recover()
        if not _remaining(ledger):
            return numbers
        trial = ledger.claim()
        if trial is not None:
            trial.suggest_float("x", 0, 1)
            ledger.finish(trial, values=[1.0])
            numbers.append(trial.number)
    raise AssertionError("it goes on and on")


def test_as_many_trials_as_there_are_turns(ledger: Ledger) -> None:
    assert _run(ledger) == [0, 1, 2]
    assert _run(ledger) == []
    assert states(ledger.turns()) == ["COMPLETE"] * 3


@everywhere
def test_a_lost_trial_is_tried_again_once_with_the_very_same_values(ledger: Ledger) -> None:
    lost = _lose(ledger)
    assert _run(ledger) == [1, 2, 3]
    assert _trial(ledger, 0).state == TrialState.FAIL
    assert _trial(ledger, 0).user_attrs[OUTCOME] == LOST
    retry = _trial(ledger, 1)
    assert retry.user_attrs[RETRY_OF] == 0
    assert retry.params == lost.params
    assert retry.distributions == lost.distributions
    assert [trial.number for trial in ledger.turns()] == [1, 2, 3]


def test_a_trial_that_is_lost_again_has_had_its_turn(ledger: Ledger) -> None:
    _lose(ledger)
    ledger.recover()
    again = _lose(ledger)
    assert again.number == 1
    assert _run(ledger) == [2, 3]
    turns = ledger.turns()
    assert [trial.number for trial in turns] == [1, 2, 3]
    assert states(turns) == ["FAIL", "COMPLETE", "COMPLETE"]


def test_no_retries(new_ledger: NewLedger) -> None:
    ledger = new_ledger(retries=0)
    _lose(ledger)
    assert _run(ledger) == [1, 2]


def test_two_retries(new_ledger: NewLedger) -> None:
    ledger = new_ledger(n_trials=1, retries=2)
    params = []
    for _ in range(3):
        params.append(_lose(ledger).params)
        ledger.recover()
    assert _remaining(ledger) == 0
    assert params == params[:1] * 3
    assert len(ledger.turns()) == 1


def test_a_trial_lost_before_it_had_values_is_tried_again(ledger: Ledger) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        trial = ledger.claim()
        assert trial is not None
        _belongs_to(trial, process.pid)
        process.kill()
    assert _run(ledger) == [1, 2, 3]
    assert "x" in _trial(ledger, 1).params


def test_a_stopped_trial_is_tried_again_and_again(ledger: Ledger) -> None:
    params = []
    for _ in range(4):
        trial = _claim(ledger)
        params.append(trial.params)
        ledger.fail(trial, STOPPED, "KeyboardInterrupt")
        ledger.recover()
    assert params == params[:1] * 4
    assert _run(ledger) == [4, 5, 6]
    assert [trial.number for trial in ledger.turns()] == [4, 5, 6]


def test_a_failed_trial_is_not_tried_again(ledger: Ledger) -> None:
    ledger.fail(_claim(ledger), _ledger.FAILED, "ValueError")
    assert _run(ledger) == [1, 2]


@everywhere
def test_two_processes_that_notice_one_loss_make_one_retry(
    new_ledger: NewLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = new_ledger(n_trials=2), new_ledger(n_trials=2)
    _lose(first)
    first._give_up(_trial(first, 0))
    as_second_saw_it = second.study.get_trials()
    first.recover()
    with monkeypatch.context() as patch:
        patch.setattr(second.study, "get_trials", lambda deepcopy: as_second_saw_it)
        second.recover()
    assert states(first.study.trials) == ["FAIL", "WAITING", "WAITING"]

    claims = [second.claim(), first.claim()]
    assert [claim and claim.number for claim in claims] == [1, None]
    assert _trial(first, 2).user_attrs[OUTCOME] == SURPLUS
    assert [trial.number for trial in first.turns()] == [1]
    assert _remaining(first) == _remaining(second) == 1


@everywhere
def test_two_processes_that_notice_one_loss_give_up_once(new_ledger: NewLedger) -> None:
    first, second = new_ledger(), new_ledger()
    _lose(first)
    as_second_saw_it = _trial(second, 0)
    first.recover()
    second._give_up(as_second_saw_it)
    assert states(first.study.trials) == ["FAIL", "WAITING"]


@everywhere
def test_the_last_turn_is_taken_once(new_ledger: NewLedger) -> None:
    first, second = new_ledger(n_trials=1), new_ledger(n_trials=1)
    # Both have seen that there is one left.
    assert _remaining(first) == _remaining(second) == 1
    claims = [second.claim(), first.claim()]
    assert [claim and claim.number for claim in claims] == [0, None]
    assert [trial.number for trial in first.turns()] == [0]
    # A longer sweep takes what the surplus trial did not.
    longer = new_ledger(n_trials=3)
    assert _remaining(longer) == 2
    assert _run(longer) == [2, 3]


def test_fewer_trials_than_before_leave_an_end(new_ledger: NewLedger) -> None:
    first = new_ledger(n_trials=5)
    for _ in range(4):
        first.finish(_claim(first), values=[1.0])
    _lose(first)
    shorter = new_ledger(n_trials=2)
    assert _run(shorter) == []
    # Nothing that nobody will begin.
    assert states(shorter.study.trials) == ["COMPLETE"] * 4 + ["FAIL"]
    assert _run(new_ledger(n_trials=5)) == [5]


def test_a_surplus_trial_of_a_killed_process_leaves_an_end(new_ledger: NewLedger) -> None:
    shorter, longer = new_ledger(n_trials=2), new_ledger(n_trials=3)
    _lose(shorter)
    shorter.finish(_claim(shorter), values=[1.0])
    _lose(longer)
    assert _run(shorter) == [3]
    assert _trial(shorter, 3).user_attrs[RETRY_OF] == 0
    assert _run(longer) == [4]
    assert _trial(longer, 4).user_attrs[RETRY_OF] == 2


def test_a_live_process_keeps_its_trial(
    ledger: Ledger, other_process: "subprocess.Popen[bytes]"
) -> None:
    trial = _claim(ledger)
    _belongs_to(trial, other_process.pid)
    for _ in range(3):
        ledger.recover()
    assert states(ledger.study.trials) == ["RUNNING"]
    assert ledger.running_elsewhere() == 1

    other_process.kill()
    other_process.wait()
    ledger.recover()
    assert states(ledger.study.trials) == ["FAIL", "WAITING"]
    assert ledger.running_elsewhere() == 0


def test_a_killed_process_that_nobody_waited_for(
    ledger: Ledger, other_process: "subprocess.Popen[bytes]"
) -> None:
    trial = _claim(ledger)
    _belongs_to(trial, other_process.pid)
    other_process.kill()
    dead = psutil.Process(other_process.pid)
    wait_for(lambda: dead.status() == psutil.STATUS_ZOMBIE)
    ledger.recover()
    assert states(ledger.study.trials) == ["FAIL", "WAITING"]


def test_a_process_that_has_the_number_of_a_dead_one(
    ledger: Ledger, other_process: "subprocess.Popen[bytes]"
) -> None:
    trial = _claim(ledger)
    _belongs_to(trial, other_process.pid, since=time.time() - 3600)
    ledger.recover()
    assert states(ledger.study.trials) == ["FAIL", "WAITING"]


class Clock:
    """A monotonic clock that stands still."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(_ledger, "time", SimpleNamespace(monotonic=clock.monotonic))
    return clock


@pytest.mark.parametrize("has_owner", [True, False])
def test_a_trial_elsewhere_is_given_up_when_its_heart_has_stopped(
    new_ledger: NewLedger, clock: Clock, has_owner: bool
) -> None:
    ledger = new_ledger(patience=90)
    if has_owner:
        trial = _claim(ledger)
        trial.set_user_attr(OWNER, {"machine": "another", "process": 1, "since": 0.0})
    else:
        # Killed right after its beginning, or begun by somebody else.
        trial = ledger.study.ask()
        trial.suggest_float("x", 0, 1)

    def after(seconds: float, beat: int | None = None) -> list[str]:
        clock.now += seconds
        if beat is not None:
            trial.set_user_attr(BEAT, beat)
        ledger.recover()
        return states(ledger.study.trials)

    assert after(0) == ["RUNNING"]
    assert after(89) == ["RUNNING"]
    assert after(0.5, beat=1) == ["RUNNING"]
    # It has beaten since, so all of the patience begins anew.
    assert after(89) == ["RUNNING"]
    assert after(0.5, beat=2) == ["RUNNING"]
    assert after(90) == ["RUNNING"]
    assert after(1) == ["FAIL", "WAITING"]


def test_who_comes_later_has_all_the_patience(new_ledger: NewLedger, clock: Clock) -> None:
    trial = _claim(new_ledger())
    trial.set_user_attr(OWNER, {"machine": "another", "process": 1, "since": 0.0})
    trial.set_user_attr(BEAT, 7)
    clock.now += 1e6
    late = new_ledger()
    late.recover()
    assert states(late.study.trials) == ["RUNNING"]


def test_a_heart_beats_while_the_trial_runs(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_ledger, "_BEAT_SECONDS", 0.01)
    trials = [_claim(ledger), _claim(ledger)]

    def beats() -> list[int]:
        return [_trial(ledger, trial.number).user_attrs.get(BEAT, 0) for trial in trials]

    with heartbeat(trials):
        wait_for(lambda: min(beats()) > 2)
    last = beats()
    time.sleep(0.1)
    assert beats() == last


def test_a_heart_beats_on_after_an_error(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ledger, "_BEAT_SECONDS", 0.01)
    trial = _claim(ledger)
    storage, errors = trial.storage, []
    write = storage.set_trial_user_attr

    def fail_at_first(*arguments: Any) -> None:
        if len(errors) < 3:
            errors.append(arguments)
            raise OSError("the database is away")
        write(*arguments)

    monkeypatch.setattr(storage, "set_trial_user_attr", fail_at_first)
    with heartbeat([trial]):
        wait_for(lambda: BEAT in _trial(ledger, 0).user_attrs)
    assert len(errors) == 3


@everywhere
@pytest.mark.parametrize(
    "ending",
    [
        {"values": [1.0]},
        {"state": TrialState.PRUNED},
        {"state": TrialState.PRUNED, "outcome": _ledger.WITHOUT_VALUE},
    ],
)
def test_a_result_that_comes_too_late_does_not_count(
    ledger: Ledger, caplog: pytest.LogCaptureFixture, ending: dict[str, Any]
) -> None:
    trial = _lose(ledger)
    ledger.recover()
    ledger.finish(trial, **ending)
    assert _trial(ledger, 0).state == TrialState.FAIL
    assert _trial(ledger, 0).user_attrs[OUTCOME] == LOST
    assert "Trial 0 had been given up, so its result does not count" in caplog.text
    # Nor does a failure.
    ledger.fail(trial, _ledger.FAILED, "ValueError")
    assert _trial(ledger, 0).user_attrs[OUTCOME] == LOST


def test_every_combination_once_whatever_is_lost(new_ledger: NewLedger) -> None:
    values = {"a": [1, 2], "b": ["x", "y", "z"]}
    ledger = new_ledger(n_trials=6)
    ledger.study.sampler = InOrderSampler(values)

    def claim(with_values: bool = True) -> Trial | None:
        trial = ledger.claim()
        if trial is not None and with_values:
            trial.suggest_categorical("a", values["a"])
            trial.suggest_categorical("b", values["b"])
        return trial

    def lose(with_values: bool) -> None:
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
            trial = claim(with_values)
            assert trial is not None
            _belongs_to(trial, process.pid)
            process.kill()

    for step in range(30):
        ledger.recover()
        if not _remaining(ledger):
            break
        if step in (1, 4):
            lose(with_values=step == 1)
        elif (trial := claim()) is not None:
            ledger.finish(trial, values=[0.0])
    tried = [(trial.params["a"], trial.params["b"]) for trial in ledger.turns()]
    assert tried == [(1, "x"), (1, "y"), (1, "z"), (2, "x"), (2, "y"), (2, "z")]
    assert sum(trial.state == TrialState.FAIL for trial in ledger.study.trials) == 2
