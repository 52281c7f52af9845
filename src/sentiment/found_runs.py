"""A trained model by whatever name somebody has for it."""

import re
from pathlib import Path

from omegaconf import DictConfig, OmegaConf

from sentiment.errors import UserError
from sentiment.predictors import Predictor, open_predictor
from sentiment.tracking import fetch_checkpoint

_MLFLOW_ID = re.compile(r"[0-9a-f]{32}")


def open_run(name: str, config: DictConfig) -> Predictor:
    """Opens the model of a run.

    Args:
        name: a run's folder, a checkpoint, a bundle's folder, or the id of a run in MLflow.
        config: with ``batch_size``, ``threads``, ``output_dir`` and where MLflow is.

    Raises:
        UserError: when there is no such run, or no usable model in it.
    """
    path = Path(name)
    if not path.exists():
        if not _MLFLOW_ID.fullmatch(name):
            raise UserError(
                f"runs: there is no {name}; name folders of runs, checkpoints, bundles, or ids "
                "of MLflow runs."
            )
        path = fetch_checkpoint(config, name, Path(config.output_dir) / "fetched" / name)
    is_bundle = (path / "model.json").is_file()
    settings = {
        "checkpoint": None if is_bundle else str(path),
        "bundle": str(path) if is_bundle else None,
        "batch_size": config.batch_size,
        "threads": config.threads,
    }
    return open_predictor(OmegaConf.create(settings))
