"""What a sweep shows while it runs: a table on a terminal, lines elsewhere."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import optuna
import pytest
from optuna.distributions import CategoricalDistribution, FloatDistribution
from optuna.exceptions import StorageInternalError
from optuna.trial import Trial, TrialState
from rich.console import Console

from hydra_plugins.optuna_sweeper import _ledger
from hydra_plugins.optuna_sweeper._ledger import Ledger
from hydra_plugins.optuna_sweeper._screen import Screen

from toy_sweep import JOURNAL, run_application

_SPACE = {
    "model.rate": FloatDistribution(0, 1),
    "model.kind": CategoricalDistribution(["lstm", "gru"]),
}


@pytest.fixture
def ledger() -> Ledger:
    study = optuna.create_study(
        study_name="films", sampler=optuna.samplers.RandomSampler(seed=0), direction="maximize"
    )
    return Ledger(study, n_trials=8, retries=1, patience=90)


def _console(is_terminal: bool, height: int = 40) -> Console:
    return Console(
        file=io.StringIO(), force_terminal=is_terminal, width=110, height=height, color_system=None
    )


def _shown(screen: Screen, height: int = 40) -> list[str]:
    """The lines of the table without its frame."""
    console = _console(is_terminal=False, height=height)
    console.print(screen.render())
    output = console.file
    assert isinstance(output, io.StringIO)
    lines = [
        re.sub(r"\s*[│┃]\s*", " | ", line).strip(" |") for line in output.getvalue().split("\n")
    ]
    return [re.sub(r"\s+", " ", line) for line in lines]


def _begin(ledger: Ledger, rate: float, kind: str = "gru") -> Trial:
    ledger.study.enqueue_trial({"model.rate": rate, "model.kind": kind})
    trial = ledger.claim()
    assert trial is not None
    trial.suggest_float("model.rate", 0, 1)
    trial.suggest_categorical("model.kind", ["lstm", "gru"])
    return trial


def test_the_table(ledger: Ledger) -> None:
    screen = Screen(ledger, _console(is_terminal=True))
    ledger.finish(_begin(ledger, 0.25), values=[0.5])
    ledger.finish(_begin(ledger, 0.123456789, "lstm"), values=[0.75])
    pruned = _begin(ledger, 0.5)
    pruned.report(0.125, 2)
    ledger.finish(pruned, state=TrialState.PRUNED)
    ledger.fail(_begin(ledger, 0.5), _ledger.FAILED, "ValueError: [no] data")
    ledger.fail(_begin(ledger, 0.5), _ledger.STOPPED)
    ledger.recover()
    running = _begin(ledger, 0.5)
    running.report(1234567.0, 7)
    running.report(0.5, 8)

    lines = _shown(screen)
    assert lines[0] == "Study films"
    assert "trial | state | step | value | settings | seconds" in lines
    assert "0 | done | | 0.5000 | rate=0.25 kind=gru | 0" in lines
    assert "* 1 | done | | 0.7500 | rate=0.123457 kind=lstm | 0" in lines
    assert "2 | pruned | 2 | 0.1250 | rate=0.5 kind=gru | 0" in lines
    assert "3 | failed | | | ValueError: [no] data | 0" in lines
    # The stopped one has given its turn to the next.
    assert not any(line.startswith("4 |") for line in lines)
    assert "5 | running | 8 | 0.5000 | rate=0.5 kind=gru | 0" in lines
    assert re.fullmatch(r"4/8 0 s, about 0 s left best 0\.7500 \(trial 1\)", lines[-2]), lines[-2]


def test_a_small_terminal_has_the_latest(ledger: Ledger) -> None:
    for _ in range(8):
        ledger.finish(_begin(ledger, 0.5), values=[0.5])
    rows = [line for line in _shown(Screen(ledger, _console(True, height=11))) if "done" in line]
    assert [row.split(" ")[0] for row in rows] == ["3", "4", "5", "6", "7"]


def test_names_that_end_alike_are_shown_in_full(ledger: Ledger) -> None:
    trial = ledger.claim()
    assert trial is not None
    trial.suggest_int("a.size", 1, 1)
    trial.suggest_int("b.size", 2, 2)
    trial.suggest_int("other", 3, 3)
    assert any("a.size=1 b.size=2 other=3" in line for line in _shown(Screen(ledger)))


def test_a_database_that_is_away_for_a_moment(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    _begin(ledger, 0.1)
    screen = Screen(ledger, _console(is_terminal=True))
    before = _shown(screen)

    def away() -> None:
        raise StorageInternalError

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "turns", away)
        assert _shown(screen) == before
    _begin(ledger, 0.2)
    assert len(_shown(screen)) > len(before)


def test_nothing_yet(ledger: Ledger) -> None:
    assert _shown(Screen(ledger))[-2] == "0/8 0 s"


@pytest.mark.filterwarnings("ignore::optuna.exceptions.ExperimentalWarning")
def test_several_objectives() -> None:
    study = optuna.create_study(directions=["minimize", "maximize"])
    study.set_metric_names(["loss", "accuracy"])
    ledger = Ledger(study, n_trials=2, retries=1, patience=90)
    for values in ([1.0, 2.0], [2.0, 3.0]):
        trial = ledger.claim()
        assert trial is not None
        ledger.finish(trial, values=values)
    lines = _shown(Screen(ledger))
    assert "trial | state | step | loss accuracy | settings | seconds" in lines
    assert "* 0 | done | | 1.0000 2.0000 | | 0" in lines
    assert lines[-2].endswith("2 trials on the Pareto front")


def test_time_left_counts_the_trials_of_this_sweep(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("hydra_plugins.optuna_sweeper._screen.time.monotonic", lambda: now[0])
    for _ in range(3):
        ledger.finish(_begin(ledger, 0.5), values=[0.5])
    ledger.fail(_begin(ledger, 0.5), _ledger.STOPPED)
    screen = Screen(ledger)
    # The stopped one is tried again.
    ledger.recover()
    again = _begin(ledger, 0.5)
    now[0] += 100
    assert _shown(screen)[-2].startswith("3/8 1 min 40 s best")
    ledger.finish(again, values=[0.5])
    ledger.finish(_begin(ledger, 0.5), values=[0.5])
    now[0] += 3500
    assert _shown(screen)[-2].startswith("5/8 1 h 00 min, about 1 h 30 min left")


def test_waiting_for_others(ledger: Ledger) -> None:
    console = _console(is_terminal=False)
    screen = Screen(ledger, console)
    for count in (2, 2, 1):
        screen.show_waiting(count)
    output = console.file
    assert isinstance(output, io.StringIO)
    assert output.getvalue().splitlines() == [
        "waiting for trials of other processes: 2",
        "waiting for trials of other processes: 1",
    ]
    assert "waiting for other processes: 1" in _shown(screen)[-2]


def test_lines_where_there_is_no_terminal(application: Path) -> None:
    outcome = run_application(
        application,
        "x=2,3,40",
        "hydra/sweeper/pruner=threshold",
        "hydra.sweeper.pruner.upper=9.0",
        f"hydra.sweeper.storage='{JOURNAL}'",
    )
    assert outcome.code == 0
    assert "\x1b" not in outcome.output
    lines = [re.sub(r"\d+ s\b", "0 s", line) for line in outcome.output.splitlines()]
    assert lines[1:4] == [
        "1/3  trial 0  done  0.0000  x=2  0 s  best 0.0000 (trial 0)",
        "2/3  trial 1  done  1.0000  x=3  0 s  best 0.0000 (trial 0)",
        "3/3  trial 2  pruned  1,444  x=40  0 s  best 0.0000 (trial 0)",
    ]
    assert "3 of 3 trials: 2 done, 1 pruned" in lines


def test_a_table_on_a_terminal(application: Path) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
    overrides = [
        "x=2,3,40",
        "hydra/sweeper/pruner=threshold",
        "hydra.sweeper.pruner.upper=9.0",
        f"hydra.sweeper.storage='{JOURNAL}'",
    ]
    with subprocess.Popen(
        [sys.executable, "app.py", "-m", *overrides],
        cwd=application,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        output = b""
        try:
            while part := os.read(ours, 65536):
                output += part
        # Linux's word for the other end being closed.
        except OSError:
            pass
        assert process.wait(timeout=60) == 0
    os.close(ours)
    text = output.decode()
    assert "\x1b[" in text
    # It moves: the cursor goes up over what it draws anew.
    assert "\x1b[1A" in text
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r", "")
    assert plain.count("Study sweep\n") + plain.count("Study sweep ") > 2
    last = plain[plain.rindex("┏") :]
    rows = [re.sub(r"\s+", " ", line.strip("│┃ ").replace("│", "|")) for line in last.split("\n")]
    # A busy machine takes a second for one.
    rows = [re.sub(r"\| \d+$", "| 0", row) for row in rows]
    assert "* 0 | done | 9 | 0.0000 | x=2 | 0" in rows
    assert "1 | done | 9 | 1.0000 | x=3 | 0" in rows
    assert "2 | pruned | 0 | 1,444 | x=40 | 0" in rows
    assert any(re.match(r"3/3 \d+ s, about 0 s left best 0\.0000 \(trial 0\)", row) for row in rows)
    # No line for each trial besides.
    assert not re.search(r"^1/3  trial 0", plain, re.MULTILINE)
