import json
import socket
import threading
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from sentiment.data.datamodule import ReviewsDataModule
from sentiment.data.sources import HubSource, SourceUnavailable, open_source
from sentiment.errors import UserError

ROWS = [('Good, "really"\ngood.', 1), ("Bad.", 0), ("NA", 0), ("null", 1)]


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl"])
def test_reads_one_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"reviews.{suffix}"
    texts, labels = [list(column) for column in zip(*ROWS, strict=True)]
    if suffix == "parquet":
        pyarrow.parquet.write_table(pyarrow.table({"text": texts, "label": labels}), path)
    elif suffix == "jsonl":
        lines = [json.dumps({"text": text, "label": label}) for text, label in ROWS]
        path.write_text("\n".join(lines))
    else:
        quoted = [text.replace('"', '""') for text in texts]
        lines = [f'"{text}",{label}' for text, label in zip(quoted, labels, strict=True)]
        path.write_text("text,label\n" + "\n".join(lines) + "\n")
    reviews = open_source(str(path)).read("test")
    assert list(zip(reviews.texts, reviews.labels.tolist(), strict=True)) == ROWS


def test_reads_a_folder_in_the_hubs_layout(imdb_like: Path) -> None:
    source = open_source(str(imdb_like))
    assert source.name == "imdb_like"
    assert len(source.read("train")) == 600
    assert sorted(set(source.read("test").labels.tolist())) == [0, 1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text,label\n", "no reviews"),
        ("text,label\nfine,2\n", "Row 1 .* label '2'"),
        ("text,label\nfine,1\n   ,0\n", "Row 2 .* no text"),
        ("text,stars\nfine,1\n", "no column 'label'; it has text, stars"),
        ("text,label\nfine\n", "Row 1 .*1 values where the header has 2"),
    ],
)
def test_names_what_is_wrong_with_a_file(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text(content)
    with pytest.raises(UserError, match=message):
        open_source(str(path)).read("test")


def test_names_what_is_wrong_with_a_folder(tmp_path: Path, imdb_like: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        open_source(str(tmp_path / "nothing"))
    with pytest.raises(UserError, match="'nosuch'"):
        open_source(str(imdb_like)).read("nosuch")
    with pytest.raises(UserError, match="label -1"):
        open_source(str(imdb_like)).read("unsupervised")
    (tmp_path / "train.parquet").write_bytes(b"PAR1 this is not parquet PAR1")
    with pytest.raises(UserError, match="can't be read"):
        open_source(str(tmp_path)).read("train")


def test_a_mistyped_folder_is_not_taken_for_a_name_on_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shared").mkdir()
    with pytest.raises(UserError, match="no such folder"):
        open_source("shared/imbd")


def test_training_on_one_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text("text,label\nGood.,1\nBad.,0\n")
    with pytest.raises(UserError, match="no test split of its own"):
        datamodule(str(tmp_path / "all.csv"), "demo", tmp_path / "cache").prepare_data()


def test_a_folder_called_demo_is_not_the_built_in_corpus(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    assert open_source(str(tmp_path / "demo")).name != "demo"


def test_an_unreachable_hub_is_known_at_once() -> None:
    assert isinstance(open_source("someone/something"), HubSource)
    import datasets  # noqa: F401  (a second of its own)

    started = time.monotonic()
    with pytest.raises(SourceUnavailable, match=r"data.source=FOLDER.*data=demo"):
        open_source("someone/something").read("train")
    assert time.monotonic() - started < 5


def test_a_hub_that_never_answers_is_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    with socket.create_server(("127.0.0.1", 0)) as silent:
        held: list[socket.socket] = []
        thread = threading.Thread(target=lambda: held.append(silent.accept()[0]), daemon=True)
        thread.start()
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        started = time.monotonic()
        with pytest.raises(SourceUnavailable):
            open_source("someone/something").read("train")
        assert time.monotonic() - started < 5
        thread.join(5)
        for connection in held:
            connection.close()


def datamodule(source: str, fallback: str | None, cache: Path) -> ReviewsDataModule:
    return ReviewsDataModule(
        source=source,
        fallback=fallback,
        batch_size=8,
        evaluation_batch_size=8,
        max_length=32,
        truncation="head_tail",
        min_frequency=1,
        max_vocabulary=1000,
        validation_fraction=0.1,
        validation_block=10,
        split_seed=0,
        unlabelled_split="unsupervised",
        pseudo_labels=None,
        cache_dir=str(cache),
        demo_train_size=120,
        demo_test_size=40,
        seed=0,
    )


def test_falls_back_loudly_and_says_what_it_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = datamodule("someone/something", "demo", tmp_path)
    data.prepare_data()
    data.setup()
    assert data.dataset_name == "demo"
    assert "BUILT-IN CORPUS" in caplog.text
    assert "someone/something" in caplog.text
    assert len(data.train_dataloader().batches.lengths) == 108


def test_does_not_fall_back_when_told_so(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable):
        datamodule("someone/something", None, tmp_path).prepare_data()
    assert not [entry for entry in tmp_path.iterdir() if entry.is_dir()]


def test_a_folder_that_is_not_there_is_an_error_whatever_the_fallback(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        datamodule("./nothing", "demo", tmp_path).prepare_data()
