"""How to speak of a trial: its state in a word, its values, its settings."""

import optuna
from optuna.trial import FrozenTrial, TrialState

from hydra_plugins.optuna_sweeper._ledger import ERROR, outcome
from hydra_plugins.optuna_sweeper._space import written


def state(trial: FrozenTrial) -> str:
    """How a trial stands, in a word."""
    if trial.state == TrialState.FAIL:
        return outcome(trial) or "failed"
    if outcome(trial) is not None:
        return "done"
    names = {TrialState.COMPLETE: "done", TrialState.WAITING: "again"}
    return names.get(trial.state, trial.state.name.lower())


def values(trial: FrozenTrial) -> str:
    """The values of a trial, or the last that it reported."""
    known = trial.values
    if known is None and trial.last_step is not None:
        known = [trial.intermediate_values[trial.last_step]]
    return " ".join(
        f"{value:.4f}" if abs(value) < 100 else f"{value:,.0f}" for value in known or []
    )


def changed(trial: FrozenTrial) -> str:
    """The settings that the trial has for itself, by the shortest names that tell them apart."""
    names = list(trial.params)
    ends = [name.rpartition(".")[2] for name in names]
    return " ".join(
        f"{end if ends.count(end) == 1 else name}="
        f"{written(trial.params[name], trial.distributions[name])}"
        for name, end in zip(names, ends, strict=True)
    )


def error_of(trial: FrozenTrial) -> str:
    """What went wrong, in a line."""
    return str(trial.user_attrs.get(ERROR, ""))


def seconds(trial: FrozenTrial) -> float:
    """How long the trial took, or has taken by now."""
    if trial.datetime_start is None:
        return 0.0
    end = trial.datetime_complete or type(trial.datetime_start).now()
    return (end - trial.datetime_start).total_seconds()


def best_so_far(study: optuna.Study) -> str:
    """The best value and its trial; with several objectives, how many are not beaten."""
    best = best_of(study)
    if not best:
        return ""
    if len(study.directions) > 1:
        return f"{len(best)} trials on the Pareto front"
    return f"best {values(best[0])} (trial {best[0].number})"


def best_of(study: optuna.Study) -> list[FrozenTrial]:
    """The best trial; with several objectives all that no other beats; none where none is done."""
    if len(study.directions) > 1:
        return study.best_trials
    try:
        return [study.best_trial]
    # Optuna says so when there is none yet.
    except ValueError:
        return []
