"""A study as its pictures see it: read once, without bookkeeping and what can't be drawn."""

import copy
from collections.abc import Callable, Container, Sequence
from functools import cached_property

import optuna
from optuna.study import StudyDirection
from optuna.trial import FrozenTrial, TrialState

from hydra_plugins.optuna_sweeper import _ledger

_LIMIT = 1e300


class Snapshot(optuna.Study):
    """The trials of a study at one moment.

    It is a study to whatever reads one, so that Optuna's figures show it without those trials that
    don't count.
    """

    def __init__(
        self,
        trials: Sequence[FrozenTrial],
        directions: Sequence[StudyDirection],
        metric_names: Sequence[str],
    ) -> None:
        """Takes all that it consists of: there is no storage behind it."""
        self._all = list(trials)
        self._kept_directions = list(directions)
        self._kept_names = list(metric_names)

    @classmethod
    def of(cls, study: optuna.Study) -> "Snapshot":
        """The study as it is now."""
        count = len(study.directions)
        names = ["value"] if count == 1 else [f"value {index}" for index in range(count)]
        return cls(study.get_trials(), study.directions, study.metric_names or names)

    @property
    def directions(self) -> list[StudyDirection]:
        """Of each objective."""
        return self._kept_directions

    @property
    def metric_names(self) -> list[str]:
        """Of each objective, also where the study has none."""
        return self._kept_names

    @cached_property
    def counted(self) -> list[FrozenTrial]:
        """All trials but those that were begun by mistake."""
        return [
            trial for trial in self._all if trial.user_attrs.get(_ledger.OUTCOME) != _ledger.SURPLUS
        ]

    @cached_property
    def completed(self) -> list[FrozenTrial]:
        """The trials whose values can be drawn."""
        return [
            trial
            for trial in self.counted
            if trial.state == TrialState.COMPLETE and all(map(can_be_drawn, trial.values))
        ]

    @cached_property
    def feasible(self) -> list[FrozenTrial]:
        """Those of the completed that keep their constraints."""
        return [trial for trial in self.completed if is_feasible(trial)]

    @cached_property
    def infeasible(self) -> list[FrozenTrial]:
        """The others of the completed."""
        return [trial for trial in self.completed if not is_feasible(trial)]

    @cached_property
    def best(self) -> list[FrozenTrial]:
        """The best of the feasible; with several objectives, all that no other beats."""
        found = self.best_trials
        return found if len(self.directions) > 1 else found[:1]

    @cached_property
    def reporting(self) -> list[FrozenTrial]:
        """The trials with intermediate values that can be drawn."""
        return [
            trial
            for trial in self.counted
            if any(map(can_be_drawn, trial.intermediate_values.values()))
        ]

    @cached_property
    def parameters(self) -> list[str]:
        """The names of what was chosen in completed trials."""
        return list(dict.fromkeys(name for trial in self.completed for name in trial.params))

    def get_trials(
        self, deepcopy: bool = True, states: Container[TrialState] | None = None
    ) -> list[FrozenTrial]:
        """All trials, emptied where there is nothing to draw: Optuna's figures count on each."""
        drawn = {trial.number for trial in self.completed}
        drawn |= {trial.number for trial in self.counted if trial.state != TrialState.COMPLETE}
        trials = [trial if trial.number in drawn else _emptied(trial) for trial in self._all]
        wanted = [trial for trial in trials if states is None or trial.state in states]
        return copy.deepcopy(wanted) if deepcopy else wanted

    @cached_property
    def objectives(self) -> list["Snapshot"]:
        """The same trials, for each objective alone."""
        return [
            Snapshot([_with_one_value(trial, index) for trial in self._all], [direction], [name])
            for index, (direction, name) in enumerate(
                zip(self.directions, self.metric_names, strict=True)
            )
        ]

    def rewritten(
        self, change: Callable[[FrozenTrial], FrozenTrial], metric_names: Sequence[str]
    ) -> "Snapshot":
        """The same with other trials in the places of these, and other names."""
        return Snapshot([change(trial) for trial in self._all], self.directions, metric_names)


def can_be_drawn(value: float) -> bool:
    """Whether a value is a number, and not so large that differences of two are none."""
    return abs(value) < _LIMIT


def is_feasible(trial: FrozenTrial) -> bool:
    """Whether a trial keeps its constraints."""
    return all(value <= 0 for value in trial.constraints.values())


def has_importances(view: Snapshot) -> bool:
    """Whether anything made a difference to this one objective."""
    return bool(view.parameters) and len({trial.values[0] for trial in view.completed}) > 1


def _with_one_value(trial: FrozenTrial, index: int) -> FrozenTrial:
    changed = copy.copy(trial)
    changed.values = None if trial.values is None else [trial.values[index]]
    return changed


def _emptied(trial: FrozenTrial) -> FrozenTrial:
    return FrozenTrial(
        number=trial.number,
        state=TrialState.FAIL,
        value=None,
        datetime_start=trial.datetime_start,
        datetime_complete=trial.datetime_complete,
        params={},
        distributions={},
        user_attrs=trial.user_attrs,
        system_attrs={},
        intermediate_values={},
        trial_id=trial.number,
    )
