"""Batches of reviews of similar length, the same for the same seed, resumable at any batch."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.utils.data import DataLoader, Dataset, Sampler

from sentiment.batch import Batch
from sentiment.text import PADDING_ID

# Lengths are alike within a pool of this many batches, while batches stay random across pools.
_BATCHES_A_POOL = 50
_PAD_TO_MULTIPLE_OF = 8

EncodedReview = tuple[int, npt.NDArray[np.int32], float]


class LengthBucketedBatches(Sampler[list[int]]):
    """Yields lists of indices, one a batch.

    Shuffled: reviews are drawn at random into pools, sorted by length inside a pool, cut into
    batches, and the batches shuffled; the order depends on ``seed`` and the epoch alone.
    Not shuffled: all reviews sorted by length, longest first, so that running out of memory shows
    at once. Each process of a distributed run gets batches of its own; in training all get the same
    number, in evaluation every review goes to exactly one.
    """

    def __init__(
        self,
        lengths: npt.NDArray[np.int64],
        batch_size: int,
        *,
        shuffle: bool,
        seed: int = 0,
        rank: int = 0,
        world_size: int = 1,
    ) -> None:
        """Takes the lengths [reviews] in tokens."""
        self.lengths = lengths
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.seed = seed
        self.rank = rank
        self.world_size = world_size
        self.epoch = 0
        self.batches_done = 0

    @property
    def sampler(self) -> "LengthBucketedBatches":
        """Itself: Lightning sets the epoch on the ``sampler`` of a batch sampler."""
        return self

    def set_epoch(self, epoch: int) -> None:
        """Lightning calls this before each epoch."""
        self.epoch = epoch

    def __len__(self) -> int:
        total = -(-len(self.lengths) // self.batch_size)
        if self.shuffle:
            return total // self.world_size
        return len(range(self.rank, total, self.world_size))

    def __iter__(self) -> Iterator[list[int]]:
        batches = self._shuffled() if self.shuffle else self._sorted(np.arange(len(self.lengths)))
        mine = batches[self.rank :: self.world_size][: len(self)]
        start, self.batches_done = self.batches_done, 0
        for batch in mine[start:]:
            yield batch.tolist()

    def _shuffled(self) -> list[npt.NDArray[np.int64]]:
        generator = np.random.default_rng([self.seed, self.epoch])
        order = generator.permutation(len(self.lengths))
        pool = self.batch_size * _BATCHES_A_POOL
        batches = [
            batch
            for start in range(0, len(order), pool)
            for batch in self._sorted(order[start : start + pool])
        ]
        return [batches[index] for index in generator.permutation(len(batches))]

    def _sorted(self, indices: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
        longest_first = indices[np.argsort(-self.lengths[indices], kind="stable")]
        return [
            longest_first[start : start + self.batch_size]
            for start in range(0, len(longest_first), self.batch_size)
        ]


class BatchLoader(DataLoader[EncodedReview]):
    """A DataLoader that a checkpoint can resume in the middle of an epoch.

    Lightning asks it for a state when it writes a checkpoint and gives it back on resuming.
    """

    def __init__(
        self, reviews: Dataset[EncodedReview], batches: LengthBucketedBatches, **settings: Any
    ) -> None:
        """Takes ``batches`` in the place of a batch size and a sampler."""
        super().__init__(reviews, batch_sampler=batches, collate_fn=collate, **settings)
        self.batches = batches
        self.batches_taken = 0

    def __iter__(self) -> Any:
        self.batches_taken = self.batches.batches_done
        for batch in super().__iter__():
            self.batches_taken += 1
            yield batch

    def state_dict(self) -> dict[str, int]:
        """How many batches of this epoch were handed out."""
        return {"batches_taken": self.batches_taken}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """Makes the next epoch begin after the batches that were handed out."""
        self.batches.batches_done = state["batches_taken"]


def collate(reviews: Sequence[EncodedReview]) -> Batch:
    """Pads (index, token ids, label) triples into a ``Batch``.

    The padded length is a multiple of 8, which keeps the number of distinct shapes small.
    """
    indices, token_ids, labels = zip(*reviews, strict=True)
    lengths = np.array([len(ids) for ids in token_ids], dtype=np.int64)
    width = -(-int(lengths.max()) // _PAD_TO_MULTIPLE_OF) * _PAD_TO_MULTIPLE_OF
    padded = np.full((len(reviews), width), PADDING_ID, dtype=np.int64)
    for row, ids in enumerate(token_ids):
        padded[row, : len(ids)] = ids
    return Batch(
        torch.from_numpy(padded),
        torch.from_numpy(lengths),
        torch.tensor(labels, dtype=torch.float32),
        torch.tensor(indices, dtype=torch.int64),
    )
