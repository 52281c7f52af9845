"""The LightningDataModule of a pretraining: all texts there are, labels or not."""

import numpy as np
import numpy.typing as npt

from sentiment.data.corpus import EncodedSplit, join_splits
from sentiment.data.datamodule import ReviewDataset, ReviewsDataModule
from sentiment.errors import UserError
from sentiment.text import TOKENIZER


def in_pieces(split: EncodedSplit, max_length: int) -> EncodedSplit:
    """Whole reviews in pieces of nearly the same length, of at most ``max_length`` tokens.

    Reviews without a token are left out. A piece has the label 0.5.
    """
    lengths = np.diff(split.offsets)
    pieces = -(-lengths // max_length)
    ends = np.cumsum(pieces)
    # Which piece of its review, counted from 1.
    number = np.arange(1, pieces.sum() + 1) - np.repeat(ends - pieces, pieces)
    start, length, count = (
        np.repeat(values, pieces) for values in (split.offsets[:-1], lengths, pieces)
    )
    offsets = np.concatenate([[0], start + number * length // count])
    return EncodedSplit(split.token_ids, offsets, np.full(len(number), 0.5, dtype=np.float32))


class RunningTextDataModule(ReviewsDataModule):
    """Trains on the texts of train and of the split without labels, whole; validates on validation.

    Takes the same settings, so that the vocabulary is that of the classifier's training; without
    an ``unlabelled_split`` there are the texts of train alone.
    """

    def prepare_data(self) -> None:
        """Makes the encoded corpus, or finds it in the cache.

        Raises:
            UserError: when it can't be had, or for settings that only classifiers have.
        """
        if self.pseudo_labels is not None:
            raise UserError("data.pseudo_labels: a pretraining looks at no labels; leave it out.")
        if self.tokenizer != TOKENIZER:
            raise UserError(
                f"data.tokenizer={self.tokenizer}: a pretraining is of words; an encoder of "
                "subwords is pretrained already."
            )
        super().prepare_data()

    def setup(self, stage: str | None = None) -> None:
        """Opens the encoded corpus, and the texts without labels.

        Raises:
            UserError: when the corpus has no such split.
        """
        if self._datasets:
            return
        super().setup(stage)
        encoder = self.encoder
        texts = [self._datasets["train"].split]
        if self.unlabelled_split is not None:
            texts.append(self.unlabelled())
        splits = {"train": join_splits(texts), "validation": self._datasets["validation"].split}
        self._texts = splits["train"]
        self._datasets = {
            name: ReviewDataset(in_pieces(split, self.max_length), encoder)
            for name, split in splits.items()
        }

    def texts(self) -> EncodedSplit:
        """The texts to train on, uncut."""
        return self._texts

    def token_counts(self) -> npt.NDArray[np.int64]:
        """How often each token id [vocabulary] stands in the texts to train on."""
        return np.bincount(self._texts.token_ids, minlength=len(self.encoder.vocabulary))
