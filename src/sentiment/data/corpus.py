"""An encoded corpus on disk: made once for each source, split and text setting."""

import hashlib
import json
import shutil
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from sentiment.data.encoding import Tokenised, tokenise_parallel
from sentiment.data.sources import Source
from sentiment.data.split import split_validation
from sentiment.errors import UserError
from sentiment.files import atomic_folder, partial_prefix
from sentiment.text import Vocabulary

# Raised when older caches become unreadable, or the tokenizer or the split gives something else.
_FORMAT = 2
SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class CorpusSettings:
    """What an encoded corpus depends on besides its source.

    Attributes:
        min_frequency: a token seen less often in training has no id of its own.
        max_vocabulary: the most tokens that have one.
        validation_fraction: the share of train that becomes validation.
        validation_block: how many successive reviews stay on one side of the cut.
        split_seed: which share; apart from the training's seed, so that runs stay comparable.
    """

    min_frequency: int
    max_vocabulary: int
    validation_fraction: float
    validation_block: int
    split_seed: int


@dataclass(frozen=True)
class EncodedSplit:
    """Whole reviews as token ids, read from disk as they are needed.

    Attributes:
        token_ids: [total] int32, all reviews one after the other.
        offsets: [reviews + 1] int64, where each begins.
        labels: [reviews] int8.
    """

    token_ids: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    labels: npt.NDArray[np.int8]

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

    Processes that want the same corpus at once wait for the first; a killed one leaves nothing
    that a later one could mistake for a corpus.

    Raises:
        UserError: when the source can't be read or the cache can't be written.
    """
    key = hashlib.blake2b(digest_size=16)
    key.update(json.dumps([_FORMAT, source.fingerprint(), asdict(settings)]).encode())
    folder = cache_dir / key.hexdigest()
    if not folder.exists():
        try:
            _make_corpus(folder, source, settings)
        except OSError as error:
            raise UserError(
                f"data.cache_dir={cache_dir} can't be written ({error.strerror or error}); "
                "make room there or choose another folder."
            ) from error
    return folder


def load_corpus(folder: Path) -> Corpus:
    """Opens what ``prepare_corpus`` made; the token ids stay on disk until they are read."""
    tokens = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    splits = {
        split: EncodedSplit(
            np.load(folder / f"{split}.token_ids.npy", mmap_mode="r"),
            np.load(folder / f"{split}.offsets.npy"),
            np.load(folder / f"{split}.labels.npy"),
        )
        for split in SPLITS
    }
    return Corpus(splits, Vocabulary(tokens))


def _make_corpus(folder: Path, source: Source, settings: CorpusSettings) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if folder.exists():
            return
        for left_by_a_killed_process in folder.parent.glob(partial_prefix(folder) + "*"):
            shutil.rmtree(left_by_a_killed_process)
        with atomic_folder(folder) as temporary:
            _encode_into(temporary, source, settings)


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
    tokenised = {split: tokenise_parallel(reviews[split].texts) for split in SPLITS}
    counts: Counter[str] = Counter()
    for part in tokenised["train"]:
        counts.update(part.counts())
    vocabulary = Vocabulary.from_counts(counts, settings.min_frequency, settings.max_vocabulary)
    (folder / "vocabulary.json").write_text(
        json.dumps(vocabulary.tokens, ensure_ascii=False), encoding="utf-8"
    )
    for split in SPLITS:
        _save_split(folder, split, tokenised[split], vocabulary, reviews[split].labels)


def _save_split(
    folder: Path,
    split: str,
    parts: list[Tokenised],
    vocabulary: Vocabulary,
    labels: npt.NDArray[np.int8],
) -> None:
    lengths = np.concatenate([part.lengths for part in parts])
    token_ids = np.concatenate([part.encode(vocabulary) for part in parts])
    np.save(folder / f"{split}.token_ids.npy", token_ids)
    np.save(folder / f"{split}.offsets.npy", np.concatenate([[0], np.cumsum(lengths)]))
    np.save(folder / f"{split}.labels.npy", labels)
