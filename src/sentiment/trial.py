"""A training as a trial of a sweep."""

from pathlib import Path

import optuna
from omegaconf import DictConfig

from hydra_plugins.optuna_sweeper import EndSweep, current_trial
from sentiment.files import shown
from sentiment.fitting import holds_a_training
from sentiment.objective import read_objective
from sentiment.training import run_training


def run_trial(config: DictConfig) -> float | list[float]:
    """Trains, and says how good the result is.

    Returns:
        A value for each of ``optimized_metric``.

    Raises:
        EndSweep: when what to optimise can't be, before any training.
        TrialPruned: when the pruner ended the training.
        UserError: for whatever else the user can mend.
    """
    objective = read_objective(config)
    folder = Path(config.output_dir)
    if holds_a_training(folder):
        # All that follow would fail like this one: numbers are given out once in a study.
        raise EndSweep(
            f"{shown(folder)} holds a trial that the study {config.study} does not know: its "
            "database was deleted or is elsewhere; bring it back, or choose a new study=NAME."
        )
    result = run_training(config)
    if result.pruned:
        raise optuna.TrialPruned
    values = objective.values(result.metrics)
    trial = current_trial()
    if trial is not None:
        for constraint in objective.constraints:
            trial.set_constraint(constraint.text, constraint.excess(result.metrics))
    return values if len(values) > 1 else values[0]
