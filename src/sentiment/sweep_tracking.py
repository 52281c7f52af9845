"""What becomes of the sweep's MLflow run when the sweep ends."""

import logging
from pathlib import Path
from typing import Any

from hydra.experimental.callback import Callback
from omegaconf import DictConfig

from sentiment.errors import first_line

log = logging.getLogger(__name__)


class SweepInMlflow(Callback):
    """Gives the run that the trials are children of the study's results, and ends it."""

    def on_multirun_end(self, config: DictConfig, **kwargs: Any) -> None:
        """Called by Hydra when a sweep is over, and by the sweeper when it ended badly."""
        # Without MLflow there is no run.
        if "mlflow" not in config.get("logger", {}):
            return
        # Here and not above: Hydra makes this object before anyone has complained.
        from sentiment.tracking.study_run import finish

        folder = Path(config.hydra.sweep.dir)
        try:
            finish(
                config.mlflow.tracking_uri,
                config.mlflow.experiment_name,
                config.hydra.sweeper.study_name,
                folder,
            )
        # MLflow, its database and its connections each raise their own.
        except Exception as error:
            log.warning(
                "The sweep could not be brought to MLflow (%s); its results are in %s.",
                first_line(error),
                folder,
            )
