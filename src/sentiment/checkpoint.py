"""What is in a checkpoint, and reading one back.

A checkpoint is Lightning's (weights, optimizer, loops), with a *recipe* of primitives that is
enough to rebuild network and text encoder, so that the file is of use without its run's folder.
"""

import json
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightning
import torch
from lightning.fabric.plugins import TorchCheckpointIO
from lightning.pytorch.callbacks import Callback
from omegaconf import DictConfig, OmegaConf

from sentiment.errors import UserError, first_line
from sentiment.files import atomic_path
from sentiment.instantiation import rebuild_net
from sentiment.models import Network
from sentiment.text import Encoder, encoder_from_dict

RECIPE_KEY = "sentiment"
RECIPE_FORMAT = 1


class RecipeInCheckpoint(Callback):
    """Adds the recipe to every checkpoint that Lightning writes."""

    def __init__(
        self,
        config: DictConfig,
        encoder: Encoder,
        dataset: str,
        network: Mapping[str, Any] | None = None,
    ) -> None:
        """Takes the whole configuration, and what it does not say.

        Where the run is tracked is left out: it changes nothing, and may hold a password.

        Args:
            config: of the training.
            encoder: of text.
            dataset: the corpus really used.
            network: the network's ``rebuild_settings``.
        """
        tracking = ("mlflow", "logger")
        shared = OmegaConf.masked_copy(config, [str(key) for key in config if key not in tracking])
        self.recipe = {
            "format": RECIPE_FORMAT,
            "config": OmegaConf.to_container(shared, resolve=True),
            "text": encoder.to_dict(),
            "dataset": dataset,
            "network": dict(network or {}),
        }

    def on_save_checkpoint(
        self,
        trainer: lightning.Trainer,
        pl_module: lightning.LightningModule,
        checkpoint: dict[str, Any],
    ) -> None:
        """Adds it."""
        checkpoint[RECIPE_KEY] = self.recipe


class AtomicCheckpointIO(TorchCheckpointIO):
    """Writes beside the target and renames: a kill leaves the old checkpoint or the new one."""

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | os.PathLike[str], storage_options: Any = None
    ) -> None:
        """Saves a checkpoint to a local file."""
        try:
            with atomic_path(Path(path)) as temporary:
                torch.save(checkpoint, temporary)
        # torch wraps what the system said of the disk into a RuntimeError of its own.
        except (OSError, RuntimeError) as error:
            raise UserError(
                f"{path} can't be written ({first_line(error)}); is the disk full?"
            ) from error


@dataclass(frozen=True)
class TrainedModel:
    """A network with what it takes to use it.

    Attributes:
        net: on the CPU, in evaluation mode.
        encoder: turns a review into the network's token ids.
        config: the configuration of its training.
        dataset: the corpus it was trained on.
        path: where it was read from.
    """

    net: Network
    encoder: Encoder
    config: DictConfig
    dataset: str
    path: Path


def find_checkpoint(path: Path, name: str = "best") -> Path:
    """The checkpoint file that ``path``, a file or a run's folder, means.

    Raises:
        UserError: when there is none.
    """
    if path.is_file():
        return path
    for candidate in (path / "checkpoints" / f"{name}.ckpt", path / f"{name}.ckpt"):
        if candidate.is_file():
            return candidate
    if path.is_dir():
        raise UserError(f"{path} has no checkpoints/{name}.ckpt; name a run's folder or a file.")
    raise UserError(f"There is no checkpoint at {path}.")


def read_checkpoint(path: Path) -> dict[str, Any]:
    """A checkpoint's whole content, its tensors on the CPU.

    Nothing in the file is executed: it is read with ``weights_only=True``.

    Raises:
        UserError: when the file is corrupt or was not written by this project.
    """
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, EOFError, RuntimeError, pickle.UnpicklingError, ValueError) as error:
        raise UserError(
            f"{path} can't be read as a checkpoint: it is damaged, incomplete, or something else."
        ) from error
    recipe = content.get(RECIPE_KEY) if isinstance(content, Mapping) else None
    if not isinstance(recipe, Mapping) or "state_dict" not in content:
        raise UserError(f"{path} is not a checkpoint of Sentiment Lab.")
    if recipe["format"] > RECIPE_FORMAT:
        raise UserError(f"{path} was written by a newer version of Sentiment Lab; update this one.")
    return dict(content)


def load_trained_model(path: Path) -> TrainedModel:
    """Rebuilds the network and the text encoder of a checkpoint (a file, or a run's best one).

    Raises:
        UserError: when there is no usable checkpoint.
    """
    file = find_checkpoint(path)
    content = read_checkpoint(file)
    recipe = content[RECIPE_KEY]
    # What was resolved holds no interpolation; one would read this process's environment.
    if "${" in json.dumps(recipe["config"]):
        raise UserError(f"{file} holds settings that are not plain values.")
    config = OmegaConf.create(recipe["config"])
    encoder = encoder_from_dict(recipe["text"])
    settings = {**recipe["config"]["model"], **recipe.get("network", {})}
    net = rebuild_net(settings, len(encoder.vocabulary))
    prefix = "net."
    weights = {
        name.removeprefix(prefix): value
        for name, value in content["state_dict"].items()
        if name.startswith(prefix)
    }
    try:
        net.load_state_dict(weights)
    except RuntimeError as error:
        raise UserError(f"{file} does not fit the network that it describes.") from error
    return TrainedModel(net.eval(), encoder, config, recipe["dataset"], file)
