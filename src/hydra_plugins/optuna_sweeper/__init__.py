"""A Hydra sweeper on Optuna 5 that prunes, resumes and shares a study between processes.

It is selected with ``hydra/sweeper=optuna``. A job that wants to be pruned asks for its trial::

    from hydra_plugins.optuna_sweeper import current_trial

    trial = current_trial()          # None outside of a sweep
    if trial is not None:
        trial.report(accuracy, step=epoch)
        if trial.should_prune():
            raise optuna.TrialPruned

Hydra imports this package, and every module in it whose name has no underscore in front, each time
that any application starts; Optuna itself is imported when a sweep begins.
"""

from hydra_plugins.optuna_sweeper._job import EndSweep, current_trial

__all__ = ["EndSweep", "current_trial"]
