"""Every mistake ends with one clear sentence and a non-zero exit; nothing half-written stays."""

import os
import re
import resource
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from small import TINY, RunCommand

ROOT = Path(__file__).parents[1]
CallMain = Callable[..., tuple[int, str]]


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("modle.hidden_dim=3", r"no setting 'modle.hidden_dim'; did you mean model.hidden_dim"),
        ("hidden_dim=3", r"no setting 'hidden_dim'; did you mean model.hidden_dim"),
        ("model=nosuch", r"no model=nosuch; the options are bigru, bilstm, "),
        ("nosuchgroup=a", r"no setting 'nosuchgroup'"),
        ("experiment=nosuch", r"no experiment=nosuch; the options are bigru, bilstm, "),
        ("model.hidden_dim=-4", r"model.hidden_dim=-4 should be greater than 0"),
        ("model.embedding_dim=0", r"model.embedding_dim=0 should be greater than 0"),
        ("model.num_layers=many", r"model.num_layers=many should be a valid integer"),
        ("model.dropout=1.0", r"model.dropout=1.0 should be less than 1"),
        ("optimizer.lr=0", r"optimizer.lr=0 should be greater than 0"),
        ("optimizer.betas=[0.9,1.5]", r"optimizer.betas=1.5 should be less than 1"),
        ("optimizer.betas=[0.9]", r"optimizer.betas=.* should have at least 2 items"),
        ("optimizer.betas=[0.9,0.98,0.99]", r"optimizer.betas=.* should have at most 2 items"),
        ("scheduler.pct_start=5", r"scheduler.pct_start=5 should be less than or equal to 1"),
        ("trainer.limit_train_batches=0", r"limit_train_batches=0 should be greater than 0"),
        ("data.batch_size=0", r"data.batch_size=0 should be greater than 0"),
        ("data.max_length=-1", r"data.max_length=-1 should be greater than 0"),
        ("data.truncation=middle", r"data.truncation=middle should be 'head', 'tail' or"),
        ("data.validation_fraction=1.5", r"data.validation_fraction=1.5 should be less than 1"),
        ("trainer.max_epochs=0", r"trainer.max_epochs=0 should be greater than 0"),
        ("trainer.devices=0", r"trainer.devices=0 should be"),
        ("seed=-1", r"seed=-1 should be greater than or equal to 0"),
        ("data.fallback=other", r"data.fallback=other should be 'demo'"),
        ("data.source=./nothing", r"data.source=./nothing: there is no such folder"),
        ("trainer.precision=13-odd", r"13-odd"),
        ("model.pooling=sum", r"model.pooling=sum should be"),
        ("callbacks.best_checkpoint.monitor=nosuch", r"nosuch.*validation/accuracy"),
        ("data.batch_size=[", r"\["),
        ("resume=nothing", r"no checkpoint at nothing"),
    ],
)
def test_training(
    call_main: CallMain, imdb_like: Path, tmp_path: Path, override: str, sentence: str
) -> None:
    arguments = [*TINY, f"data.source={imdb_like}", "logger=csv", override]
    if not override.startswith("resume"):
        arguments.append(f"hydra.run.dir={tmp_path / 'run'}")
    code, errors = call_main("train", *arguments)
    assert_one_sentence(code, errors, sentence)
    assert not (tmp_path / "run" / "metrics.json").exists()


def assert_one_sentence(code: int, errors: str, sentence: str) -> None:
    assert code == 1, errors
    assert "Traceback" not in errors
    # The bar and the lines about the run may stand before it.
    last = errors.strip().splitlines()[-1]
    assert re.search(sentence, last), errors


@pytest.mark.parametrize(
    ("model", "override", "sentence"),
    [
        ("wide_bilstm", "ngram_orders=0", "should be greater than 0"),
        ("wide_bilstm", "ngram_orders=9", "is too many for a vocabulary of"),
        ("wide_bilstm", "ngram_min_count=0", "should be greater than 0"),
        ("wide_bilstm", "ngram_smoothing=0", "should be greater than 0"),
        ("wide_bilstm", "ngram_dropout=1", "should be less than 1"),
        ("wide_bilstm", "ngram_learning_rate=-1", "should be greater than 0"),
        ("wide_bilstm", "ngram_share=1.5", "should be less than or equal to 1"),
        ("cnn", "widths=[]", "should have at least 1 item"),
        ("cnn", "filters=0", "should be greater than 0"),
        ("dan", "hidden_layers=-1", "should be greater than or equal to 0"),
    ],
)
def test_networks(
    call_main: CallMain, imdb_like: Path, tmp_path: Path, model: str, override: str, sentence: str
) -> None:
    arguments = [f"data.source={imdb_like}", "data.min_frequency=2", "logger=csv", f"model={model}"]
    code, errors = call_main(
        "train", *arguments, f"model.{override}", f"hydra.run.dir={tmp_path / 'run'}"
    )
    setting = re.escape(f"model.{override.partition('=')[0]}")
    assert_one_sentence(code, errors, f"{setting}.*{sentence}")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_no_gpu(call_main: CallMain, imdb_like: Path, tmp_path: Path) -> None:
    code, errors = call_main(
        "train", f"data.source={imdb_like}", "trainer=gpu", f"hydra.run.dir={tmp_path}"
    )
    assert_one_sentence(code, errors, "no such device here; use trainer=cpu")


def test_tracking_server_does_not_answer(
    call_main: CallMain, imdb_like: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code, errors = call_main(
        "train",
        f"data.source={imdb_like}",
        f"mlflow.tracking_uri=http://127.0.0.1:{port}",
        f"hydra.run.dir={tmp_path}",
    )
    assert_one_sentence(code, errors, rf"tracking_uri=http://127.0.0.1:{port} does not answer")


def test_tracking_store_is_no_store(call_main: CallMain, imdb_like: Path, tmp_path: Path) -> None:
    (tmp_path / "store.db").write_text("not a database" * 100)
    code, errors = call_main(
        "train",
        f"data.source={imdb_like}",
        f"mlflow.tracking_uri=sqlite:///{tmp_path / 'store.db'}",
        f"hydra.run.dir={tmp_path / 'run'}",
    )
    assert_one_sentence(code, errors, r"tracking_uri=sqlite.* can't be used")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "can't be read as a checkpoint"),
        (b"not a checkpoint", "can't be read as a checkpoint"),
        ("half", "can't be read as a checkpoint"),
        ("foreign", "is not a checkpoint of Sentiment Lab"),
        ("hostile", "not a network of this project"),
        ("newer", "newer version"),
        ("pickle", "can't be read as a checkpoint"),
    ],
)
def test_unusable_checkpoint(
    call_main: CallMain, tiny_run: Path, tmp_path: Path, content: bytes | str, sentence: str
) -> None:
    path = tmp_path / "some.ckpt"
    whole = tiny_run / "checkpoints" / "best.ckpt"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "half":
        path.write_bytes(whole.read_bytes()[:-5000])
    elif content == "pickle":
        torch.save({"state_dict": {}, "sentiment": Runs(tmp_path)}, path)
    else:
        checkpoint = torch.load(whole, weights_only=True)
        if content == "foreign":
            del checkpoint["sentiment"]
        elif content == "newer":
            checkpoint["sentiment"]["format"] = 99
        else:
            checkpoint["sentiment"]["config"]["model"] = {
                "_target_": "os.system",
                "command": f"touch {tmp_path / 'executed'}",
            }
        torch.save(checkpoint, path)
    for verb, more in (("predict", "text=fine"), ("evaluate", "split=test")):
        code, errors = call_main(
            verb, f"checkpoint={path}", more, f"hydra.run.dir={tmp_path / 'run'}"
        )
        assert_one_sentence(code, errors, sentence)
    assert not (tmp_path / "executed").exists()


class Runs:
    """Pickled, it would run a command where it is loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.folder / 'executed'}",)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "either checkpoint=RUN or bundle=FOLDER"),
        (["checkpoint={run}", "bundle={run}"], "either checkpoint=RUN or bundle=FOLDER"),
        (["checkpoint=nothing"], "no checkpoint at nothing"),
        (["bundle={run}"], "not a bundle"),
        (["checkpoint={run}", "split=nosuch"], "nosuch"),
        (["checkpoint={run}", "failures=-1"], "failures=-1 should be greater than or equal to 0"),
        (["checkpoint={run}", "batch_size=0"], "batch_size=0 should be greater than 0"),
        (["checkpoint={run}", "source=./nothing"], "no such folder or file"),
    ],
)
def test_evaluation(
    call_main: CallMain, tiny_run: Path, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    filled = [argument.format(run=tiny_run) for argument in arguments]
    code, errors = call_main("evaluate", *filled, f"hydra.run.dir={tmp_path}")
    assert_one_sentence(code, errors, sentence)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limit_bytes", "cached", "sentence"),
    [(40_000, False, r"cache_dir=.*can't be written"), (300_000, True, r"ckpt can't be written")],
    ids=["cache", "checkpoint"],
)
def test_no_space_left(
    call_main: CallMain,
    monkeypatch: pytest.MonkeyPatch,
    imdb_like: Path,
    tiny_run: Path,
    tmp_path: Path,
    limit_bytes: int,
    cached: bool,
    sentence: str,
) -> None:
    """A limit on the size of files stands in for a full disk: writes fail in the same place."""
    if not cached:
        monkeypatch.setenv("SENTIMENT_CACHE", str(tmp_path / "cache"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, before[1]))
    try:
        code, errors = call_main(
            *("train", *TINY, f"data.source={imdb_like}", "logger=csv", "hydra.run.dir=run")
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert_one_sentence(code, errors, sentence)
    left = [*(tmp_path / "cache").rglob("*"), *(tmp_path / "run" / "checkpoints").rglob("*")]
    assert [entry for entry in left if entry.suffix != ".lock"] == []


def test_debug_shows_where(run_command: RunCommand) -> None:
    loud = run_command(str(ROOT / "train.py"), "model=nosuch", "debug=true")
    assert loud.returncode != 0
    assert "Traceback" in loud.stderr


def test_help_is_worth_reading(run_command: RunCommand) -> None:
    done = run_command(str(ROOT / "train.py"), "--help")
    assert done.returncode == 0, done.stderr
    for word in ("bilstm, bilstm_reference", "trainer: auto, cpu", "resume=", "hidden_dim"):
        assert word in done.stdout
