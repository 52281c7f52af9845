"""Pretraining of word vectors alone: word2vec's skip-gram (Mikolov et al. 2013), by gensim."""

import logging
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from omegaconf import DictConfig
from tqdm import tqdm

from sentiment.checkpoint import RECIPE_KEY, AtomicCheckpointIO, RecipeInCheckpoint, read_checkpoint
from sentiment.config import is_trial
from sentiment.data.corpus import EncodedSplit
from sentiment.data.running_text import RunningTextDataModule, in_pieces
from sentiment.errors import InterruptedByUser, UserError
from sentiment.files import atomic_path, shown
from sentiment.fitting import resume_command
from sentiment.pretrained import Pretrained
from sentiment.text import UNKNOWN_ID

log = logging.getLogger(__name__)

# gensim reads no further in a text.
_LONGEST_TEXT = 10_000


def require_gensim() -> None:
    """Raises a ``UserError`` where gensim is not installed."""
    if find_spec("gensim") is None:
        raise UserError("objective=skipgram needs gensim: pip install 'sentiment-lab[embeddings]'.")


def train_skip_gram(
    config: DictConfig, datamodule: RunningTextDataModule, checkpoint: Path | None
) -> tuple[Pretrained, dict[str, Any]]:
    """Learns word vectors by skip-gram with negative sampling, as ``conf/pretrain.yaml`` says.

    Every token id but padding's is a word, that of tokens without an id of their own too. With one
    thread, a training that is resumed after any epoch ends exactly as the unbroken one.

    Args:
        config: what that composes to.
        datamodule: set up.
        checkpoint: where to go on.

    Returns:
        What a network can start from, and figures for ``metrics.json``.

    Raises:
        InterruptedByUser: after Ctrl-C; the finished epochs are in ``last.ckpt``.
    """
    import gensim

    # It warns of being trained epoch by epoch, which is meant here.
    logging.getLogger("gensim").setLevel(logging.ERROR)
    run_dir, epochs = Path(config.output_dir), config.skipgram.epochs
    tokens, counts = datamodule.encoder.vocabulary.tokens, datamodule.token_counts()
    model = _make_model(config, counts)
    recipe = RecipeInCheckpoint(config, datamodule.encoder, datamodule.dataset_name).recipe
    finished, seconds = (0, 0.0) if checkpoint is None else _load(model, checkpoint)
    log.info(
        "word vectors of %s: %s tokens, %s of them distinct, %s features",
        datamodule.dataset_name,
        f"{counts.sum():,}",
        f"{len(counts):,}",
        config.model.embedding_dim,
    )
    log.info("run folder: %s", shown(run_dir))
    began = time.monotonic() - seconds
    with _Reader(in_pieces(datamodule.texts(), _LONGEST_TEXT), epochs, finished) as reader:
        try:
            for epoch in range(finished, epochs):
                _save(run_dir, recipe, model, epoch, time.monotonic() - began)
                _train_epoch(model, reader, config, epoch)
        except KeyboardInterrupt as error:
            advice = "" if is_trial() else f" Go on with: {resume_command(run_dir)}"
            raise InterruptedByUser(f"Stopped.{advice}") from error
    _save(run_dir, recipe, model, epochs, time.monotonic() - began)
    _write_text(run_dir / "vectors.txt", tokens, model.wv.vectors[UNKNOWN_ID:])
    figures = {
        "epochs": epochs,
        "tokens": int(counts.sum()),
        "seconds": time.monotonic() - began,
        "gensim": gensim.__version__,
    }
    # Padding's is zero, as in every network.
    embedding = np.pad(model.wv.vectors, [(1, 0), (0, 0)])
    return Pretrained(tokens, {"embedding.weight": torch.from_numpy(embedding)}), figures


class _Reader:
    """Hands texts to gensim, in another order each epoch, under one bar for all epochs."""

    def __init__(self, texts: EncodedSplit, epochs: int, finished: int) -> None:
        self.texts = texts
        tokens = len(texts.token_ids)
        self._bar = tqdm(
            desc="skip-gram",
            total=epochs * tokens,
            initial=finished * tokens,
            unit=" tokens",
            unit_scale=True,
            disable=is_trial(),
        )
        self._stopped = False

    def __enter__(self) -> "_Reader":
        return self

    def __exit__(self, *_: object) -> None:
        # After Ctrl-C, gensim's threads end with what they have.
        self._stopped = True
        self._bar.close()

    def read(self, order: npt.NDArray[np.int64]) -> Iterator[list[int]]:
        """The texts in that order."""
        for index in order:
            if self._stopped:
                return
            token_ids = self.texts[index].tolist()
            yield token_ids
            self._bar.update(len(token_ids))


def _make_model(config: DictConfig, counts: npt.NDArray[np.int64]) -> Any:
    """A gensim model, whose row n is token id n + 1."""
    from gensim.models import Word2Vec

    settings = config.skipgram
    model = Word2Vec(
        vector_size=config.model.embedding_dim,
        sg=1,
        window=settings.window,
        negative=settings.negative,
        sample=settings.subsampling,
        min_count=1,
        sorted_vocab=0,
        workers=config.threads or 1,
        seed=config.seed,
    )
    # There may be no token without an id.
    model.build_vocab_from_freq(dict(enumerate(counts[1:].clip(min=1).tolist(), start=1)))
    return model


def _train_epoch(model: Any, reader: _Reader, config: DictConfig, epoch: int) -> None:
    """One epoch, whose randomness depends on nothing that came before."""
    sequence = np.random.SeedSequence([config.seed, epoch])
    model.random.seed(int(sequence.generate_state(1)[0]))
    order = np.random.default_rng(sequence).permutation(len(reader.texts))
    settings = config.skipgram
    # The learning rate falls in one line over all epochs.
    fall = (settings.lr - settings.final_lr) / settings.epochs
    model.train(
        reader.read(order),
        total_examples=len(order),
        epochs=1,
        start_alpha=settings.lr - fall * epoch,
        end_alpha=settings.lr - fall * (epoch + 1),
    )


def _save(run_dir: Path, recipe: dict[str, Any], model: Any, finished: int, seconds: float) -> None:
    weights = {"vectors": model.wv.vectors, "output": model.syn1neg}
    content = {
        RECIPE_KEY: recipe,
        "state_dict": {name: torch.from_numpy(value) for name, value in weights.items()},
        "finished_epochs": finished,
        "seconds": seconds,
    }
    AtomicCheckpointIO().save_checkpoint(content, run_dir / "checkpoints" / "last.ckpt")


def _load(model: Any, checkpoint: Path) -> tuple[int, float]:
    """Takes the weights back; returns how many epochs are finished, and the seconds they took."""
    content = read_checkpoint(checkpoint)
    model.wv.vectors[:] = content["state_dict"]["vectors"].numpy()
    model.syn1neg[:] = content["state_dict"]["output"].numpy()
    return content["finished_epochs"], content["seconds"]


def _write_text(path: Path, tokens: list[str], vectors: npt.NDArray[np.float32]) -> None:
    """In word2vec's text format, for other programs."""
    from gensim.models import KeyedVectors

    table = KeyedVectors(vectors.shape[1])
    table.add_vectors(tokens, vectors)
    with atomic_path(path) as temporary:
        table.save_word2vec_format(str(temporary), binary=False)
