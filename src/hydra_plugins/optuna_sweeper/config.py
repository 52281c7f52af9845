"""What ``hydra/sweeper=optuna`` can be told, with the defaults."""

from dataclasses import dataclass, field
from typing import Any

from hydra.core.config_store import ConfigStore
from omegaconf import MISSING


@dataclass
class OptunaSweeperConf:
    """``hydra.sweeper``; the names are those of the plugin that Hydra itself once offered."""

    _target_: str = "hydra_plugins.optuna_sweeper.sweeper.OptunaSweeper"
    # The sampler is made anew for each trial, so Hydra must not make it.
    _recursive_: bool = False
    defaults: list[Any] = field(
        default_factory=lambda: ["_self_", {"sampler": "tpe"}, {"pruner": "none"}]
    )

    # Both are groups: hydra/sweeper/sampler=gp hydra/sweeper/pruner=median.
    sampler: Any = MISSING
    pruner: Any = MISSING
    # minimize or maximize, or a list of them for several objectives.
    direction: Any = "minimize"
    # What the values of a job are called on the screen and in pictures: one name or a list.
    metric_names: Any = None
    # Names of the constraints that jobs set, where an application has a setting for them: a study
    # goes on with the same only, for its trials were judged by them. Null leaves it open.
    constraints: Any = None
    # A study with this name goes on where it stopped; null takes the name of the sweep's folder.
    study_name: str | None = None
    # An SQLAlchemy URL, or journal:FILE; null is a file study.db in the sweep's folder.
    storage: str | None = None
    # Trials in all, those before a resume included. Null is 20; or, with nothing but choices and
    # ranges to try, each combination once and in order.
    n_trials: int | None = None
    # Trials that are launched together; null is what the launcher runs at once.
    n_jobs: int | None = None
    # No new trial after so many seconds of this process.
    timeout: float | None = None
    # The share of n_trials that may fail before the sweep gives up.
    max_failure_rate: float = 0.0
    # How often a trial whose process was killed is tried again.
    retries: int = 1
    # Seconds without a sign of life from another machine until its trial counts as lost.
    patience: float = 90.0
    # {setting: what one would write behind its = on the command line}.
    params: dict[str, Any] | None = None
    # A function (config, trial) -> None or a dict of further overrides, for spaces where one choice
    # depends on another; by its dotted name.
    custom_search_space: str | None = None
    # Overrides that steer the sweep and are no part of what a trial is: not in best.yaml.
    sweep_only: list[str] = field(default_factory=list)
    # Groups that come after experiments in an application's defaults, so that best.yaml can't
    # override them; it takes their choice in.
    stands_on: list[str] = field(default_factory=list)
    # Overrides that make a training complete where a trial is not: in best.yaml.
    in_full: list[str] = field(default_factory=list)
    # Overrides that make the same command go on with this study, for the advice after Ctrl-C.
    resume_with: list[str] = field(default_factory=list)
    # Pictures and a page of the study when the sweep ends.
    pictures: bool = True
    # Set by the sweeper for each job: the number of its trial.
    trial: int | None = None


_SAMPLERS: dict[str, dict[str, Any]] = {
    "tpe": {"_target_": "optuna.samplers.TPESampler", "seed": None, "n_startup_trials": 10},
    "random": {"_target_": "optuna.samplers.RandomSampler", "seed": None},
    "cmaes": {"_target_": "optuna.samplers.CmaEsSampler", "seed": None, "n_startup_trials": 1},
    "gp": {"_target_": "optuna.samplers.GPSampler", "seed": None, "n_startup_trials": 10},
    "nsgaii": {"_target_": "optuna.samplers.NSGAIISampler", "seed": None, "population_size": 50},
    "nsgaiii": {"_target_": "optuna.samplers.NSGAIIISampler", "seed": None, "population_size": 50},
    "qmc": {"_target_": "optuna.samplers.QMCSampler", "seed": None, "scramble": True},
    "grid": {"_target_": "hydra_plugins.optuna_sweeper._grid.InOrderSampler"},
}

_PRUNERS: dict[str, dict[str, Any]] = {
    "none": {"_target_": "optuna.pruners.NopPruner"},
    "median": {
        "_target_": "optuna.pruners.MedianPruner",
        "n_startup_trials": 5,
        "n_warmup_steps": 0,
        "n_min_trials": 1,
    },
    "percentile": {
        "_target_": "optuna.pruners.PercentilePruner",
        "percentile": 25.0,
        "n_startup_trials": 5,
        "n_warmup_steps": 0,
        "n_min_trials": 1,
    },
    "hyperband": {
        "_target_": "optuna.pruners.HyperbandPruner",
        "min_resource": 1,
        "max_resource": "auto",
        "reduction_factor": 3,
    },
    "halving": {
        "_target_": "optuna.pruners.SuccessiveHalvingPruner",
        "min_resource": 1,
        "reduction_factor": 4,
    },
    "threshold": {"_target_": "optuna.pruners.ThresholdPruner", "lower": None, "upper": None},
}


def _store() -> None:
    store = ConfigStore.instance().store
    store(group="hydra/sweeper", name="optuna", node=OptunaSweeperConf, provider="optuna_sweeper")
    for group, nodes in (("sampler", _SAMPLERS), ("pruner", _PRUNERS)):
        for name, node in nodes.items():
            # Plain nodes and not dataclasses: +hydra.sweeper.sampler.gamma=... may add what an
            # Optuna class takes besides.
            store(group=f"hydra/sweeper/{group}", name=name, node=node, provider="optuna_sweeper")


_store()
