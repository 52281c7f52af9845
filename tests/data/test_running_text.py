from pathlib import Path

import numpy as np
import pytest

from sentiment.config import compose_config
from sentiment.data.corpus import EncodedSplit
from sentiment.data.datamodule import ReviewsDataModule
from sentiment.data.running_text import RunningTextDataModule, in_pieces
from sentiment.data.sources import open_source
from sentiment.errors import UserError
from sentiment.instantiation import instantiate
from sentiment.text import UNKNOWN_ID, basic_english

SETTINGS = ("data.min_frequency=2", "data.max_length=32", "data.batch_size=8")


def datamodule(kind: type, source: Path, *overrides: str) -> ReviewsDataModule:
    data = compose_config("pretrain", [*SETTINGS, f"data.source={source}", *overrides]).data
    data["_target_"] = f"{kind.__module__}.{kind.__qualname__}"
    module: ReviewsDataModule = instantiate(data)
    module.prepare_data()
    module.setup()
    return module


@pytest.fixture(scope="module")
def running_text(imdb_like: Path) -> RunningTextDataModule:
    module = datamodule(RunningTextDataModule, imdb_like)
    assert isinstance(module, RunningTextDataModule)
    return module


def test_pieces_are_the_text_again(generator: np.random.Generator) -> None:
    lengths = np.array([5, 0, 1, 8, 9, 24, 25, 0, 7])
    split = EncodedSplit(
        generator.integers(1, 50, lengths.sum(), dtype=np.int32),
        np.concatenate([[0], np.cumsum(lengths)]),
        np.ones(len(lengths), dtype=np.float32),
    )
    pieces = in_pieces(split, 8)
    # A review's pieces differ by a token at most, and none goes over a review's end.
    assert np.diff(pieces.offsets).tolist() == [5, 1, 8, 4, 5, 8, 8, 8, 6, 6, 6, 7, 7]
    assert set(split.offsets) <= set(pieces.offsets)
    assert np.concatenate([pieces[index] for index in range(len(pieces))]).tolist() == (
        split.token_ids.tolist()
    )
    assert set(pieces.labels) == {0.5}


def test_reads_all_of_train_and_the_unlabelled_texts_once_an_epoch(
    running_text: RunningTextDataModule, imdb_like: Path
) -> None:
    counts = running_text.token_counts()
    seen = np.zeros_like(counts)
    for batch in running_text.train_dataloader():
        assert batch.token_ids.shape[1] <= 32
        for row, length in zip(batch.token_ids, batch.lengths, strict=True):
            np.add.at(seen, row[:length].numpy(), 1)
    assert seen.tolist() == counts.tolist()

    classifiers = datamodule(ReviewsDataModule, imdb_like)
    encoder = classifiers.encoder
    assert running_text.encoder.vocabulary.tokens == encoder.vocabulary.tokens
    source = open_source(str(imdb_like))
    texts = [classifiers.training_reviews, source.read_texts("unsupervised")]
    unlabelled = np.concatenate(
        [encoder.vocabulary.encode(basic_english(text)) for text in texts[1]]
    )
    whole = classifiers._datasets["train"].split.token_ids
    assert counts.sum() == len(whole) + len(unlabelled)
    assert counts[UNKNOWN_ID] == (whole == UNKNOWN_ID).sum() + (unlabelled == UNKNOWN_ID).sum()


def test_validates_on_validation(running_text: RunningTextDataModule) -> None:
    tokens = sum(int(batch.lengths.sum()) for batch in running_text.val_dataloader())
    validation = running_text._datasets["validation"].split
    assert tokens == len(validation.token_ids)
    assert tokens < running_text.token_counts().sum() / 10


def test_a_corpus_without_unlabelled_texts(imdb_like: Path) -> None:
    alone = datamodule(RunningTextDataModule, imdb_like, "data.unlabelled_split=null")
    classifiers = datamodule(ReviewsDataModule, imdb_like)
    assert isinstance(alone, RunningTextDataModule)
    assert alone.token_counts().sum() == len(classifiers._datasets["train"].split.token_ids)
    with pytest.raises(UserError, match=r"data\.unlabelled_split=null"):
        alone.unlabelled()
    with pytest.raises(UserError, match=r"data.unlabelled_split=nosuch: .*'nosuch' can't be read"):
        datamodule(RunningTextDataModule, imdb_like, "data.unlabelled_split=nosuch")


@pytest.mark.parametrize(
    ("override", "sentence"),
    [("data.pseudo_labels=a.npz", "looks at no labels"), ("data.tokenizer=.", "is of words")],
)
def test_what_is_for_classifiers_is_refused(imdb_like: Path, override: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        datamodule(RunningTextDataModule, imdb_like, override)
