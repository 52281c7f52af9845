"""What predicts: a checkpoint through torch; a bundle or a baseline without it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt
from omegaconf import DictConfig, OmegaConf

from sentiment.errors import UserError
from sentiment.explanation import Explanation
from sentiment.text import Encoder

if TYPE_CHECKING:
    from sentiment.checkpoint import TrainedModel


@dataclass(frozen=True)
class Predictor:
    """A model that is ready.

    Attributes:
        path: where it was read from.
        name: of the architecture; of a bundle, its version.
        dataset: the corpus that it was trained on.
        predict: P(positive) [texts] float32 of raw texts.
        threshold: a text is positive above it.
        explain: which words of a text speak for what; None where the model can't tell.
        encoder: what it reads texts with; None where it knows every word.
        configuration: the settings of its training, as far as they are known.
        knows_all: whether those are all.
        checkpoint: what a checkpoint knows of its training; None of others, which know less.
    """

    path: Path
    name: str
    dataset: str
    predict: Callable[[Sequence[str]], npt.NDArray[np.float32]]
    threshold: float = 0.5
    explain: Callable[[str], Explanation] | None = None
    encoder: Encoder | None = None
    configuration: Mapping[str, Any] = field(default_factory=dict)
    knows_all: bool = True
    checkpoint: "TrainedModel | None" = None

    @property
    def title(self) -> str:
        """What it is, for a person."""
        return f"{self.name}, trained on {self.dataset}"


def open_predictor(config: DictConfig) -> Predictor:
    """The model that ``checkpoint`` or ``bundle`` names.

    Raises:
        UserError: when it can't be used, or not exactly one of the two is given.
    """
    if (config.checkpoint is None) == (config.bundle is None):
        raise UserError("Give either checkpoint=RUN or bundle=FOLDER.")
    if config.bundle is not None:
        return _bundle(Path(config.bundle), config.threads)
    path = Path(config.checkpoint)
    baseline = path if path.suffix == ".npz" else path / "baseline.npz"
    if baseline.is_file():
        return _baseline(baseline)
    return _checkpoint(path, config.batch_size, config.threads)


def _bundle(path: Path, threads: int | None) -> Predictor:
    from sentiment.bundle import load

    bundle = load(path, threads)
    manifest = bundle.manifest
    return Predictor(
        path=bundle.path,
        name=manifest.version,
        dataset=manifest.dataset,
        predict=bundle.predict,
        threshold=manifest.decision_threshold,
        explain=bundle.explain,
        encoder=bundle.encoder,
        # What a bundle knows of its training, under the names that it had there.
        configuration={
            "model": manifest.architecture,
            "data": {
                "max_length": manifest.text.max_length,
                "truncation": manifest.text.truncation,
            },
            "seed": manifest.seed,
        },
        knows_all=False,
    )


def _baseline(path: Path) -> Predictor:
    from sentiment.baseline_systems import load_system

    system, description = load_system(path)
    return Predictor(
        path=path,
        name=description["name"],
        dataset=description["dataset"],
        predict=lambda texts: system.predict_proba(texts)[:, 1].astype(np.float32),
        configuration=description,
    )


def _checkpoint(path: Path, batch_size: int, threads: int | None) -> Predictor:
    # Here and not above: a bundle predicts where there is no torch.
    import torch

    from sentiment.checkpoint import load_trained_model
    from sentiment.hardware import keep_freed_memory
    from sentiment.inference import explain_review, predict_probabilities

    keep_freed_memory()
    if threads is not None:
        torch.set_num_threads(threads)
    model = load_trained_model(path)
    return Predictor(
        path=model.path,
        name=model.config.model.name,
        dataset=model.dataset,
        predict=partial(predict_probabilities, model, batch_size=batch_size),
        explain=partial(explain_review, model),
        encoder=model.encoder,
        configuration=cast(dict[str, Any], OmegaConf.to_container(model.config)),
        checkpoint=model,
    )
