"""The trials of a sweep as files."""

import csv
import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import optuna
from optuna.trial import FrozenTrial

from hydra_plugins.optuna_sweeper._experiment import trial_overrides
from hydra_plugins.optuna_sweeper._files import atomic_path
from hydra_plugins.optuna_sweeper._ledger import RETRY_OF, is_over
from hydra_plugins.optuna_sweeper._space import written
from hydra_plugins.optuna_sweeper._trials import error_of, seconds, state

if TYPE_CHECKING:
    from hydra_plugins.optuna_sweeper._sweep import Sweep


def write_trials(path: Path, study: optuna.Study, trials: Sequence[FrozenTrial]) -> None:
    """Writes a row a trial as CSV: how it ended, values, settings, times, errors."""
    values = study.metric_names or [
        "value" if len(study.directions) == 1 else f"value_{index}"
        for index in range(len(study.directions))
    ]
    params = list(dict.fromkeys(name for trial in trials for name in trial.params))
    constraints = list(dict.fromkeys(name for trial in trials for name in trial.constraints))
    with atomic_path(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(
            ["trial", "state", *values, *params]
            + [f"{name} (kept at 0 or less)" for name in constraints]
            + ["steps", "seconds", "begun", "ended", "retry_of", "error", "overrides"]
        )
        for trial in trials:
            table.writerow(
                [trial.number, state(trial)]
                + list(trial.values or [""] * len(values))
                + [
                    written(trial.params[name], trial.distributions[name])
                    if name in trial.params
                    else ""
                    for name in params
                ]
                + [trial.constraints.get(name, "") for name in constraints]
                + [len(trial.intermediate_values), f"{seconds(trial):.2f}"]
                + [trial.datetime_start, trial.datetime_complete]
                + [trial.user_attrs.get(RETRY_OF, ""), error_of(trial)]
                + [shlex.join(trial_overrides(trial))]
            )


def write_summary(
    path: Path, sweep: "Sweep", turns: list[FrozenTrial], best: list[FrozenTrial]
) -> None:
    """Writes as JSON how many trials ended how, and which is the best, or which ones are."""
    states = [state(turn) for turn in turns]
    is_single = len(sweep.study.directions) == 1
    names = sweep.study.metric_names or ["value"]
    has_best = is_single and bool(best)
    summary = {
        "study": sweep.study.study_name,
        "finished": len(turns) >= sweep.ledger.n_trials and all(is_over(turn) for turn in turns),
        "trials": {name: states.count(name) for name in dict.fromkeys(states)},
        "best_trial": best[0].number if has_best else [trial.number for trial in best],
        "best_values": dict(zip(names, best[0].values, strict=True)) if has_best else {},
        "seconds": sum(map(seconds, turns)),
    }
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
