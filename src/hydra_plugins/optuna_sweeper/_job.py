"""A trial as its job sees it, in whatever process a launcher runs that."""

import logging
from functools import lru_cache, update_wrapper
from typing import TYPE_CHECKING, Any

from hydra.core.hydra_config import HydraConfig
from hydra.core.utils import JobReturn, JobStatus
from hydra.errors import CompactHydraException, HydraException
from hydra.types import TaskFunction
from hydra.utils import instantiate
from omegaconf import DictConfig, OmegaConf

if TYPE_CHECKING:
    from optuna.trial import Trial

log = logging.getLogger(__name__)

_ENDING = "sweeper:ending"


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

    from hydra_plugins.optuna_sweeper._storage import open_again

    study = optuna.load_study(
        study_name=study_name,
        storage=open_again(storage_url),
        # Not the sweep's: a sampler may write when a trial is made, and all is sampled already.
        sampler=optuna.samplers.RandomSampler(),
        # Optuna stores no pruners.
        pruner=instantiate(HydraConfig.get().sweeper.pruner),
    )
    trial_id = study._storage.get_trial_id_from_study_id_trial_number(study._study_id, number)
    return optuna.Trial(study, trial_id)


class Job:
    """The application's function, as a launcher runs it.

    One of several writes down on its trial how it ended: a launcher that is stopped returns
    nothing, not even of those that had ended.
    """

    def __init__(self, task: TaskFunction) -> None:
        """Takes the function."""
        update_wrapper(self, task)
        self._task = task
        self.is_one_of_several = False

    def __call__(self, config: DictConfig) -> Any:
        """Runs it."""
        if not self.is_one_of_several:
            return self._task(config)
        try:
            answer = self._task(config)
        except EndSweep:
            raise
        except Exception as error:
            from optuna import TrialPruned

            is_pruned = isinstance(error, TrialPruned)
            _write_down({"pruned": True} if is_pruned else {"error": sentence(error)})
            raise
        _write_down({"answer": _plain(answer)})
        return answer


def ending(trial: "Trial") -> JobReturn | None:
    """What a job among several wrote down when it ended, as its launcher would have returned it."""
    import optuna

    written = trial.storage.get_trial(trial._trial_id).user_attrs.get(_ENDING)
    if written is None:
        return None
    result = JobReturn()
    result.status = JobStatus.COMPLETED if "answer" in written else JobStatus.FAILED
    if "answer" in written:
        result.return_value = written["answer"]
    elif "pruned" in written:
        result.return_value = optuna.TrialPruned()
    else:
        result.return_value = CompactHydraException(written["error"])
    return result


def _write_down(ending: dict[str, Any]) -> None:
    # A launcher that is not stopped returns it all the same.
    try:
        trial = current_trial()
        if trial is not None:
            trial.set_user_attr(_ENDING, ending)
    except Exception:
        log.debug("How the job ended could not be written down.", exc_info=True)


def _plain(answer: Any) -> Any:
    """Numbers of whatever kind as those that every storage takes; all else as it is."""
    several = answer if isinstance(answer, list | tuple) else [answer]
    try:
        return [float(value) for value in several]
    except (TypeError, ValueError):
        return answer


def sentence(error: BaseException) -> str:
    """What an error says, in a line, with its kind unless it is written for people."""
    first = (str(error).strip().splitlines() or [""])[0]
    is_for_people = isinstance(error, HydraException) or type(error).__name__ == "UserError"
    return first if is_for_people and first else f"{type(error).__name__}: {first}".rstrip(": ")
