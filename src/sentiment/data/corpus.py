"""An encoded corpus on disk: made once for each source, split and text setting."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from sentiment.data.encoding import Tokenised, tokenise_parallel
from sentiment.data.reviews import Reviews
from sentiment.data.sources import Source, SourceUnavailable
from sentiment.data.split import split_validation
from sentiment.data.subwords import encode_subwords
from sentiment.errors import UserError
from sentiment.files import atomic_folder, partial_prefix
from sentiment.text import SubwordTokenizer, Vocabulary

# Raised when older caches become unreadable, or the tokenizer or the split gives something else.
_FORMAT = 2
SPLITS = ("train", "validation", "test")
TOKENIZER_FILE = "tokenizer.json"

Labels = npt.NDArray[np.int8] | npt.NDArray[np.float32]


@dataclass(frozen=True)
class CorpusSettings:
    """What an encoded corpus depends on besides its source.

    Attributes:
        min_frequency: a token seen less often in training has no id of its own.
        max_vocabulary: the most tokens that have one.
        validation_fraction: the share of train that becomes validation.
        validation_block: how many successive reviews stay on one side of the cut.
        split_seed: which share; apart from the training's seed, so that runs stay comparable.
        tokenizer_json: of subwords, which bring a vocabulary of their own; None for words.
    """

    min_frequency: int
    max_vocabulary: int
    validation_fraction: float
    validation_block: int
    split_seed: int
    tokenizer_json: str | None = None

    def key(self) -> dict[str, Any]:
        """Primitives that differ wherever an encoded corpus could."""
        # Caches of words are as old as words alone.
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class EncodedSplit:
    """Whole reviews as token ids, read from disk as they are needed.

    Attributes:
        token_ids: [total] int32, all reviews one after the other.
        offsets: [reviews + 1] int64, where each begins.
        labels: [reviews] float32, 0 negative, 1 positive; between them for one that a teacher
            gave, 0.5 for one that nobody knows.
    """

    token_ids: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    labels: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> npt.NDArray[np.int32]:
        """The token ids [length] of a review, not truncated."""
        return self.token_ids[self.offsets[index] : self.offsets[index + 1]]


@dataclass(frozen=True)
class Corpus:
    """The splits ``train``, ``validation`` and ``test`` with the vocabulary made from train."""

    splits: dict[str, EncodedSplit]
    vocabulary: Vocabulary


def prepare_corpus(source: Source, settings: CorpusSettings, cache_dir: Path) -> Path:
    """The folder of the encoded corpus, made now if it is not there yet.

    Raises:
        UserError: when the source can't be read or the cache can't be written.
    """
    key = hashlib.blake2b(digest_size=16)
    key.update(json.dumps([_FORMAT, source.fingerprint(), settings.key()]).encode())
    folder = cache_dir / key.hexdigest()
    make_once(folder, lambda temporary: _encode_into(temporary, source, settings))
    return folder


def prepare_unlabelled(source: Source, split: str, corpus: Path) -> Path:
    """The folder of a split without labels, encoded with a corpus's vocabulary; cached beside it.

    Args:
        source: of the corpus.
        split: its name there.
        corpus: what ``prepare_corpus`` gave.

    Raises:
        UserError: when the source has no such split or the cache can't be written.
    """

    def encode(temporary: Path) -> None:
        try:
            texts = source.read_texts(split)
        except SourceUnavailable:
            raise
        except UserError as error:
            raise UserError(f"data.unlabelled_split={split}: {error}") from error
        labels = np.full(len(texts), 0.5, dtype=np.float32)
        if (corpus / TOKENIZER_FILE).exists():
            tokenizer = SubwordTokenizer((corpus / TOKENIZER_FILE).read_text(encoding="utf-8"))
            _save_arrays(temporary, split, *encode_subwords(texts, tokenizer), labels)
            return
        vocabulary = _read_vocabulary(corpus)
        _save_split(temporary, split, tokenise_parallel(texts), vocabulary, labels)

    folder = corpus.with_name(
        f"{corpus.name}-{hashlib.blake2b(split.encode(), digest_size=4).hexdigest()}"
    )
    make_once(folder, encode)
    return folder


def make_once(folder: Path, make: Callable[[Path], None]) -> None:
    """Makes a folder of the cache unless it is there, whole or not at all.

    Processes that want the same folder at once wait for the first; a killed one leaves nothing
    that a later one could mistake for it.

    Args:
        folder: to be made.
        make: writes everything into the temporary folder that it is given.

    Raises:
        UserError: when the cache can't be written.
    """
    if folder.exists():
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            if folder.exists():
                return
            for left_by_a_killed_process in folder.parent.glob(partial_prefix(folder) + "*"):
                shutil.rmtree(left_by_a_killed_process)
            with atomic_folder(folder) as temporary:
                make(temporary)
    except OSError as error:
        raise UserError(
            f"data.cache_dir={folder.parent} can't be written ({error.strerror or error}); "
            "make room there or choose another folder."
        ) from error


def load_corpus(folder: Path) -> Corpus:
    """Opens what ``prepare_corpus`` made; the token ids stay on disk until they are read."""
    return Corpus({split: load_split(folder, split) for split in SPLITS}, _read_vocabulary(folder))


def load_split(folder: Path, split: str) -> EncodedSplit:
    """Opens one split of what ``prepare_corpus`` or ``prepare_unlabelled`` made."""
    return EncodedSplit(
        np.load(folder / f"{split}.token_ids.npy", mmap_mode="r"),
        np.load(folder / f"{split}.offsets.npy"),
        np.load(folder / f"{split}.labels.npy").astype(np.float32),
    )


def join_splits(splits: Sequence[EncodedSplit]) -> EncodedSplit:
    """One split of the reviews of several, in memory."""
    lengths = np.concatenate([np.diff(split.offsets) for split in splits])
    return EncodedSplit(
        np.concatenate([split.token_ids for split in splits]),
        np.concatenate([[0], np.cumsum(lengths)]),
        np.concatenate([split.labels for split in splits]),
    )


def _read_vocabulary(folder: Path) -> Vocabulary:
    return Vocabulary(json.loads((folder / "vocabulary.json").read_text(encoding="utf-8")))


def _encode_into(folder: Path, source: Source, settings: CorpusSettings) -> None:
    whole_train, test = source.read("train"), source.read("test")
    train_rows, validation_rows = split_validation(
        whole_train.labels,
        settings.validation_fraction,
        settings.validation_block,
        settings.split_seed,
    )
    train, validation = whole_train.take(train_rows), whole_train.take(validation_rows)
    reviews = {"train": train, "validation": validation, "test": test}
    if settings.tokenizer_json is not None:
        _encode_subwords_into(folder, reviews, settings.tokenizer_json)
        return
    tokenised = {split: tokenise_parallel(reviews[split].texts) for split in SPLITS}
    counts: Counter[str] = Counter()
    for part in tokenised["train"]:
        counts.update(part.counts())
    vocabulary = Vocabulary.from_counts(counts, settings.min_frequency, settings.max_vocabulary)
    _write_vocabulary(folder, vocabulary)
    for split in SPLITS:
        _save_split(folder, split, tokenised[split], vocabulary, reviews[split].labels)


def _encode_subwords_into(
    folder: Path, reviews: Mapping[str, Reviews], tokenizer_json: str
) -> None:
    tokenizer = SubwordTokenizer(tokenizer_json)
    (folder / TOKENIZER_FILE).write_text(tokenizer_json, encoding="utf-8")
    _write_vocabulary(folder, tokenizer.vocabulary)
    for split in SPLITS:
        encoded = encode_subwords(reviews[split].texts, tokenizer)
        _save_arrays(folder, split, *encoded, reviews[split].labels)


def _write_vocabulary(folder: Path, vocabulary: Vocabulary) -> None:
    (folder / "vocabulary.json").write_text(
        json.dumps(vocabulary.tokens, ensure_ascii=False), encoding="utf-8"
    )


def _save_split(
    folder: Path,
    split: str,
    parts: list[Tokenised],
    vocabulary: Vocabulary,
    labels: Labels,
) -> None:
    lengths = np.concatenate([part.lengths for part in parts])
    token_ids = np.concatenate([part.encode(vocabulary) for part in parts])
    _save_arrays(folder, split, token_ids, lengths, labels)


def _save_arrays(
    folder: Path,
    split: str,
    token_ids: npt.NDArray[np.int32],
    lengths: npt.NDArray[np.int64],
    labels: Labels,
) -> None:
    np.save(folder / f"{split}.token_ids.npy", token_ids)
    np.save(folder / f"{split}.offsets.npy", np.concatenate([[0], np.cumsum(lengths)]))
    np.save(folder / f"{split}.labels.npy", labels)
