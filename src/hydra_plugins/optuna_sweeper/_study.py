"""The study of a sweep: opened or begun, and seen to be the one that is meant."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import optuna
from hydra.errors import CompactHydraException, InstantiationException
from hydra.utils import get_class, instantiate
from omegaconf import DictConfig, OmegaConf
from optuna.distributions import check_distribution_compatibility
from optuna.exceptions import ExperimentalWarning
from optuna.pruners import BasePruner, NopPruner
from optuna.samplers import BaseSampler, GridSampler, QMCSampler, TPESampler
from optuna.study import StudyDirection
from optuna.trial import TrialState

from hydra_plugins.optuna_sweeper._grid import InOrderSampler
from hydra_plugins.optuna_sweeper._space import SearchSpace
from hydra_plugins.optuna_sweeper._storage import open_storage
from hydra_plugins.optuna_sweeper.config import OptunaSweeperConf

_FIXED = "sweeper:fixed"


class Samplers:
    """Makes the sampler for a trial.

    Each trial has a sampler of its own, seeded by the given seed and the turn it takes: a resumed
    sweep goes on as the unbroken one would have, and processes that share a study do not propose
    the same.
    """

    def __init__(self, config: DictConfig, space: SearchSpace, in_order: bool) -> None:
        """Takes ``hydra.sweeper.sampler``; ``in_order`` takes the place of the default sampler.

        Raises:
            HydraException: when the sampler can't be made, or can't search this space.
        """
        self._config = config
        self._space = space
        try:
            target = get_class(config._target_)
        except Exception as error:
            raise CompactHydraException(
                f"hydra.sweeper.sampler: there is no {config._target_}; choose another "
                "hydra/sweeper/sampler."
            ) from error
        seed = config.get("seed")
        if seed is not None and not (isinstance(seed, int) and seed >= 0):
            raise CompactHydraException(
                f"hydra.sweeper.sampler.seed={seed} must be a whole number, or null."
            )
        # Optuna's own grid repeats combinations where processes share a study.
        self.in_order = target in (InOrderSampler, GridSampler) or (
            in_order and target is TPESampler and space.combinations() is not None
        )
        if self.in_order and space.combinations() is None:
            endless = [one.name for one in space.parameters if one.values is None]
            raise CompactHydraException(
                f"A grid needs values to go through, and {' and '.join(endless)} has no end of "
                "them; give choices or a range, or choose another hydra/sweeper/sampler."
            )
        self.name = "every combination, in order" if self.in_order else target.__name__
        self.make(0)

    def make(self, turn: int) -> BaseSampler:
        """The sampler for the trial that takes this turn."""
        if self.in_order:
            return InOrderSampler(
                {one.name: list(one.values or []) for one in self._space.parameters}
            )
        arguments: dict[str, Any] = {}
        if get_class(self._config._target_) is QMCSampler:
            # All its points are of one sequence, which the seed chooses.
            if self._config.get("seed") is None:
                arguments["seed"] = 0
        elif self._config.get("seed") is not None:
            sequence = np.random.SeedSequence([int(self._config.seed), turn])
            arguments["seed"] = int(sequence.generate_state(1)[0])
        sampler: BaseSampler = _instantiate(self._config, "sampler", **arguments)
        return sampler


def directions_of(settings: OptunaSweeperConf) -> list[str]:
    """The direction of each objective.

    Raises:
        HydraException: when one is neither minimize nor maximize.
    """
    given = settings.direction
    names = [str(one) for one in given] if OmegaConf.is_list(given) else [str(given)]
    # Hydra's own plugin had an enumeration, which YAML may still write with its name in front.
    names = [name.removeprefix("Direction.") for name in names]
    for name in names:
        if name not in ("minimize", "maximize"):
            raise CompactHydraException(
                f"hydra.sweeper.direction={given} must be minimize or maximize, or a list of them."
            )
    return names


def open_study(
    settings: OptunaSweeperConf, storage: str, name: str, space: SearchSpace
) -> optuna.Study:
    """Begins the study, or goes on with the one of that name.

    Raises:
        HydraException: when the storage can't be used, or holds a study of that name that is
            about something else.
    """
    directions = directions_of(settings)
    pruner: BasePruner = _instantiate(settings.pruner, "pruner")
    if len(directions) > 1 and not isinstance(pruner, NopPruner):
        raise CompactHydraException(
            "hydra/sweeper/pruner: trials with several objectives can't be pruned; "
            "choose hydra/sweeper/pruner=none, or one hydra.sweeper.direction."
        )
    names = _names(settings.metric_names)
    if names and len(names) != len(directions):
        raise CompactHydraException(
            f"hydra.sweeper: {len(names)} metric_names ({', '.join(names)}) and "
            f"{len(directions)} direction can't be; give one of each for each objective."
        )
    study = optuna.create_study(
        study_name=name,
        storage=open_storage(storage),
        directions=[StudyDirection[direction.upper()] for direction in directions],
        pruner=pruner,
        load_if_exists=True,
    )
    _check_is_meant(study, settings, directions, space)
    if names and study.metric_names != names:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ExperimentalWarning)
            study.set_metric_names(names)
    return study


def fixed_differences(study: optuna.Study, fixed: list[str]) -> list[str]:
    """Which fixed overrides this study was not begun with, or was and now lacks."""
    before = study.user_attrs.get(_FIXED)
    if before is None:
        study.set_user_attr(_FIXED, fixed)
        return []
    return sorted(set(before) ^ set(fixed))


def _check_is_meant(
    study: optuna.Study,
    settings: OptunaSweeperConf,
    directions: list[str],
    space: SearchSpace,
) -> None:
    advice = "give the new one another hydra.sweeper.study_name"
    wanted = [StudyDirection[direction.upper()] for direction in directions]
    if study.directions != wanted:
        kept = [direction.name.lower() for direction in study.directions]
        raise CompactHydraException(
            f"The study {study.study_name} was begun with direction={kept}, and this one has "
            f"{directions}; {advice}."
        )
    names, trials = _names(settings.metric_names), study.get_trials(deepcopy=False)
    # Until there is a result, it was about nothing yet: a mistyped name can be mended.
    has_results = any(trial.state in (TrialState.COMPLETE, TrialState.PRUNED) for trial in trials)
    if names and has_results and study.metric_names not in (None, names):
        raise CompactHydraException(
            f"The study {study.study_name} was begun for {', '.join(study.metric_names)}, and this "
            f"one is for {', '.join(names)}; {advice}."
        )
    constraints = _names(settings.constraints)
    # A trial has all of them when it is complete.
    complete = [trial for trial in trials if trial.state == TrialState.COMPLETE]
    if constraints is not None and complete:
        before = sorted(complete[-1].constraints)
        if before != sorted(set(constraints)):
            raise CompactHydraException(
                f"The study {study.study_name} was begun with constraints={before}, and this one "
                f"has {constraints}; {advice}."
            )
    for parameter in space.parameters:
        for trial in trials:
            earlier = trial.distributions.get(parameter.name, parameter.distribution)
            try:
                check_distribution_compatibility(earlier, parameter.distribution)
            except ValueError as error:
                raise CompactHydraException(
                    f"The study {study.study_name} was begun with other choices for "
                    f"{parameter.name}; {advice}."
                ) from error


def _names(given: Any) -> list[str] | None:
    """One name, several or none, as a list."""
    if given is None:
        return None
    return [str(one) for one in given] if OmegaConf.is_list(given) else [str(given)]


def _instantiate(config: DictConfig, what: str, **arguments: Any) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ExperimentalWarning)
            return instantiate(config, **arguments)
    except (InstantiationException, ImportError) as error:
        reason = str(error.__cause__ or error).strip().splitlines()[0]
        raise CompactHydraException(
            f"hydra.sweeper.{what}: {config.get('_target_')} can't be made ({reason})."
        ) from error


def default_storage(sweep_dir: Path) -> str:
    """A file in the sweep's folder."""
    return f"sqlite:///{sweep_dir / 'study.db'}"
