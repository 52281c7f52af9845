import multiprocessing
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from sentiment.data import encoding
from sentiment.data.corpus import CorpusSettings, load_corpus, prepare_corpus
from sentiment.data.encoding import tokenise, tokenise_parallel
from sentiment.data.reviews import Reviews
from sentiment.data.sources import DemoSource, FolderSource, open_source
from sentiment.data.split import split_validation
from sentiment.errors import UserError
from sentiment.text import UNKNOWN_ID, basic_english

SETTINGS = CorpusSettings(
    min_frequency=2,
    max_vocabulary=5000,
    validation_fraction=0.2,
    validation_block=10,
    split_seed=0,
)


def test_encodes_what_the_source_holds(imdb_like: Path, tmp_path: Path) -> None:
    source = open_source(str(imdb_like))
    corpus = load_corpus(prepare_corpus(source, SETTINGS, tmp_path))
    assert {name: len(split) for name, split in corpus.splits.items()} == {
        "train": 480,
        "validation": 120,
        "test": 200,
    }
    reviews = source.read("test")
    test = corpus.splits["test"]
    for index in range(0, 200, 17):
        expected = corpus.vocabulary.encode(basic_english(reviews.texts[index]))
        assert test[index].tolist() == expected.tolist()
    assert test.labels.tolist() == reviews.labels.tolist()


def test_vocabulary_is_of_training_reviews_alone(tmp_path: Path) -> None:
    class Invented:
        name = "invented"

        def fingerprint(self) -> str:
            return "1"

        def read(self, split: str) -> Reviews:
            texts = [f"common {split} {split}{row}" for row in range(50)]
            return Reviews(texts, np.array([0, 1] * 25, dtype=np.int8))

    settings = CorpusSettings(1, 1000, 0.2, 1, 0)
    corpus = load_corpus(prepare_corpus(Invented(), settings, tmp_path))
    train_rows, validation_rows = split_validation(np.array([0, 1] * 25, dtype=np.int8), 0.2, 1, 0)
    known = set(corpus.vocabulary.tokens)
    assert known == {"common", "train", *(f"train{row}" for row in train_rows)}
    assert not known & {f"train{row}" for row in validation_rows}
    assert UNKNOWN_ID in corpus.splits["test"][0]


def test_cache_is_found_again_and_follows_what_matters(imdb_like: Path, tmp_path: Path) -> None:
    source = open_source(str(imdb_like))
    folder = prepare_corpus(source, SETTINGS, tmp_path)
    written = (folder / "vocabulary.json").stat().st_mtime_ns
    assert prepare_corpus(source, SETTINGS, tmp_path) == folder
    assert (folder / "vocabulary.json").stat().st_mtime_ns == written
    others = {
        prepare_corpus(source, CorpusSettings(3, 5000, 0.2, 10, 0), tmp_path),
        prepare_corpus(source, CorpusSettings(2, 50, 0.2, 10, 0), tmp_path),
        prepare_corpus(source, CorpusSettings(2, 5000, 0.1, 10, 0), tmp_path),
        prepare_corpus(source, CorpusSettings(2, 5000, 0.2, 10, 1), tmp_path),
        prepare_corpus(source, CorpusSettings(2, 5000, 0.2, 5, 0), tmp_path),
        prepare_corpus(DemoSource(200, 50, 0), SETTINGS, tmp_path),
    }
    assert len(others | {folder}) == 7


def test_fingerprint_follows_content(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "train.csv").write_text("text,label\na,1\n")
    before = FolderSource(folder).fingerprint()
    (folder / ".hidden").write_text("x")
    assert FolderSource(folder).fingerprint() == before
    (folder / "train.csv").write_text("text,label\nb,1\n")
    assert FolderSource(folder).fingerprint() != before


def test_parallel_is_the_same_as_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "_TEXTS_WORTH_A_PROCESS", 100)
    texts = DemoSource(500, 20, 0).read("train").texts
    together = tokenise(texts)
    parts = tokenise_parallel(texts)
    tokens = [part.tokens[token_id] for part in parts for token_id in part.token_ids]
    assert tokens == [together.tokens[token_id] for token_id in together.token_ids]
    assert np.concatenate([part.lengths for part in parts]).tolist() == together.lengths.tolist()


def _prepare(source: str, cache: str) -> None:
    prepare_corpus(open_source(source), SETTINGS, Path(cache))


def test_concurrent_preparations_agree(imdb_like: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_prepare, args=(str(imdb_like), str(tmp_path))) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(240)
    assert [worker.exitcode for worker in workers] == [0, 0]
    folders = [entry for entry in tmp_path.iterdir() if entry.is_dir()]
    assert len(folders) == 1
    assert len(load_corpus(folders[0]).splits["train"]) == 480


def test_a_killed_preparation_leaves_nothing_to_trust(imdb_like: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    worker = context.Process(target=_prepare, args=(str(imdb_like), str(tmp_path)))
    worker.start()
    deadline = time.monotonic() + 240
    while not list(tmp_path.glob(".*.partial-*")) and time.monotonic() < deadline:
        time.sleep(0.001)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(60)
    assert all(entry.name.startswith(".") for entry in tmp_path.iterdir() if entry.is_dir())
    folder = prepare_corpus(open_source(str(imdb_like)), SETTINGS, tmp_path)
    assert len(load_corpus(folder).splits["test"]) == 200
    assert not list(tmp_path.glob(".*.partial-*"))


def test_validation_is_stratified_and_seeded() -> None:
    labels = np.array([0] * 300 + [1] * 100, dtype=np.int8)
    train, validation = split_validation(labels, 0.1, 1, seed=0)
    assert labels[validation].tolist().count(0) == 30
    assert labels[validation].tolist().count(1) == 10
    assert sorted([*train, *validation]) == list(range(400))
    assert validation.tolist() == split_validation(labels, 0.1, 1, seed=0)[1].tolist()
    assert validation.tolist() != split_validation(labels, 0.1, 1, seed=1)[1].tolist()
    with pytest.raises(UserError, match="label 1"):
        split_validation(np.zeros(9, dtype=np.int8), 0.1, 1, seed=0)


def test_validation_keeps_neighbours_together() -> None:
    labels = np.array([0] * 1000 + [1] * 1000, dtype=np.int8)
    _, validation = split_validation(labels, 0.2, 20, seed=0)
    assert len(validation) == 400
    starts = [index for index in validation if index - 1 not in validation]
    assert len(starts) <= 20
    assert all(start % 20 == 0 for start in starts)


@pytest.mark.parametrize("count", [2, 3, 5, 20, 101])
def test_validation_of_a_small_corpus_leaves_something_on_both_sides(count: int) -> None:
    labels = np.array([0, 1] * count, dtype=np.int8)
    for fraction in (0.01, 0.1, 0.5, 0.99):
        train, validation = split_validation(labels, fraction, 100, seed=0)
        assert set(labels[train]) == set(labels[validation]) == {0, 1}
