"""The course of a sweep."""

import logging
import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import optuna
from hydra.core.utils import JobReturn, JobStatus
from hydra.errors import CompactHydraException
from hydra.types import HydraContext
from hydra.utils import get_method
from omegaconf import DictConfig, OmegaConf, open_dict
from optuna.trial import Trial, TrialState

from hydra_plugins.optuna_sweeper import _ledger, _results
from hydra_plugins.optuna_sweeper._job import EndSweep, Job, ending, sentence
from hydra_plugins.optuna_sweeper._ledger import Ledger, heartbeat
from hydra_plugins.optuna_sweeper._patience import StorageAway
from hydra_plugins.optuna_sweeper._screen import Screen
from hydra_plugins.optuna_sweeper._space import parse_space, quoted, typed
from hydra_plugins.optuna_sweeper._storage import absolute, without_password
from hydra_plugins.optuna_sweeper._study import (
    Samplers,
    default_storage,
    fixed_differences,
    open_study,
)
from hydra_plugins.optuna_sweeper.config import OptunaSweeperConf

if TYPE_CHECKING:
    from hydra_plugins.optuna_sweeper.sweeper import OptunaSweeper

log = logging.getLogger(__name__)

# Where jobs, in whatever process, look a storage with a password up.
_STORAGE_VARIABLE = "OPTUNA_SWEEPER_STORAGE"
_DEFAULT_TRIALS = 20
_WAIT_SECONDS = 1.0
# So many that fail alike, and none that does not, are no accident.
_SAME = 3


class Sweep:
    """One process's part in a study."""

    def __init__(self, sweeper: "OptunaSweeper", arguments: list[str]) -> None:
        """Reads the search space and opens the study.

        Raises:
            HydraException: when something can't be, before any trial.
        """
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        _check_numbers(sweeper.settings)
        self.sweeper, self.settings = sweeper, sweeper.settings
        # Hydra has called setup by now.
        self.config = cast(DictConfig, sweeper.config)
        self.config_loader = cast(HydraContext, sweeper.hydra_context).config_loader
        self.folder = Path(self.config.hydra.sweep.dir)
        self._groups: dict[str, bool] = {}
        self.is_unnamed = self.settings.study_name is None
        self.space = parse_space(dict(self.settings.params or {}), arguments, self.config_loader)
        self.extend = _custom_search_space(self.settings.custom_search_space)
        if self.extend is None:
            sweeper.validate_batch_is_legal(list(self.space.samples(self.is_group)))

        nobody_asked = self.settings.n_trials is None and self.extend is None
        self.samplers = Samplers(self.settings.sampler, self.space, in_order=nobody_asked)
        if self.samplers.in_order and self.extend is not None:
            raise CompactHydraException(
                "hydra.sweeper.custom_search_space: a grid can't know what the function will add; "
                "choose another hydra/sweeper/sampler."
            )
        n_trials = self.settings.n_trials or _DEFAULT_TRIALS
        combinations = self.space.combinations()
        if self.samplers.in_order and combinations is not None:
            n_trials = min(combinations, self.settings.n_trials or combinations)
        self._tell_jobs_where()
        given = self.config.hydra.sweeper
        self.study = open_study(self.settings, given.storage, given.study_name, self.space)
        self.ledger = Ledger(self.study, n_trials, self.settings.retries, self.settings.patience)
        self.returns: list[Sequence[JobReturn]] = []
        # Of this process: what failed before may have been mended since.
        self._failures: list[str] = []
        self._successes = 0
        self._began = time.monotonic()

    def is_group(self, name: str) -> bool:
        """Whether a name is that of a config group rather than of a setting."""
        if name not in self._groups:
            self._groups[name] = bool(self.config_loader.get_group_options(name))
        return self._groups[name]

    def run(self) -> list[Sequence[JobReturn]]:
        """See ``OptunaSweeper.sweep``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        OmegaConf.save(self.config, self.folder / "multirun.yaml")
        self._announce()
        try:
            with Screen(self.ledger) as screen:
                self._loop(screen)
            self._check_success()
        except BaseException:
            # What there is by now is what one wants to see after Ctrl-C; and Hydra tells its
            # callbacks of good ends only.
            with suppress(StorageAway):
                self._close(stopped=True)
            cast(HydraContext, self.sweeper.hydra_context).callbacks.on_multirun_end(
                config=self.config, config_name=self.config.hydra.job.config_name
            )
            raise
        self._close(stopped=False)
        return self.returns

    def _close(self, stopped: bool) -> None:
        _results.write_tables(self)
        _results.write_pictures(self)
        _results.show(self, stopped)

    def _loop(self, screen: Screen) -> None:
        while not self._is_out_of_time():
            self.ledger.recover()
            batch = self._next_batch()
            if batch:
                self._launch(batch, screen)
                self._check_failures()
            elif running := self.ledger.running_elsewhere():
                # Should their processes end, these trials are ours.
                screen.show_waiting(running)
                time.sleep(_WAIT_SECONDS)
            else:
                return

    def _next_batch(self) -> list[tuple[Trial, list[str]]]:
        size = self.settings.n_jobs or _jobs_at_once(self.config.hydra.launcher)
        batch: list[tuple[Trial, list[str]]] = []
        try:
            while len(batch) < size:
                turns = self.ledger.turns()
                if not self.ledger.remaining(turns):
                    break
                self.study.sampler = self.samplers.make(len(turns))
                trial = self.ledger.claim()
                if trial is not None:
                    batch.append((trial, []))
                    batch[-1] = (trial, self._overrides(trial))
        except BaseException as error:
            for trial, _ in batch:
                self.ledger.fail(trial, _ledger.STOPPED, sentence(error))
            raise
        return batch

    def _overrides(self, trial: Trial) -> list[str]:
        self.study.sampler = self.samplers.make(self.ledger.place(trial.number))
        overrides = self.space.suggest(trial)
        if self.extend is not None:
            more = _call(self.extend, self.config, trial)
            known = {parameter.name for parameter in self.space.parameters}
            overrides += [
                f"{name}={typed(value, trial.distributions.get(name))}"
                for name, value in {**trial.params, **more}.items()
                if name not in known
            ]
            self.sweeper.validate_batch_is_legal([overrides])
        trial.set_user_attr(_ledger.OVERRIDES, overrides)
        return overrides

    def _launch(self, batch: list[tuple[Trial, list[str]]], screen: Screen) -> None:
        trials = [trial for trial, _ in batch]
        jobs = [[*overrides, f"hydra.sweeper.trial={trial.number}"] for trial, overrides in batch]
        self._keep_folders_apart(trials, jobs)
        _quieten_launchers()
        cast(Job, self.sweeper.job).is_one_of_several = len(batch) > 1
        try:
            with heartbeat(trials):
                results = self.sweeper.launcher.launch(jobs, initial_job_idx=trials[0].number)
        except (KeyboardInterrupt, SystemExit) as error:
            for trial in self._tell_ended(trials):
                self.ledger.fail(trial, _ledger.STOPPED, sentence(error))
            raise
        # A launcher may lose its jobs: out of memory, cancelled by the cluster.
        except Exception as error:
            log.debug("The launcher failed.", exc_info=True)
            for trial in self._tell_ended(trials):
                self._fail(trial, sentence(error))
        else:
            self.returns.append(results)
            endings = [
                self._tell(trial, result) for trial, result in zip(trials, results, strict=True)
            ]
            if ending := next(filter(None, endings), None):
                raise ending
        screen.show_finished([trial.number for trial in trials])
        _results.write_tables(self)

    def _tell_ended(self, trials: list[Trial]) -> list[Trial]:
        """Records those whose jobs had ended before their launcher did; returns the others."""
        endings = [(trial, ending(trial)) for trial in trials]
        for trial, result in endings:
            if result is not None:
                self._tell(trial, result)
        return [trial for trial, result in endings if result is None]

    def _keep_folders_apart(self, trials: list[Trial], jobs: list[list[str]]) -> None:
        """A launcher counts on from the first number, where the next may be another process's."""
        numbers = [trial.number for trial in trials]
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            as_written = cast(Any, OmegaConf.to_container(self.config.hydra.sweep, resolve=False))
            subdir = str(as_written["subdir"])
            own = re.sub(r"\bhydra([.:])job\.num\b", r"hydra\1sweeper.trial", subdir)
            for job in jobs:
                job.append(f"hydra.sweep.subdir={quoted(own)}")

    def _tell(self, trial: Trial, result: JobReturn) -> EndSweep | None:
        """Records what a job answered; returns the error that is to end the sweep."""
        answer = result._return_value
        if result.status != JobStatus.COMPLETED:
            if isinstance(answer, EndSweep):
                self.ledger.fail(trial, _ledger.STOPPED, sentence(answer))
                return answer
            if isinstance(answer, optuna.TrialPruned):
                self.ledger.finish(trial, state=TrialState.PRUNED)
                self._successes += 1
            else:
                self._fail(trial, sentence(answer))
            return None
        if answer is None and self.samplers.in_order:
            # Where all is tried nothing need be optimised, and Optuna knows no other end for that.
            self.ledger.finish(trial, state=TrialState.PRUNED, outcome=_ledger.WITHOUT_VALUE)
            self._successes += 1
            return None
        try:
            values = _values(answer, len(self.study.directions))
        except ValueError as error:
            self._fail(trial, str(error))
        else:
            self.ledger.finish(trial, values=values)
            self._successes += 1
        return None

    def _fail(self, trial: Trial, error: str) -> None:
        self.ledger.fail(trial, _ledger.FAILED, error)
        self._failures.append(error)

    def _is_out_of_time(self) -> bool:
        limit = self.settings.timeout
        return limit is not None and time.monotonic() - self._began > limit

    def _check_failures(self) -> None:
        failed, rate = len(self._failures), self.settings.max_failure_rate
        if rate < 1 and not self._successes and failed >= _SAME and len(set(self._failures)) == 1:
            raise CompactHydraException(
                f"The first {failed} trials failed alike: {self._failures[0]}"
            )
        if failed > rate * self.ledger.n_trials:
            raise CompactHydraException(
                f"{failed} of {self.ledger.n_trials} trials failed, which is more than "
                f"hydra.sweeper.max_failure_rate={rate} allows"
                f"{self._last_error()}."
            )

    def _check_success(self) -> None:
        turns = self.ledger.turns()
        if not any(
            turn.state == TrialState.COMPLETE or _ledger.outcome(turn) == _ledger.WITHOUT_VALUE
            for turn in turns
        ):
            raise CompactHydraException(
                f"Not one of {len(turns)} trials succeeded{self._last_error()}."
            )

    def _last_error(self) -> str:
        said = [trial.user_attrs.get(_ledger.ERROR) for trial in self.ledger.trials()]
        errors = [error for error in said if error]
        return f"; the last one said: {errors[-1].rstrip('.')}" if errors else ""

    def _tell_jobs_where(self) -> None:
        """Writes down what null means here, because jobs look it up in their own configuration."""
        folder, given = self.folder.absolute(), self.config.hydra.sweeper
        wanted = {
            "study_name": given.study_name or folder.name,
            "storage": absolute(given.storage or default_storage(folder)),
        }
        written: Any = OmegaConf.to_container(given, resolve=False)
        if without_password(str(written["storage"])) != str(written["storage"]):
            self._keep_out_of_files(wanted.pop("storage"))
        for key, value in wanted.items():
            if given[key] != value:
                with open_dict(self.config):
                    given[key] = value
                    self.config.hydra.overrides.hydra.append(f"hydra.sweeper.{key}={quoted(value)}")

    def _keep_out_of_files(self, storage: str) -> None:
        """Hydra writes its settings down for the sweep and for each trial: not the password."""
        os.environ[_STORAGE_VARIABLE] = storage
        hidden = f"${{oc.env:{_STORAGE_VARIABLE}}}"
        overrides = self.config.hydra.overrides
        with open_dict(self.config):
            self.config.hydra.sweeper.storage = hidden
            overrides.hydra = [
                one
                for one in overrides.hydra
                if not one.lstrip("+").startswith("hydra.sweeper.storage=")
            ] + [f"hydra.sweeper.storage={quoted(hidden)}"]

    def _announce(self) -> None:
        there = len(self.ledger.turns())
        log.info(
            "Study %s in %s: %s, %s, %d trials%s",
            self.study.study_name,
            without_password(self.config.hydra.sweeper.storage),
            self.samplers.name,
            type(self.study.pruner).__name__,
            self.ledger.n_trials,
            f", {there} of them there already" if there else "",
        )
        only = tuple(f"{name}=" for name in self.settings.sweep_only)
        fixed = [one for one in self.space.fixed if not one.startswith(only)]
        if differences := fixed_differences(self.study, fixed):
            log.warning(
                "The study %s was begun with other settings (%s); its trials may not compare.",
                self.study.study_name,
                " ".join(differences),
            )


def _custom_search_space(name: str | None) -> Callable[..., dict[str, Any] | None] | None:
    if name is None:
        return None
    try:
        function: Callable[..., dict[str, Any] | None] = get_method(name)
    except Exception as error:
        raise CompactHydraException(
            f"hydra.sweeper.custom_search_space={name} is no function that can be imported "
            f"({sentence(error)})."
        ) from error
    return function


def _call(
    function: Callable[..., dict[str, Any] | None], config: DictConfig, trial: Trial
) -> dict[str, Any]:
    try:
        more = function(config, trial) or {}
        return dict(more)
    except Exception as error:
        raise CompactHydraException(
            f"hydra.sweeper.custom_search_space={function.__module__}.{function.__name__} failed "
            f"({sentence(error)}); it takes (config, trial) and returns nothing or a dict."
        ) from error


def _check_numbers(settings: OptunaSweeperConf) -> None:
    limits: dict[str, float] = {"n_trials": 1, "n_jobs": 1, "timeout": 0, "patience": 0}
    limits |= {"retries": 0, "max_failure_rate": 0}
    for name, least in limits.items():
        value = getattr(settings, name)
        if value is not None and value < least:
            raise CompactHydraException(f"hydra.sweeper.{name}={value} must be at least {least}.")


def _values(answer: Any, objectives: int) -> list[float]:
    several = answer if isinstance(answer, Sequence) and not isinstance(answer, str) else [answer]
    try:
        values = [float(value) for value in several]
    except (TypeError, ValueError):
        raise ValueError(f"The job returned {answer!r}; a sweep needs numbers.") from None
    if len(values) != objectives:
        raise ValueError(
            f"The job returned {len(values)} values, and hydra.sweeper.direction has {objectives}."
        )
    if any(value != value for value in values):
        raise ValueError("The job returned NaN.")
    return values


def _jobs_at_once(launcher: Any) -> int:
    """Joblib's launcher says how many, with -1 for all processors; others run one by one."""
    given = int(launcher.get("n_jobs") or 1)
    return given if given > 0 else max((os.cpu_count() or 1) + 1 + given, 1)


def _quieten_launchers() -> None:
    """They announce each job, which the table shows already."""
    for name in list(logging.root.manager.loggerDict):
        if "launcher" in name and name.startswith("hydra"):
            logging.getLogger(name).setLevel(logging.WARNING)
