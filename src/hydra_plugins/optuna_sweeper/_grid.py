"""Each combination once, in the order in which Hydra's own sweeper would run them."""

from typing import Any

from optuna import Study
from optuna.distributions import BaseDistribution
from optuna.samplers import BaseSampler
from optuna.trial import FrozenTrial

from hydra_plugins.optuna_sweeper._ledger import OUTCOME, RETRY_OF, SURPLUS


class InOrderSampler(BaseSampler):
    """Gives trial after trial the next combination.

    Which is next depends on the trial's number alone, so that processes that share a study never
    try one twice, which Optuna's own ``GridSampler`` can't promise.
    """

    def __init__(self, values: dict[str, list[Any]]) -> None:
        """Takes the values of each parameter; the last parameter changes fastest."""
        self._values = values

    def infer_relative_search_space(
        self, study: Study, trial: FrozenTrial
    ) -> dict[str, BaseDistribution]:
        """Nothing: each parameter is looked up by itself."""
        return {}

    def sample_relative(
        self, study: Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        """Nothing, as above."""
        return {}

    def sample_independent(
        self,
        study: Study,
        trial: FrozenTrial,
        param_name: str,
        param_distribution: BaseDistribution,
    ) -> Any:
        """The parameter's value in the combination that is this trial's."""
        trials = study.get_trials(deepcopy=False)
        by_number = {other.number: other for other in trials}
        # A retry has the turn of what it repeats, and mostly its values too.
        while (repeated := trial.user_attrs.get(RETRY_OF)) in by_number:
            trial = by_number[repeated]
        index = sum(
            1
            for other in trials
            if other.number < trial.number
            and RETRY_OF not in other.user_attrs
            and other.user_attrs.get(OUTCOME) != SURPLUS
        )
        names = list(self._values)
        for name in reversed(names):
            values = self._values[name]
            if name == param_name:
                return values[index % len(values)]
            index //= len(values)
        raise KeyError(param_name)
