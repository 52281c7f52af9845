"""Which trials count, which are lost, and who runs what: so that processes can share a study.

Optuna's storages give out trial numbers one by one and let one process only begin a waiting trial.
All the rest follows from the list of trials, which every process reads, and from marks on them.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import optuna
import psutil
from optuna.trial import FrozenTrial, Trial, TrialState

from hydra_plugins.optuna_sweeper._patience import at_once

log = logging.getLogger(__name__)

OWNER = "sweeper:owner"
BEAT = "sweeper:beat"
OUTCOME = "sweeper:outcome"
ERROR = "sweeper:error"
RETRY_OF = "sweeper:retry_of"
OVERRIDES = "sweeper:overrides"

# Why a trial has the state FAIL (or, without a value, PRUNED) in Optuna's own terms.
FAILED = "failed"
LOST = "lost"
STOPPED = "stopped"
SURPLUS = "surplus"
WITHOUT_VALUE = "without value"

_BEAT_SECONDS = 15
_CLOCK_SECONDS = 60
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Ledger:
    """The trials of a study, seen as turns of which there are ``n_trials``."""

    def __init__(self, study: optuna.Study, n_trials: int, retries: int, patience: float) -> None:
        """Takes the study and the settings of the same names."""
        self.study = study
        self.n_trials = n_trials
        self.retries = retries
        self._liveness = Liveness(patience)

    def trials(self) -> list[FrozenTrial]:
        """All but those that were begun by mistake."""
        trials = self.study.get_trials(deepcopy=False)
        return [trial for trial in trials if trial.user_attrs.get(OUTCOME) != SURPLUS]

    def turns(self) -> list[FrozenTrial]:
        """The trials that take one of the ``n_trials`` turns, in order."""
        return turns_of(self.trials())

    def remaining(self, turns: list[FrozenTrial]) -> int:
        """How many trials are left to begin, those that wait for a second attempt included."""
        waiting = sum(trial.state == TrialState.WAITING for trial in turns[: self.n_trials])
        return max(self.n_trials - len(turns), 0) + waiting

    def has_turns_left(self) -> bool:
        """Whether going on would begin or repeat a trial."""
        turns = self.turns()
        return len(turns) < self.n_trials or not all(map(is_over, turns))

    def place(self, number: int) -> int:
        """Which turn a trial takes, however many were tried again before it."""
        earlier = [trial for trial in self.trials() if trial.number < number]
        return sum(RETRY_OF not in trial.user_attrs for trial in earlier)

    def running_elsewhere(self) -> int:
        """How many trials other processes are at."""
        return sum(trial.state == TrialState.RUNNING for trial in self.turns())

    def claim(self) -> Trial | None:
        """Begins a trial; None where another process took the last turn in between."""
        trial = self.study.ask()
        trial.set_user_attr(OWNER, _owner())
        if self._is_surplus(trial.number):
            self.fail(trial, SURPLUS)
            return None
        return trial

    def _is_surplus(self, number: int) -> bool:
        # Numbers are unique and grow, so all processes judge alike.
        turns = self.turns()
        place = next((i for i, trial in enumerate(turns) if trial.number == number), 0)
        if place >= self.n_trials:
            return True
        retry_of = turns[place].user_attrs.get(RETRY_OF)
        # Two processes may have noticed one loss.
        return retry_of is not None and any(
            trial.user_attrs.get(RETRY_OF) == retry_of for trial in turns[:place]
        )

    def finish(
        self,
        trial: Trial,
        values: list[float] | None = None,
        state: TrialState | None = None,
        outcome: str | None = None,
    ) -> None:
        """Ends a trial of this process with its values, or as pruned."""
        try:
            if outcome is not None:
                trial.set_user_attr(OUTCOME, outcome)
            self.study.tell(trial, values=values, state=state)
        # Optuna's words for a trial that has ended already.
        except (optuna.exceptions.UpdateFinishedTrialError, ValueError):
            log.warning(
                "Trial %d had been given up, so its result does not count; a larger "
                "hydra.sweeper.patience waits longer.",
                trial.number,
            )

    def fail(self, trial: Trial, outcome: str, error: str | None = None) -> None:
        """Ends a trial of this process without a result."""
        # Another process may have given it up, after a long sleep of this machine for example.
        with suppress(optuna.exceptions.UpdateFinishedTrialError, ValueError):
            trial.set_user_attr(OUTCOME, outcome)
            if error is not None:
                trial.set_user_attr(ERROR, error)
            self.study.tell(trial, state=TrialState.FAIL)

    def recover(self) -> None:
        """Gives up the trials whose processes are gone, and lets them be tried again."""
        turns = self.turns()
        running = [trial for trial in turns if trial.state == TrialState.RUNNING]
        gone = [trial for trial in running if self._liveness.is_gone(trial)]
        for trial in gone:
            self._give_up(trial)
        # An earlier sweep may have had more trials than this one is to have.
        for trial in (self.turns() if gone else turns)[: self.n_trials]:
            if self._deserves_a_retry(trial):
                self._retry(trial)

    def _give_up(self, trial: FrozenTrial) -> None:
        storage, trial_id = self.study._storage, trial._trial_id
        # Another process may be doing the same.
        with suppress(optuna.exceptions.UpdateFinishedTrialError):
            storage.set_trial_user_attr(trial_id, OUTCOME, LOST)
            storage.set_trial_user_attr(trial_id, ERROR, "Its process ended without a word.")
            storage.set_trial_state_values(trial_id, state=TrialState.FAIL)
            log.warning("Trial %d was abandoned by its process.", trial.number)

    def _deserves_a_retry(self, trial: FrozenTrial) -> bool:
        if trial.state != TrialState.FAIL:
            return False
        why = outcome(trial)
        return why == STOPPED or (why == LOST and self._losses(trial) <= self.retries)

    def _losses(self, trial: FrozenTrial) -> int:
        by_number = {other.number: other for other in self.trials()}
        losses, this = 0, trial
        while True:
            losses += this.user_attrs.get(OUTCOME) == LOST
            before = this.user_attrs.get(RETRY_OF)
            if before is None or before not in by_number:
                return losses
            this = by_number[before]

    def _retry(self, trial: FrozenTrial) -> None:
        # With its values set, Optuna samples nothing: the very same trial again.
        self.study.add_trial(
            optuna.create_trial(
                state=TrialState.WAITING,
                params=trial.params,
                distributions=trial.distributions,
                user_attrs={RETRY_OF: trial.number},
            )
        )


class Liveness:
    """Whether the processes that run trials are still there."""

    def __init__(self, patience: float) -> None:
        """Waits ``patience`` seconds for a sign of life from another machine."""
        self._patience = patience
        self._seen: dict[int, tuple[object, float]] = {}

    def is_gone(self, trial: FrozenTrial) -> bool:
        """On this machine known at once; of others, when their beat has not changed for long."""
        owner = trial.user_attrs.get(OWNER)
        if owner is not None and owner["machine"] == _machine():
            return not _is_running(owner["process"], owner["since"])
        # Beats are counted and timed here: the clocks of two machines need not agree.
        beat, now = trial.user_attrs.get(BEAT), time.monotonic()
        seen_beat, since = self._seen.get(trial.number, (None, now))
        if trial.number not in self._seen or seen_beat != beat:
            self._seen[trial.number] = (beat, now)
            return False
        return now - since > self._patience


@contextmanager
def heartbeat(trials: Sequence[Trial]) -> Iterator[None]:
    """Tells other machines, while the block runs, that its trials are being worked at."""
    ended = threading.Event()

    def beat() -> None:
        count = 0
        while not ended.wait(_BEAT_SECONDS):
            count += 1
            for trial in trials:
                # A database that is away for a moment must not end the heart.
                with suppress(Exception), at_once():
                    trial.storage.set_trial_user_attr(trial._trial_id, BEAT, count)

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def turns_of(trials: Sequence[FrozenTrial]) -> list[FrozenTrial]:
    """Of trials that were tried again only the last attempt, in the place of the first."""
    first = {trial.number: trial.number for trial in trials}
    for trial in trials:
        # A retry has a greater number than what it repeats.
        first[trial.number] = first.get(trial.user_attrs.get(RETRY_OF, -1), trial.number)
    retried = {trial.user_attrs.get(RETRY_OF) for trial in trials}
    return sorted(
        (trial for trial in trials if trial.number not in retried),
        key=lambda trial: (first[trial.number], trial.number),
    )


def is_over(trial: FrozenTrial) -> bool:
    """Whether a turn has ended for good; one that was stopped is to be tried again."""
    return trial.state.is_finished() and outcome(trial) != STOPPED


def outcome(trial: FrozenTrial) -> str | None:
    """Why the trial ended without a value; None where it has one, or has not ended."""
    default = FAILED if trial.state == TrialState.FAIL else None
    marked: str | None = trial.user_attrs.get(OUTCOME, default)
    return marked


def _owner() -> dict[str, object]:
    return {"machine": _machine(), "process": os.getpid(), "since": _since(os.getpid())}


@cache
def _machine() -> str:
    # Machines and containers may share a name, and their processes numbers.
    namespace = Path("/proc/self/ns/pid")
    return " ".join(
        [
            socket.gethostname(),
            str(namespace.readlink()) if namespace.is_symlink() else "",
            _BOOT.read_text().strip() if _BOOT.is_file() else "",
        ]
    )


def _since(process: int) -> float:
    return psutil.Process(process).create_time()


def _is_running(process: int, since: float) -> bool:
    # The number may have gone to another process since; the clock may have been set meanwhile.
    try:
        is_same = abs(_since(process) - since) < _CLOCK_SECONDS
        return is_same and psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
