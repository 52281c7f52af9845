"""What MLflow keeps, brought back."""

from pathlib import Path

from omegaconf import DictConfig

from sentiment.errors import UserError, first_line
from sentiment.tracking.mlflow import prepare_client, without_password


def fetch_checkpoint(settings: DictConfig, run_id: str, folder: Path) -> Path:
    """Copies the best checkpoint of an MLflow run into a folder.

    Args:
        settings: with ``mlflow.tracking_uri``.
        run_id: of the run.
        folder: for the copy; it is made.

    Returns:
        The file.

    Raises:
        UserError: when MLflow has no such run, or no checkpoint of it.
    """
    from mlflow import MlflowClient

    uri = settings.mlflow.tracking_uri
    prepare_client(uri)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        client = MlflowClient(uri)
        return Path(client.download_artifacts(run_id, "checkpoints/best.ckpt", str(folder)))
    # MLflow, SQLAlchemy and urllib3 raise their own; to the user it is one thing.
    except Exception as error:
        raise UserError(
            f"MLflow at {without_password(uri)} has no checkpoint of a run {run_id} "
            f"({first_line(error)}); name the run's folder."
        ) from error
