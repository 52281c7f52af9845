"""Which settings of a study matter, alone and together."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, IntDistribution
from optuna.trial import FrozenTrial, TrialState
from scipy.stats.qmc import Sobol
from sklearn.ensemble import ExtraTreesRegressor

from sentiment.errors import UserError

Floats = npt.NDArray[np.float64]

_PLACES = 9
_COMBINATIONS = 512
_FEWEST_TRIALS = 10


def read_study(folder: Path) -> optuna.Study:
    """The study of a sweep's folder.

    Raises:
        UserError: when there is none.
    """
    # In the folder, or beside it, which is where train.py -m has it.
    found = [file for file in (folder / "study.db", folder.with_suffix(".db")) if file.is_file()]
    if not found:
        raise UserError(
            f"There is no study in {folder} nor beside it: choose the folder of a sweep."
        )
    storage = f"sqlite:///{found[0]}"
    names = optuna.get_all_study_names(storage)
    name = folder.name if folder.name in names else names[0]
    return optuna.load_study(study_name=name, storage=storage)


class Landscape:
    """What a forest makes of a study, and which settings move it.

    Its trees are extremely random ones (Geurts et al. 2006): greedy trees overlook what only two
    settings together do. Shares of the variance over the whole space come from functional ANOVA
    (Hutter, Hoos and Leyton-Brown 2014), by averages over combinations that lie
    evenly in it (Sobol's).

    Attributes:
        names: of the settings.
        fit: R² for trials that a tree has not seen (out of bag); near 0 or below it, the trials are
            too few or too noisy for anything below to mean something.
        shares [settings, settings]: of the variance; on the diagonal of each setting alone, beside
            it of two together, beyond what each of them does alone.
    """

    def __init__(self, study: optuna.Study, objective: int = 0, seed: int = 0) -> None:
        """Fits the forest.

        Args:
            study: finished trials with the same settings.
            objective: which of its values counts.
            seed: of the forest and the combinations.

        Raises:
            UserError: when there are too few trials, or one setting alone.
        """
        trials = [trial for trial in study.trials if trial.state is TrialState.COMPLETE]
        if len(trials) < _FEWEST_TRIALS:
            raise UserError(
                f"The study {study.study_name} has {len(trials)} finished trials; "
                f"{_FEWEST_TRIALS} are needed to say what matters."
            )
        self._distributions = dict(trials[0].distributions)
        if len(self._distributions) < 2:
            raise UserError(f"The study {study.study_name} has nothing to rank: one setting.")
        self.names = list(self._distributions)
        points = np.array([self._places(trial) for trial in trials])
        values = np.array([trial.values[objective] for trial in trials])
        self._forest = ExtraTreesRegressor(
            300, max_features=0.5, bootstrap=True, oob_score=True, random_state=seed
        ).fit(points, values)
        self.fit = float(self._forest.oob_score_)
        sampler = Sobol(len(self.names), rng=np.random.default_rng(seed))
        self._combinations = self._snapped(sampler.random(_COMBINATIONS))
        self.shares = self._shares()

    def ranked(self) -> list[tuple[str, float]]:
        """Each setting and its own share of the variance, the largest first."""
        alone = zip(self.names, np.diag(self.shares).tolist(), strict=True)
        return sorted(alone, key=lambda one: -one[1])

    def surface(self, first: str, second: str) -> tuple[list[str], list[str], Floats]:
        """What two settings do together, whatever the others are.

        Returns:
            The values of each, and the mean outcome [values of second, values of first].
        """
        columns = self.names.index(first), self.names.index(second)
        grids = [self._grid(name, with_ends=True) for name in (first, second)]
        labels = [
            [written_value(self._distributions[name], place) for place in grid]
            for name, grid in zip((first, second), grids, strict=True)
        ]
        return labels[0], labels[1], self._means(columns, grids).T

    def strongest_pair(self) -> tuple[str, str, float]:
        """The two settings that do most together, and their share of the variance."""
        pairs = combinations(range(len(self.names)), 2)
        first, second = max(pairs, key=lambda pair: self.shares[pair])
        return self.names[first], self.names[second], float(self.shares[first, second])

    def _shares(self) -> Floats:
        count = len(self.names)
        shares = np.zeros((count, count))
        variance = float(self._forest.predict(self._combinations).var())
        if not variance:
            return shares
        grids = [self._grid(name) for name in self.names]
        alone = [self._means((index,), [grid]) for index, grid in enumerate(grids)]
        for first in range(count):
            shares[first, first] = alone[first].var() / variance
            for second in range(first + 1, count):
                both = self._means((first, second), [grids[first], grids[second]])
                rest = both - both.mean(axis=1, keepdims=True) - both.mean(axis=0) + both.mean()
                shares[first, second] = shares[second, first] = rest.var() / variance
        return shares

    def _means(self, columns: Sequence[int], grids: Sequence[Floats]) -> Floats:
        """The mean outcome over all combinations, where some settings are held."""
        held = np.stack(np.meshgrid(*grids, indexing="ij"), axis=-1)
        places = held.reshape(-1, len(columns))
        asked = np.repeat(self._combinations[None], len(places), axis=0)
        asked[:, :, list(columns)] = places[:, None, :]
        outcome = self._forest.predict(asked.reshape(-1, len(self.names)))
        means: Floats = outcome.reshape(*held.shape[:-1], len(self._combinations)).mean(axis=-1)
        return means

    def _places(self, trial: FrozenTrial) -> list[float]:
        """Each setting between 0 and 1."""
        return [
            _place(distribution, trial.params[name])
            for name, distribution in self._distributions.items()
        ]

    def _grid(self, name: str, with_ends: bool = False) -> Floats:
        """All choices; of numbers, the middles of parts of the same length, or from end to end."""
        if count := _count(self._distributions[name]):
            return np.linspace(0, 1, count)
        if with_ends:
            return np.linspace(0, 1, _PLACES)
        return (np.arange(_PLACES) + 0.5) / _PLACES

    def _snapped(self, random: Floats) -> Floats:
        """Random places, where those of few values are on one of them."""
        for column, name in enumerate(self.names):
            if count := _count(self._distributions[name]):
                steps = np.minimum((random[:, column] * count).astype(int), count - 1)
                random[:, column] = steps / max(count - 1, 1)
        return random


def written_value(distribution: BaseDistribution, place: float) -> str:
    """The value at a place between 0 and 1 as one reads it."""
    if isinstance(distribution, CategoricalDistribution):
        return str(distribution.choices[round(place * (len(distribution.choices) - 1))])
    low, high = _ends(distribution)
    value = low + place * (high - low)
    value = np.exp(value) if _is_log(distribution) else value
    return f"{value:.0f}" if isinstance(distribution, IntDistribution) else f"{value:.3g}"


def _place(distribution: BaseDistribution, value: Any) -> float:
    if isinstance(distribution, CategoricalDistribution):
        return distribution.choices.index(value) / max(len(distribution.choices) - 1, 1)
    low, high = _ends(distribution)
    number = np.log(value) if _is_log(distribution) else value
    return float((number - low) / (high - low)) if high > low else 0.0


def _count(distribution: BaseDistribution) -> int | None:
    """How many choices there are; None for numbers."""
    choices = getattr(distribution, "choices", None)
    return None if choices is None else len(choices)


def _ends(distribution: Any) -> tuple[float, float]:
    ends = np.array([distribution.low, distribution.high], dtype=float)
    low, high = np.log(ends) if _is_log(distribution) else ends
    return float(low), float(high)


def _is_log(distribution: Any) -> bool:
    return bool(distribution.log)
