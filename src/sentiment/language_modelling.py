"""Pretraining as a language model."""

import logging
from pathlib import Path
from typing import Any

import lightning
import torch
from omegaconf import DictConfig

from sentiment.checkpoint import RecipeInCheckpoint
from sentiment.data.running_text import RunningTextDataModule
from sentiment.files import shown
from sentiment.fitting import errors_as_sentences, make_trainer, training_seconds
from sentiment.instantiation import instantiate, instantiate_all
from sentiment.models.language_model import BidirectionalLanguageModel
from sentiment.models.pretraining_module import LanguageModelTraining
from sentiment.pretrained import Pretrained

log = logging.getLogger(__name__)


def train_language_model(
    config: DictConfig, datamodule: RunningTextDataModule, checkpoint: Path | None
) -> tuple[Pretrained, dict[str, Any]] | None:
    """Trains a language model as ``conf/pretrain.yaml`` says.

    Args:
        config: what that composes to.
        datamodule: set up.
        checkpoint: where to go on.

    Returns:
        What a classifier can start from, and figures for ``metrics.json``; None in every process
        but the first.

    Raises:
        UserError: for whatever the user can mend.
        InterruptedByUser: after Ctrl-C; ``last.ckpt`` is written.
    """
    run_dir, encoder = Path(config.output_dir), datamodule.encoder
    lightning.seed_everything(config.seed, verbose=False)
    net = BidirectionalLanguageModel(len(encoder.vocabulary), **config.model)
    counts = datamodule.token_counts()
    net.study(torch.from_numpy(counts))
    scheduler = instantiate(config.scheduler) if config.get("scheduler") else None
    training = LanguageModelTraining(net, instantiate(config.optimizer), scheduler, config.seed)
    recipe = RecipeInCheckpoint(config, encoder, datamodule.dataset_name)
    callbacks = [*instantiate_all(config.callbacks), recipe]
    trainer = make_trainer(config, callbacks, [])
    log.info(
        "language model of %s: %s tokens, %s of them distinct, %s parameters, %s",
        datamodule.dataset_name,
        f"{counts.sum():,}",
        f"{len(encoder.vocabulary):,}",
        f"{sum(parameter.numel() for parameter in net.parameters()):,}",
        trainer.precision,
    )
    log.info("run folder: %s", shown(run_dir))
    with errors_as_sentences(config, trainer, [], run_dir):
        trainer.fit(training, datamodule, ckpt_path=checkpoint, weights_only=True)
    if not trainer.is_global_zero:
        return None
    log.info("perplexity %.1f", training.perplexity or float("nan"))
    figures = {
        "epochs": trainer.current_epoch,
        "tokens": int(counts.sum()),
        "seconds": training_seconds(callbacks),
        "validation": {"perplexity": training.perplexity},
        "torch": torch.__version__,
    }
    kept = {
        name: value.clone()
        for name, value in net.cpu().state_dict().items()
        # What guesses is of no use to a classifier.
        if name.startswith(("embedding.", "layer."))
    }
    return Pretrained(encoder.vocabulary.tokens, kept), figures
