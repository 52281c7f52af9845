"""Reports in MLflow."""

import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from omegaconf import DictConfig

from sentiment.errors import first_line
from sentiment.tracking.mlflow import mlflow_logger

log = logging.getLogger(__name__)

# What MLflow does not take in the name of a metric, and a source's may have.
_NO_NAME = re.compile(r"[^\w./\- ]")


def log_report(
    settings: DictConfig,
    folder: Path,
    files: Sequence[str],
    figures: Mapping[str, float],
    trained: Path | None = None,
) -> str | None:
    """Puts a report into MLflow, and says so where that can't be done.

    Args:
        settings: of the verb: where MLflow is, and where artefacts go.
        folder: of the verb's run.
        files: names of files and folders in it.
        figures: to be found as metrics.
        trained: the folder of a training. If MLflow has a run of it, the report goes into that
            one; otherwise it becomes a run of its own.

    Returns:
        The run's id; None where MLflow could not be used.
    """
    uri, place = settings.mlflow.tracking_uri, "/".join(("reports", *folder.parts[-2:]))
    try:
        logger = mlflow_logger(
            tracking_uri=uri,
            artifact_location=str(Path(settings.runs_dir) / "mlflow-artifacts"),
            experiment_name=settings.mlflow.experiment_name,
            log_checkpoints=False,
            run_dir=str(trained or folder),
            resume=str(trained) if trained else None,
        )
        client, run_id, status = logger.experiment, str(logger.run_id), "FAILED"
        try:
            for name, value in figures.items():
                client.log_metric(run_id, _NO_NAME.sub("_", name), value)
            for name in files:
                path = folder / name
                if path.is_dir():
                    client.log_artifacts(run_id, str(path), f"{place}/{name}")
                else:
                    client.log_artifact(run_id, str(path), place)
            status = "FINISHED"
        finally:
            if not logger.is_resumed:
                client.set_terminated(run_id, status)
    # MLflow, SQLAlchemy and urllib3 raise their own.
    except Exception as error:
        log.warning("MLflow has no copy of the report: %s", first_line(error))
        return None
    return run_id
