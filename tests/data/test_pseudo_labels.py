from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sentiment.config import compose_config
from sentiment.data.corpus import EncodedSplit
from sentiment.data.datamodule import ReviewsDataModule
from sentiment.data.pseudo_labels import read_pseudo_labels, write_pseudo_labels
from sentiment.errors import UserError
from sentiment.instantiation import instantiate

SPLIT = EncodedSplit(
    np.arange(2, 12, dtype=np.int32),
    np.array([0, 3, 7, 10]),
    np.full(3, 0.5, dtype=np.float32),
)
PROBABILITIES = np.array([0.0, 0.25, 1.0], dtype=np.float32)


def test_come_back_as_they_were_but_for_certainty(tmp_path: Path) -> None:
    path = tmp_path / "labels.npz"
    write_pseudo_labels(path, SPLIT, PROBABILITIES)
    labels = read_pseudo_labels(path, SPLIT)
    assert labels.dtype == np.float32
    assert labels.tolist() == pytest.approx([0.0, 0.25, 1.0], abs=1e-3)
    # Nothing is as certain as a person's label, which label smoothing is for.
    assert 0 < labels[0] < labels[2] < 1
    assert [file.name for file in tmp_path.iterdir()] == ["labels.npz"]


@pytest.mark.parametrize(
    "other",
    [
        replace(SPLIT, token_ids=SPLIT.token_ids[::-1].copy()),
        replace(SPLIT, offsets=np.array([0, 4, 7, 10])),
    ],
    ids=["tokens", "lengths"],
)
def test_of_other_reviews_are_refused(tmp_path: Path, other: EncodedSplit) -> None:
    path = tmp_path / "labels.npz"
    write_pseudo_labels(path, SPLIT, PROBABILITIES)
    with pytest.raises(UserError, match="not of these reviews"):
        read_pseudo_labels(path, other)


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "text", "cut", "array", "nan", "2"])
def test_other_files_are_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "labels.npz"
    write_pseudo_labels(path, SPLIT, PROBABILITIES)
    whole = path.read_bytes()
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind in ("empty", "text", "cut"):
        path.write_bytes({"empty": b"", "text": b"0.5 0.25\n", "cut": whole[:-40]}[kind])
    elif kind == "array":
        with path.open("wb") as file:
            np.save(file, PROBABILITIES)
    elif kind in ("nan", "2"):
        write_pseudo_labels(path, SPLIT, np.full(3, float(kind), dtype=np.float32))
    with pytest.raises(UserError, match=r"data\.pseudo_labels=.*can't be read"):
        read_pseudo_labels(path, SPLIT)


def test_a_training_reads_them_beside_its_own(imdb_like: Path, tmp_path: Path) -> None:
    overrides = [f"data.source={imdb_like}", "data.min_frequency=2", "output_dir=."]
    plain: ReviewsDataModule = instantiate(compose_config("train", overrides).data)
    plain.prepare_data()
    plain.setup()
    unlabelled = plain.unlabelled()
    probabilities = np.linspace(0.1, 0.9, len(unlabelled), dtype=np.float32)
    write_pseudo_labels(tmp_path / "labels.npz", unlabelled, probabilities)

    overrides.append(f"data.pseudo_labels={tmp_path / 'labels.npz'}")
    both: ReviewsDataModule = instantiate(compose_config("train", overrides).data)
    both.prepare_data()
    both.setup()
    hard, reviews = plain.training_reviews(), both.training_reviews()
    count = len(hard.labels)
    assert reviews.labels[:count].tolist() == hard.labels.tolist()
    assert reviews.labels[count:].tolist() == probabilities.tolist()
    tokens = len(hard.token_ids)
    assert reviews.token_ids[:tokens].tolist() == hard.token_ids.tolist()
    assert len(both.train_dataloader().batches.lengths) == count + len(unlabelled)
    # Validation and the vocabulary stay.
    assert len(both.val_dataloader().dataset) == len(plain.val_dataloader().dataset)
    assert both.encoder.vocabulary.tokens == plain.encoder.vocabulary.tokens
