"""A trial as its job sees it, in whatever process a launcher runs that."""

from functools import lru_cache
from typing import TYPE_CHECKING

from hydra.core.hydra_config import HydraConfig
from hydra.errors import CompactHydraException
from hydra.utils import instantiate
from omegaconf import OmegaConf

if TYPE_CHECKING:
    from optuna.trial import Trial


class EndSweep(CompactHydraException):
    """Raised by a job to end the whole sweep with this message; the trial can be tried again."""


def current_trial() -> "Trial | None":
    """The trial that the running job belongs to; None outside of a sweep with this plugin.

    It is Optuna's own ``Trial``: ``report`` and ``should_prune`` are there for the job, and
    ``set_user_attr`` and ``set_constraint`` too. The values are the sweeper's to record.
    """
    if not HydraConfig.initialized():
        return None
    sweeper = HydraConfig.get().sweeper
    number = OmegaConf.select(sweeper, "trial")
    if number is None:
        return None
    return _load(sweeper.storage, sweeper.study_name, number)


@lru_cache(maxsize=1)
def _load(storage_url: str, study_name: str, number: int) -> "Trial":
    import optuna

    from hydra_plugins.optuna_sweeper._storage import open_storage

    study = optuna.load_study(
        study_name=study_name,
        storage=open_storage(storage_url),
        # Not the sweep's: a sampler may write when a trial is made, and all is sampled already.
        sampler=optuna.samplers.RandomSampler(),
        # Optuna stores no pruners.
        pruner=instantiate(HydraConfig.get().sweeper.pruner),
    )
    trial_id = study._storage.get_trial_id_from_study_id_trial_number(study._study_id, number)
    return optuna.Trial(study, trial_id)
