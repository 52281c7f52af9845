import numpy as np
import pytest

from sentiment.data.batches import LengthBucketedBatches, collate


@pytest.fixture
def lengths(generator: np.random.Generator) -> np.ndarray:
    return generator.integers(1, 400, size=1003)


def batches(lengths: np.ndarray, **settings: object) -> LengthBucketedBatches:
    return LengthBucketedBatches(lengths, 16, **{"shuffle": True, "seed": 3, **settings})  # type: ignore[arg-type]


def test_every_review_once_an_epoch(lengths: np.ndarray) -> None:
    for shuffle in (True, False):
        indices = [index for batch in batches(lengths, shuffle=shuffle) for index in batch]
        assert sorted(indices) == list(range(len(lengths)))
        assert len(list(batches(lengths, shuffle=shuffle))) == len(batches(lengths))


def test_reviews_of_a_batch_are_of_similar_length(lengths: np.ndarray) -> None:
    padded = sum(lengths[batch].max() * len(batch) for batch in batches(lengths))
    assert padded < 1.1 * lengths.sum()


def test_order_depends_on_seed_and_epoch_alone(lengths: np.ndarray) -> None:
    first, second = batches(lengths), batches(lengths)
    assert list(first) == list(second)
    assert list(first) == list(first)
    second.set_epoch(1)
    assert list(first) != list(second)
    assert list(first) != list(batches(lengths, seed=4))


def test_goes_on_after_the_batches_that_were_done(lengths: np.ndarray) -> None:
    whole = list(batches(lengths))
    resumed = batches(lengths)
    resumed.batches_done = 5
    assert list(resumed) == whole[5:]
    assert list(resumed) == whole


@pytest.mark.parametrize("world_size", [2, 3])
def test_processes_share_without_overlap(lengths: np.ndarray, world_size: int) -> None:
    shares = [
        list(batches(lengths, rank=rank, world_size=world_size)) for rank in range(world_size)
    ]
    assert len({len(share) for share in shares}) == 1
    seen = [index for share in shares for batch in share for index in batch]
    assert len(seen) == len(set(seen))

    evaluated = [
        index
        for rank in range(world_size)
        for batch in batches(lengths, shuffle=False, rank=rank, world_size=world_size)
        for index in batch
    ]
    assert sorted(evaluated) == list(range(len(lengths)))


def test_collate_pads_to_a_multiple_of_eight() -> None:
    reviews = [(7, np.array([5, 6, 7], np.int32), 1), (2, np.arange(1, 10, dtype=np.int32), 0)]
    batch = collate(reviews)
    assert batch.token_ids.shape == (2, 16)
    assert batch.token_ids[0].tolist() == [5, 6, 7] + [0] * 13
    assert batch.lengths.tolist() == [3, 9]
    assert batch.labels.tolist() == [1.0, 0.0]
    assert batch.indices.tolist() == [7, 2]
