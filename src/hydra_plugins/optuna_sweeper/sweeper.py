"""The plugin class that Hydra finds."""

from typing import Any

from hydra.core.plugins import Plugins
from hydra.plugins.sweeper import Sweeper
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig

from hydra_plugins.optuna_sweeper._job import Job
from hydra_plugins.optuna_sweeper.config import OptunaSweeperConf


class OptunaSweeper(Sweeper):
    """Takes its settings and its launcher; the course of a sweep is ``_sweep.Sweep``."""

    def __init__(self, **settings: Any) -> None:
        """Takes the fields of ``OptunaSweeperConf``."""
        self.settings = OptunaSweeperConf(**settings)
        self.config: DictConfig | None = None
        self.hydra_context: HydraContext | None = None
        self.launcher: Any = None
        self.job: Job | None = None

    def setup(
        self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig
    ) -> None:
        """Called by Hydra before ``sweep``."""
        self.config = config
        self.hydra_context = hydra_context
        self.job = Job(task_function)
        self.launcher = Plugins.instance().instantiate_launcher(
            hydra_context=hydra_context, task_function=self.job, config=config
        )

    def sweep(self, arguments: list[str]) -> Any:
        """Runs trials until there are ``n_trials`` in the study.

        Args:
            arguments: the overrides of the command line, without those of Hydra's own settings.

        Returns:
            A list of batches, each a list of Hydra's ``JobReturn``.

        Raises:
            HydraException: when a setting or an override can't be; when too many trials failed, or
                none succeeded.
        """
        # Here and not above: an ordinary run should not wait for Optuna.
        from hydra_plugins.optuna_sweeper._sweep import Sweep

        return Sweep(self, arguments).run()
