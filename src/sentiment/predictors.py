"""What predicts: a checkpoint through torch, or a bundle without it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from omegaconf import DictConfig

from sentiment.errors import UserError


@dataclass(frozen=True)
class Predictor:
    """A model that is ready.

    Attributes:
        title: what it is, for a person.
        predict: P(positive) [texts] float32 of raw texts.
        threshold: a text is positive above it.
    """

    title: str
    predict: Callable[[Sequence[str]], npt.NDArray[np.float32]]
    threshold: float = 0.5


def open_predictor(config: DictConfig) -> Predictor:
    """The model that ``checkpoint`` or ``bundle`` names.

    Raises:
        UserError: when it can't be used, or not exactly one of the two is given.
    """
    if (config.checkpoint is None) == (config.bundle is None):
        raise UserError("Give either checkpoint=RUN or bundle=FOLDER.")
    if config.bundle is not None:
        return _bundle(Path(config.bundle), config.threads)
    return _checkpoint(Path(config.checkpoint), config.batch_size, config.threads)


def _bundle(path: Path, threads: int | None) -> Predictor:
    from sentiment.bundle import load

    bundle = load(path, threads)
    title = f"{bundle.manifest.version}, trained on {bundle.manifest.dataset}"
    return Predictor(title, bundle.predict, bundle.manifest.decision_threshold)


def _checkpoint(path: Path, batch_size: int, threads: int | None) -> Predictor:
    # Here and not above: a bundle predicts where there is no torch.
    import torch

    from sentiment.checkpoint import load_trained_model
    from sentiment.hardware import keep_freed_memory
    from sentiment.inference import predict_probabilities

    keep_freed_memory()
    if threads is not None:
        torch.set_num_threads(threads)
    model = load_trained_model(path)
    title = f"{model.config.model.name}, trained on {model.dataset}"
    return Predictor(title, partial(predict_probabilities, model, batch_size=batch_size))
