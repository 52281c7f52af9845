"""What a network starts from besides chance: a pretraining, or word vectors."""

import hashlib
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from omegaconf import DictConfig

from sentiment.checkpoint import RECIPE_KEY, read_checkpoint
from sentiment.config import in_multirun
from sentiment.data.datamodule import ReviewsDataModule
from sentiment.data.sources import DemoSource
from sentiment.distillation import is_begun
from sentiment.errors import UserError
from sentiment.files import shown
from sentiment.fitting import resume_command
from sentiment.hardware import choose_precision
from sentiment.inner_runs import blaming, compose_inner, cost, going_on_with, place
from sentiment.models import Network
from sentiment.pretrained import is_finished, read_pretrained, start_from
from sentiment.resuming import recipe_settings
from sentiment.text import Vocabulary
from sentiment.word_vectors import load_word_vectors

log = logging.getLogger(__name__)

# What a pretraining has of its own; the rest of ``data`` says which texts it reads.
_OWN = ("_target_", "batch_size", "evaluation_batch_size", "max_length", "pseudo_labels", "seed")
# What the result of either objective does not depend on.
_UNUSED = {
    "language_model": ("skipgram",),
    "skipgram": (
        *("optimizer", "scheduler", "trainer", "callbacks", "data.batch_size", "data.max_length"),
        *(f"model.{name}" for name in ("hidden_dim", "embedding_dropout", "dropout", "samples")),
    ),
}


def start(net: Network, config: DictConfig, datamodule: ReviewsDataModule) -> float | None:
    """Gives a network what ``model.pretrained`` or ``model.embeddings`` names.

    Args:
        net: as it was made.
        config: of its training.
        datamodule: set up.

    Returns:
        The CPU-seconds that the pretraining had cost, as far as they are known.

    Raises:
        UserError: when it can't be had, or does not fit.
    """
    pretrained, embeddings = config.model.get("pretrained"), config.model.get("embeddings")
    vocabulary = datamodule.encoder.vocabulary
    if pretrained is not None and embeddings is not None:
        raise UserError("Give model.pretrained or model.embeddings, not both.")
    # Of several runs, some may start from chance.
    if config.pretraining and pretrained != "auto" and not in_multirun():
        raise UserError("pretraining is for model.pretrained=auto; give both or neither.")
    if embeddings is not None:
        found = load_word_vectors(net, Path(embeddings), vocabulary)
        _report(found, vocabulary, f"have a vector in {embeddings}")
    if pretrained is None:
        return None
    run_dir = _made(net, config, datamodule) if pretrained == "auto" else Path(pretrained)
    found = start_from(net, read_pretrained(run_dir), vocabulary)
    _report(found, vocabulary, f"start from {shown(run_dir)}")
    return cost(run_dir)


def _report(found: int, vocabulary: Vocabulary, what: str) -> None:
    log.info("%s of %s tokens %s", f"{found:,}", f"{len(vocabulary.tokens):,}", what)


def _made(net: Network, config: DictConfig, datamodule: ReviewsDataModule) -> Path:
    """The pretraining of this corpus and these sizes, made now if it is not in the cache."""
    from sentiment.pretraining import run_pretraining

    pretraining = _compose(net, config, datamodule)
    # Before it has been trained for nothing.
    if pretraining.objective == "language_model" and getattr(net, "cell", "lstm") != "lstm":
        raise UserError(
            "model.pretrained=auto: a language model is an LSTM and this network reads otherwise; "
            "it can start from word vectors, 'pretraining=[\"objective=skipgram\"]'."
        )
    name = f"pretrained-{_key(pretraining, datamodule)}"
    # As it would itself, and only now: what the key has is the same on every machine.
    pretraining.trainer.precision = choose_precision(
        pretraining.trainer.precision, pretraining.trainer.accelerator
    )
    run_dir = datamodule.cache_dir / name
    outer = Path(config.output_dir)
    advice = (
        f"Go on with: {resume_command(outer)}"
        if is_begun(outer)
        else "The same command goes on with the pretraining."
    )
    with _alone(run_dir):
        if not is_finished(run_dir):
            log.info("model.pretrained=auto: a pretraining first, once for this corpus")
            _forget_other_settings(pretraining, run_dir)
            place(pretraining, run_dir)
            with going_on_with(advice), blaming("pretraining"):
                run_pretraining(pretraining)
    return run_dir


def _forget_other_settings(pretraining: DictConfig, run_dir: Path) -> None:
    """Takes away what was begun with settings that make the same, and yet can't be gone on with."""
    last = run_dir / "checkpoints" / "last.ckpt"
    if not last.is_file():
        return
    begun = read_checkpoint(last)[RECIPE_KEY]["config"]
    if recipe_settings(begun) != recipe_settings(pretraining):
        log.info("one that was stopped had other settings, and makes the same: it begins anew")
        shutil.rmtree(last.parent)


def _compose(net: Network, config: DictConfig, datamodule: ReviewsDataModule) -> DictConfig:
    given = {f"data.{key}": value for key, value in config.data.items() if key not in _OWN}
    # The corpus is settled.
    given["data.fallback"] = None
    if isinstance(datamodule.open_source(), DemoSource):
        given["data.source"] = "demo"
    given["model.embedding_dim"] = config.model.embedding_dim
    if hasattr(net, "layers"):
        given["model.hidden_dim"] = config.model.hidden_dim
    defaults = {
        "threads": config.threads,
        "trainer.accelerator": config.trainer.accelerator,
        "debug": config.debug,
    }
    return compose_inner("pretraining", "pretrain", config.pretraining, given, defaults)


def _key(pretraining: DictConfig, datamodule: ReviewsDataModule) -> str:
    """Differs wherever the result could differ; not with where it is computed."""
    unused = ("threads", "trainer.accelerator", "data.source", *_UNUSED[pretraining.objective])
    settings = {
        key: value
        for key, value in recipe_settings(pretraining).items()
        if not any(key == one or key.startswith(f"{one}.") for one in unused)
    }
    content = json.dumps([settings, datamodule.fingerprint()], sort_keys=True)
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


@contextmanager
def _alone(run_dir: Path) -> Iterator[None]:
    """Lets one process at a time make a pretraining; the others wait and then find it."""
    lock = FileLock(run_dir.with_suffix(".lock"))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        log.info("waiting for another process, which makes %s", shown(run_dir))
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
