"""A training as a trial of a sweep."""

from pathlib import Path

import optuna
from omegaconf import DictConfig

from hydra_plugins.optuna_sweeper import EndSweep, current_trial
from sentiment.files import shown
from sentiment.fitting import of_a_training
from sentiment.hardware import on_one_device
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
    if not on_one_device(config.trainer):
        # Each of its other processes would begin the sweep anew.
        raise EndSweep(
            "trainer: each trial of a sweep runs on one device; leave trainer=ddp and "
            "trainer.strategy out, with trainer.devices=1, or [N] for the device of that number."
        )
    folder, trial = Path(config.output_dir), current_trial()
    if trial is not None and _is_of_another_study(folder, trial):
        # All that follow would fail like this one.
        raise EndSweep(
            f"{shown(folder)} holds a trial that the study {config.study} does not know: its "
            "database was deleted or is elsewhere; bring it back, or choose a new study=NAME."
        )
    result = run_training(config)
    if result.pruned:
        raise optuna.TrialPruned
    values = objective.values(result.metrics)
    if trial is not None:
        for constraint in objective.constraints:
            trial.set_constraint(constraint.text, constraint.excess(result.metrics))
    return values if len(values) > 1 else values[0]


def _is_of_another_study(folder: Path, trial: optuna.Trial) -> bool:
    """Whether what lies in a trial's folder was there before: a study gives a number out once."""
    if folder.name != str(trial.number) or trial.datetime_start is None:
        return False
    begun = trial.datetime_start.timestamp()
    return any(path.stat().st_mtime < begun for path in of_a_training(folder))
