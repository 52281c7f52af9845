"""The LightningDataModule: from a source's name to padded batches."""

import logging
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import lightning
import numpy as np
import numpy.typing as npt
from torch.utils.data import Dataset

from sentiment.batch import EncodedReviews
from sentiment.data import sources
from sentiment.data.batches import BatchLoader, EncodedReview, LengthBucketedBatches
from sentiment.data.corpus import (
    CorpusSettings,
    EncodedSplit,
    join_splits,
    load_corpus,
    load_split,
    prepare_corpus,
    prepare_unlabelled,
)
from sentiment.data.pseudo_labels import read_pseudo_labels
from sentiment.data.sources import DemoSource, FileSource, Source, SourceUnavailable
from sentiment.errors import UserError
from sentiment.pretrained_encoders import read_tokenizer
from sentiment.text import TOKENIZER, Encoder, SubwordEncoder, TextEncoder, Truncation, Vocabulary

log = logging.getLogger(__name__)


class ReviewDataset(Dataset[EncodedReview]):
    """The reviews of one split as (index, token ids [length] int32, label)."""

    def __init__(self, split: EncodedSplit, encoder: Encoder) -> None:
        """Cuts each review as ``encoder`` says when it is asked for."""
        self.split = split
        self.encoder = encoder

    def __len__(self) -> int:
        return len(self.split)

    def __getitem__(self, index: int) -> EncodedReview:
        return index, self.encoder.cut(self.split[index]), float(self.split.labels[index])

    def as_read(self) -> EncodedReviews:
        """All reviews at once, each cut as ``__getitem__`` cuts it."""
        reviews = [self[index][1] for index in range(len(self))]
        lengths = [len(token_ids) for token_ids in reviews]
        return EncodedReviews(
            np.concatenate(reviews),
            np.concatenate([[0], np.cumsum(lengths)]),
            self.split.labels,
        )

    def lengths(self) -> npt.NDArray[np.int64]:
        """How many tokens [reviews] int64 a network reads of each review."""
        return self.encoder.lengths_read(np.diff(self.split.offsets))


class ReviewsDataModule(lightning.LightningDataModule):
    """Prepares, caches and batches one corpus."""

    def __init__(
        self,
        source: str,
        fallback: str | None,
        batch_size: int,
        evaluation_batch_size: int,
        max_length: int,
        truncation: Truncation,
        min_frequency: int,
        max_vocabulary: int,
        validation_fraction: float,
        validation_block: int,
        split_seed: int,
        unlabelled_split: str | None,
        pseudo_labels: str | None,
        cache_dir: str,
        demo_train_size: int,
        demo_test_size: int,
        seed: int,
        tokenizer: str = TOKENIZER,
    ) -> None:
        """Reads nothing yet.

        Args:
            source: ``demo``, a Hub name, or a folder in the Hub's layout.
            fallback: ``demo`` trains on the built-in corpus where the Hub can't be had.
            batch_size: reviews a training step, for each device.
            evaluation_batch_size: reviews a validation or test step.
            max_length: the most tokens read of a review.
            truncation: which part of a longer review is read.
            min_frequency: a token seen less often in training is unknown.
            max_vocabulary: the most tokens with an id of their own.
            validation_fraction: the share of train that is cut off as validation.
            validation_block: how many successive reviews stay on one side of that cut.
            split_seed: decides which share.
            unlabelled_split: the name of the split without labels; None where there is none.
            pseudo_labels: a file of ``sentiment.distill`` with probabilities for that split, which
                is then trained on too.
            cache_dir: where encoded corpora are kept.
            demo_train_size: how many reviews of the built-in corpus to train on.
            demo_test_size: how many to test on.
            seed: decides the order of the training batches.
            tokenizer: ``basic_english``, or the encoder whose subwords are read: a folder, or a
                name on the Hub.
        """
        super().__init__()
        self.source_name = source
        self.fallback = fallback
        self.batch_size = batch_size
        self.evaluation_batch_size = evaluation_batch_size
        self.max_length = max_length
        self.truncation: Truncation = truncation
        self.tokenizer = tokenizer
        self._settings_of_words = CorpusSettings(
            min_frequency, max_vocabulary, validation_fraction, validation_block, split_seed
        )
        self.unlabelled_split = unlabelled_split
        self.pseudo_labels = pseudo_labels
        self.cache_dir = Path(cache_dir).expanduser()
        self.demo = DemoSource(demo_train_size, demo_test_size, seed=0)
        self.seed = seed
        self.source: Source | None = None
        self._datasets: dict[str, ReviewDataset] = {}

    @property
    def dataset_name(self) -> str:
        """The corpus that is really used, whatever was asked for."""
        return self.open_source().name

    @property
    def encoder(self) -> Encoder:
        """What turns a review into token ids here; needs ``setup``."""
        return self._datasets["train"].encoder

    @cached_property
    def corpus_settings(self) -> CorpusSettings:
        """What the encoded corpus depends on; reads the tokenizer.

        Raises:
            UserError: when it can't be had.
        """
        if self.tokenizer == TOKENIZER:
            return self._settings_of_words
        return replace(self._settings_of_words, tokenizer_json=read_tokenizer(self.tokenizer))

    def prepare_data(self) -> None:
        """Makes the encoded corpus, or finds it in the cache.

        Raises:
            UserError: when the source can't be had or its rows are not as they should be.
        """
        try:
            prepare_corpus(self.open_source(), self.corpus_settings, self.cache_dir)
        except SourceUnavailable as error:
            if self.fallback != "demo":
                raise
            log.warning("%s", _fallback_banner(self.source_name))
            log.debug("%s", error)
            self.source = self.demo
            prepare_corpus(self.source, self.corpus_settings, self.cache_dir)

    def setup(self, stage: str | None = None) -> None:
        """Opens the encoded corpus."""
        if self._datasets:
            return
        folder = prepare_corpus(self.open_source(), self.corpus_settings, self.cache_dir)
        corpus = load_corpus(folder)
        splits = dict(corpus.splits)
        if self.pseudo_labels is not None:
            unlabelled = self.unlabelled()
            labels = read_pseudo_labels(Path(self.pseudo_labels), unlabelled)
            splits["train"] = join_splits([splits["train"], replace(unlabelled, labels=labels)])
        encoder = self._make_encoder(corpus.vocabulary)
        self._datasets = {name: ReviewDataset(split, encoder) for name, split in splits.items()}

    def unlabelled(self) -> EncodedSplit:
        """The split without labels, encoded now if it is not in the cache.

        Raises:
            UserError: when the source has none.
        """
        if self.unlabelled_split is None:
            raise UserError("data.unlabelled_split=null, but reviews without labels are needed.")
        source = self.open_source()
        folder = prepare_corpus(source, self.corpus_settings, self.cache_dir)
        own = prepare_unlabelled(source, self.unlabelled_split, folder)
        return load_split(own, self.unlabelled_split)

    def training_reviews(self) -> EncodedReviews:
        """The training split in memory, for a network to study."""
        return self._datasets["train"].as_read()

    def train_dataloader(self) -> BatchLoader:
        """Shuffled batches of reviews of similar length."""
        return self._loader("train", self.batch_size, shuffle=True)

    def val_dataloader(self) -> BatchLoader:
        """Validation, longest reviews first."""
        return self._loader("validation", self.evaluation_batch_size, shuffle=False)

    def test_dataloader(self) -> BatchLoader:
        """Test, longest reviews first."""
        return self._loader("test", self.evaluation_batch_size, shuffle=False)

    def fingerprint(self) -> str:
        """Differs wherever the encoded reviews could differ."""
        source = self.open_source()
        return prepare_corpus(source, self.corpus_settings, self.cache_dir).name

    def open_source(self) -> Source:
        """What the reviews are read from."""
        if self.source is None:
            is_demo = self.source_name == "demo"
            source = self.demo if is_demo else sources.open_source(self.source_name)
            if isinstance(source, FileSource):
                raise UserError(
                    f"data.source={self.source_name} is one file, with no test split of its own; "
                    "give a folder with train and test files."
                )
            self.source = source
        return self.source

    def _make_encoder(self, vocabulary: Vocabulary) -> Encoder:
        tokenizer_json = self.corpus_settings.tokenizer_json
        if tokenizer_json is None:
            return TextEncoder(vocabulary, self.max_length, self.truncation)
        try:
            return SubwordEncoder(tokenizer_json, self.max_length, self.truncation)
        except ValueError as error:
            raise UserError(f"data.max_length={self.max_length} is too short: {error}.") from error

    def _loader(self, split: str, batch_size: int, *, shuffle: bool) -> BatchLoader:
        dataset = self._datasets[split]
        rank = self.trainer.global_rank if self.trainer else 0
        world_size = self.trainer.world_size if self.trainer else 1
        if not shuffle:
            # Each process needs a batch, also of a small split.
            batch_size = min(batch_size, max(len(dataset) // world_size, 1))
        batches = LengthBucketedBatches(
            dataset.lengths(),
            batch_size,
            shuffle=shuffle,
            seed=self.seed,
            rank=rank,
            world_size=world_size,
        )
        if len(batches) == 0:
            raise UserError(
                f"The {split} split has too few reviews for {world_size} devices with "
                f"data.batch_size={batch_size}; lower one of the two."
            )
        return BatchLoader(dataset, batches)


def _fallback_banner(source: str) -> str:
    lines = (
        f"{source} CAN'T BE HAD: NO CONNECTION TO THE HUB AND NO COPY HERE.",
        "Using the BUILT-IN CORPUS (data=demo) instead: synthetic reviews, synthetic results.",
        "For real results go online, or give a local copy with data.source=FOLDER;",
        "with data.fallback=null this would have been an error.",
    )
    width = max(map(len, lines))
    rule = "!" * (width + 8)
    return "\n".join(["", rule, *(f"!!! {line:<{width}} !!!" for line in lines), rule, ""])
