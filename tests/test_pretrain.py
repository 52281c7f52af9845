"""Pretraining, and what starts from it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sentiment import language_modelling, pretraining, skip_gram
from sentiment.config import compose_config
from sentiment.errors import InterruptedByUser, UserError
from sentiment.instantiation import build_net
from sentiment.models import Network
from sentiment.pretrain import pretrain
from sentiment.pretrained import FILE, Pretrained, read_pretrained, start_from
from sentiment.text import UNKNOWN_ID, Vocabulary
from sentiment.train import train
from sentiment.word_vectors import load_word_vectors

from small import TINY, RunCommand

ROOT = Path(__file__).parents[1]
CallMain = Callable[..., tuple[int, str]]
SMALL = (
    "data.min_frequency=2",
    "data.max_length=64",
    "data.batch_size=16",
    "model.embedding_dim=16",
    "model.hidden_dim=16",
    "model.samples=32",
    "skipgram.epochs=2",
    "trainer.limit_train_batches=20",
    "trainer.limit_val_batches=2",
    "trainer.precision=32-true",
    "threads=1",
)


def inner(*overrides: str) -> str:
    """As small, inside a training whose sizes it takes."""
    small = [one for one in SMALL if not one.startswith(("data.min", "model.e", "model.h"))]
    return f"pretraining={json.dumps([*small, *overrides])}"


def in_the_cache() -> set[Path]:
    """The pretrainings there."""
    return set(Path(os.environ["SENTIMENT_CACHE"]).glob("pretrained-*/"))


def run(folder: Path, source: Path, *overrides: str) -> Path:
    settings = [*SMALL, f"data.source={source}", f"output_dir={folder}", *overrides]
    return pretrain(compose_config("pretrain", settings))


def train_from(pretrained: object, source: Path, folder: Path, *overrides: str) -> dict[str, Any]:
    settings = [*TINY, f"data.source={source}", "logger=csv", "trainer.max_epochs=1", "test=false"]
    settings += ["trainer.limit_train_batches=4", "trainer.limit_val_batches=1"]
    settings += [f"model.pretrained={pretrained}", f"output_dir={folder}", *overrides]
    return train(compose_config("train", settings)).metrics


@pytest.fixture(scope="module")
def language_model(imdb_like: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("pretrained") / "lm", imdb_like)


@pytest.fixture(scope="module")
def vectors(imdb_like: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("pretrained") / "sg", imdb_like, "objective=skipgram")


def make_net(vocabulary: Vocabulary, model: str = "bilstm", **settings: object) -> Network:
    sizes = [
        "model.embedding_dim=16",
        *(f"model.{name}={value}" for name, value in settings.items()),
    ]
    torch.manual_seed(0)
    return build_net(compose_config("train", [f"model={model}", *sizes]).model, len(vocabulary))


def assert_same_weights(one: Path, other: Path) -> None:
    ours, theirs = read_pretrained(one), read_pretrained(other)
    assert ours.tokens == theirs.tokens
    assert ours.weights.keys() == theirs.weights.keys()
    for name, value in theirs.weights.items():
        assert torch.equal(ours.weights[name], value), name


def test_a_language_model_leaves_embeddings_and_a_layer(language_model: Path) -> None:
    pretrained = read_pretrained(language_model)
    assert pretrained.embedding.shape == (len(pretrained.tokens) + 2, 16)
    assert not pretrained.embedding[0].any()
    assert set(pretrained.layer) == set(
        make_net(Vocabulary([]), hidden_dim=16).layers[0].state_dict()
    )
    metrics = json.loads((language_model / "metrics.json").read_text())
    assert metrics["dataset"] == "imdb_like"
    assert metrics["objective"] == "language_model"
    assert metrics["epochs"] == 1
    assert metrics["tokens"] > 30_000
    assert metrics["seconds"] > 0
    assert metrics["cpu_seconds"] > 0
    # Better than one that knows nothing but how many tokens there are.
    assert 1 < metrics["validation"]["perplexity"] < len(pretrained.tokens) / 4
    assert not (language_model / "checkpoints" / "last.ckpt").exists()


def test_word_vectors_leave_embeddings_alone(vectors: Path) -> None:
    pretrained = read_pretrained(vectors)
    assert set(pretrained.weights) == {"embedding.weight"}
    assert pretrained.embedding.dtype == torch.float32
    assert not pretrained.embedding[0].any()
    metrics = json.loads((vectors / "metrics.json").read_text())
    assert metrics["objective"] == "skipgram"
    assert metrics["epochs"] == 2
    assert metrics["cpu_seconds"] > 0
    lines = (vectors / "vectors.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"{len(pretrained.tokens)} 16"
    token, *values = lines[7].split(" ")
    assert token == pretrained.tokens[6]
    assert np.array(values, dtype=np.float32).tolist() == pretrained.embedding[8].tolist()


def test_a_network_gets_what_the_language_model_learned(language_model: Path) -> None:
    pretrained = read_pretrained(language_model)
    # Another vocabulary: other ids, a token that nobody has seen, and some left out.
    vocabulary = Vocabulary(["nobody-wrote-this", *reversed(pretrained.tokens[5:])])
    net = make_net(vocabulary, hidden_dim=16, num_layers=2)
    before = net.embedding.weight.detach().clone()
    assert start_from(net, pretrained, vocabulary) == len(vocabulary.tokens) - 1
    for token in (vocabulary.tokens[1], vocabulary.tokens[-1]):
        ours, theirs = (
            table.weight if isinstance(table, torch.nn.Embedding) else table
            for table in (net.embedding, pretrained.embedding)
        )
        row, place = vocabulary.encode([token])[0], pretrained.tokens.index(token) + 2
        assert torch.equal(ours[row], theirs[place])
    assert torch.equal(net.embedding.weight[UNKNOWN_ID], pretrained.embedding[UNKNOWN_ID])
    untouched = [0, UNKNOWN_ID + 1]
    assert torch.equal(net.embedding.weight[untouched], before[untouched])
    for name, value in net.layers[0].state_dict().items():
        assert torch.equal(value, pretrained.layer[name])
    assert all(parameter.requires_grad for parameter in net.parameters())


@pytest.mark.parametrize("model", ["bilstm", "wide_bilstm", "bigru", "cnn", "dan"])
def test_any_network_can_start_from_word_vectors(vectors: Path, model: str) -> None:
    vocabulary = Vocabulary(read_pretrained(vectors).tokens)
    net, other = make_net(vocabulary, model), make_net(vocabulary, model)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    start_from(net, read_pretrained(vectors), vocabulary)
    changed = {
        name for name, value in net.state_dict().items() if not torch.equal(value, before[name])
    }
    assert changed == {"embedding.weight"}
    spread = [table.square().mean() for table in (net.embedding.weight, before["embedding.weight"])]
    torch.testing.assert_close(*spread)
    # The text file says the same, but for the one row that no token has.
    load_word_vectors(other, vectors / "vectors.txt", vocabulary)
    ours, theirs = (one.embedding.weight[UNKNOWN_ID + 1 :] for one in (net, other))
    torch.testing.assert_close(ours / ours.std(), theirs / theirs.std(), atol=1e-5, rtol=1e-5)


def test_what_does_not_fit_is_refused(language_model: Path) -> None:
    pretrained = read_pretrained(language_model)
    vocabulary = Vocabulary(pretrained.tokens)
    for settings, sentence in (
        ({"embedding_dim": 8}, r"model\.embedding_dim=16, and this network has 8"),
        ({"hidden_dim": 24}, r"model\.hidden_dim=16, and this network has 24"),
        ({"model": "bigru", "hidden_dim": 16}, "of an LSTM .* objective=skipgram"),
    ):
        net = make_net(vocabulary, **settings)
        before = net.embedding.weight.detach().clone()
        with pytest.raises(UserError, match=sentence):
            start_from(net, pretrained, vocabulary)
        assert torch.equal(net.embedding.weight, before)
    stranger = Vocabulary(["nobody-wrote-this"])
    with pytest.raises(UserError, match="none of the vocabulary's tokens"):
        start_from(make_net(stranger, hidden_dim=16), pretrained, stranger)
    with pytest.raises(UserError, match="no embeddings"):
        start_from(torch.nn.Linear(1, 1), pretrained, stranger)


def test_other_files_are_refused(language_model: Path, tiny_run: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"there is no pretrained\.pt; name the folder"):
        read_pretrained(tiny_run)
    whole = (language_model / FILE).read_bytes()
    tokens, weight = ["a"], torch.zeros(2, 4)
    for name, content in {
        "cut": whole[:-100],
        "empty": b"",
        "text": b"no tensors",
        "checkpoint": (tiny_run / "checkpoints" / "best.ckpt").read_bytes(),
        "list": [1],
        "too few": {"tokens": tokens, "weights": {"embedding.weight": weight}},
        "nothing": {"tokens": tokens, "weights": {}},
        "number": {"tokens": 3, "weights": {"embedding.weight": weight}},
    }.items():
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            torch.save(content, path)
        with pytest.raises(UserError, match="is damaged, incomplete, or something else"):
            read_pretrained(path)


def test_auto_pretrains_once(
    imdb_like: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretraining_settings, before = inner("seed=11"), in_the_cache()
    first = train_from("auto", imdb_like, tmp_path / "first", pretraining_settings)
    (made,) = in_the_cache() - before
    assert first["pretraining_cpu_seconds"] > 0

    def never(config: object) -> None:
        raise AssertionError("it is in the cache")

    # Another seed starts from the same; another size would not.
    with monkeypatch.context() as patch:
        patch.setattr(pretraining, "run_pretraining", never)
        second = train_from("auto", imdb_like, tmp_path / "second", pretraining_settings)
        train_from("auto", imdb_like, tmp_path / "other", pretraining_settings, "seed=2")
        smaller = (pretraining_settings, "model.hidden_dim=8")
        with pytest.raises(AssertionError):
            train_from("auto", imdb_like, tmp_path / "smaller", *smaller)
    assert second["pretraining_cpu_seconds"] == first["pretraining_cpu_seconds"]
    assert second["validation"] == first["validation"]
    # So does the folder by its name; and the weights matter.
    named = train_from(made, imdb_like, tmp_path / "named")
    assert named["validation"] == first["validation"]
    assert named["recipe"] != first["recipe"]
    chance = train_from("null", imdb_like, tmp_path / "chance")
    assert chance["validation"]["loss"] != first["validation"]["loss"]
    assert "pretraining_cpu_seconds" not in chance


@pytest.mark.slow
def test_auto_with_word_vectors(imdb_like: Path, tmp_path: Path) -> None:
    settings, before = inner("seed=12", "objective=skipgram"), in_the_cache()
    train_from("auto", imdb_like, tmp_path / "first", settings)
    # Sizes that they do not have do not matter to them.
    train_from("auto", imdb_like, tmp_path / "wider", settings, "model.hidden_dim=24")
    (made,) = in_the_cache() - before
    assert not read_pretrained(made).layer


def slowly(*values: object) -> Any:
    return pytest.param(*values, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (['pretraining=["modle.samples=3"]'], r"pretraining=\['modle.samples=3'\]: .*modle"),
        (['pretraining=["data=demo"]'], r"pretraining: data\.\w+ is that of the training itself"),
        (["model.embeddings=a.txt"], "model.pretrained or model.embeddings, not both"),
        slowly(['pretraining=["model.samples=0"]'], "pretraining: model.samples=0 should be"),
        slowly(['pretraining=["model.embedding_dim=8"]'], "model.embedding_dim is that of the"),
        slowly(['pretraining=["trainer=ddp"]'], "pretraining: this runs on one device"),
        slowly(["data.unlabelled_split=nosuch"], "pretraining: data.unlabelled_split=nosuch: "),
        slowly(["model.pretrained=null", 'pretraining=["seed=2"]'], "is for model.pretrained=auto"),
        slowly(
            ["model.pretrained=nothing"], r"model.pretrained=nothing: there is no pretrained\.pt"
        ),
        slowly(["model=bigru"], "this network reads otherwise; it can start from word vectors"),
        slowly(["model.pretrained="], "model.pretrained= String should have at least 1 character"),
    ],
)
def test_mistakes_are_sentences(
    imdb_like: Path, tmp_path: Path, overrides: list[str], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        train_from("auto", imdb_like, tmp_path / "run", *overrides)


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("objective=cbow", "objective=cbow should be 'language_model' or 'skipgram'"),
        slowly("skipgram.window=0", "skipgram.window=0 should be greater than 0"),
        slowly("data.max_length=1", "data.max_length=1 should be greater than or equal to 2"),
        slowly("data.pseudo_labels=a", "data.pseudo_labels: a pretraining looks at no labels"),
        slowly("resume=nothing", "There is no checkpoint at nothing"),
    ],
)
def test_pretrain_mistakes_are_sentences(
    call_main: CallMain, imdb_like: Path, override: str, sentence: str
) -> None:
    code, errors = call_main("pretrain", *SMALL, f"data.source={imdb_like}", override)
    assert code == 1
    assert sentence in errors.splitlines()[-1]
    assert "Traceback" not in errors


def test_without_gensim(call_main: CallMain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skip_gram, "find_spec", lambda name: None)
    code, errors = call_main("pretrain", "data=demo", "objective=skipgram")
    assert code == 1
    assert errors == "objective=skipgram needs gensim: pip install 'sentiment-lab[embeddings]'.\n"


@pytest.mark.slow
def test_the_built_in_corpus_has_texts_without_labels_too(tmp_path: Path) -> None:
    demo = ["data=demo", "data.demo_train_size=100", "data.demo_test_size=20"]
    settings = [*SMALL, *demo, "objective=skipgram", f"output_dir={tmp_path}"]
    pretrain(compose_config("pretrain", settings))
    assert json.loads((tmp_path / "metrics.json").read_text())["dataset"] == "demo"


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A corpus where some words stand in the same contexts, which differ by group."""
    generator = np.random.default_rng(0)
    groups = [["cat", "dog", "cow"], ["red", "blue", "green"], ["run", "walk", "jump"]]
    contexts = [[f"{letter}{number}" for number in range(5)] for letter in "xyz"]

    def sentence() -> str:
        group = generator.integers(3)
        words = generator.choice(contexts[group], 4)
        return " ".join([*words[:2], generator.choice(groups[group]), *words[2:]])

    folder = tmp_path / "toy"
    folder.mkdir()
    for split, count in (("train", 600), ("test", 20), ("unsupervised", 1500)):
        rows = [f"{sentence()},{row % 2}" for row in range(count)]
        (folder / f"{split}.csv").write_text("\n".join(["text,label", *rows]) + "\n")
    (folder / "README.md").write_text(
        "---\nconfigs:\n- config_name: default\n  data_files:\n"
        + "".join(
            f"  - split: {split}\n    path: {split}.csv\n"
            for split in ("train", "test", "unsupervised")
        )
        + "---\n"
    )
    return folder


def test_words_in_the_same_contexts_come_near_each_other(toy: Path, tmp_path: Path) -> None:
    settings = ("objective=skipgram", "skipgram.epochs=4", "skipgram.subsampling=0")
    pretrained = read_pretrained(run(tmp_path / "run", toy, *settings))
    vectors = torch.nn.functional.normalize(pretrained.embedding, dim=1)

    def similarity(one: str, other: str) -> float:
        return float(
            vectors[pretrained.tokens.index(one) + 2] @ vectors[pretrained.tokens.index(other) + 2]
        )

    for near, far in (("dog", "blue"), ("cow", "walk")):
        assert similarity("cat", near) > 0.7
        assert similarity("cat", far) < similarity("cat", near) - 0.3


@pytest.mark.parametrize(
    "finished",
    [pytest.param(0, marks=pytest.mark.slow), 1, pytest.param(2, marks=pytest.mark.slow)],
)
def test_word_vectors_go_on_after_any_epoch(
    imdb_like: Path,
    vectors: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    finished: int,
) -> None:
    save = skip_gram._save

    def save_and_stop(folder: Path, recipe: Any, model: Any, epochs: int, seconds: float) -> None:
        save(folder, recipe, model, epochs, seconds)
        if epochs == finished:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(skip_gram, "_save", save_and_stop)
        with pytest.raises((InterruptedByUser, KeyboardInterrupt)) as stopped:
            run(tmp_path / "run", imdb_like, "objective=skipgram")
    if finished < 2:
        assert f"resume={tmp_path / 'run'}" in str(stopped.value)
    assert not (tmp_path / "run" / FILE).exists()
    resume = f"resume={tmp_path / 'run'}"
    with pytest.raises(UserError, match=r"skipgram.window was 5 and is 3"):
        run(tmp_path / "run", imdb_like, "objective=skipgram", resume, "skipgram.window=3")
    run(tmp_path / "run", imdb_like, "objective=skipgram", resume)
    assert_same_weights(tmp_path / "run", vectors)
    assert (tmp_path / "run" / "vectors.txt").read_bytes() == (vectors / "vectors.txt").read_bytes()
    assert json.loads((tmp_path / "run" / "metrics.json").read_text())["cpu_seconds"] is None


def test_a_language_model_stopped_between_its_end_and_its_results(
    imdb_like: Path, language_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(run_dir: Path, pretrained: Pretrained) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "run"
    with monkeypatch.context() as patch:
        patch.setattr(pretraining, "write_pretrained", stop)
        with pytest.raises(KeyboardInterrupt):
            run(folder, imdb_like)
    run(folder, imdb_like, f"resume={folder}")
    assert_same_weights(folder, language_model)
    ours, theirs = (
        json.loads((one / "metrics.json").read_text()) for one in (folder, language_model)
    )
    assert ours["validation"] == theirs["validation"]
    assert ours["seconds"] > 0
    # Finished, it is left as it is.
    before = (folder / FILE).stat().st_mtime_ns
    assert run(folder, imdb_like, f"resume={folder}") == folder
    assert (folder / FILE).stat().st_mtime_ns == before
    with pytest.raises(UserError, match="holds another training"):
        run(folder, imdb_like)


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def stopped_pretraining(settings: str, source: Path, folder: Path) -> Path:
    """What is left in the cache of a pretraining that was trained, and stopped before it ended."""
    before = in_the_cache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pretraining, "write_pretrained", stop)
        with pytest.raises(InterruptedByUser, match="The same command goes on with the pretrain"):
            train_from("auto", source, folder, settings)
    (made,) = in_the_cache() - before
    return made


@pytest.mark.slow
def test_auto_goes_on_with_what_was_stopped(
    imdb_like: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = inner("seed=13")
    made = stopped_pretraining(settings, imdb_like, tmp_path / "stopped")
    with monkeypatch.context() as patch:
        # There is nothing left to train.
        patch.setattr(language_modelling.BidirectionalLanguageModel, "forward", stop)
        train_from("auto", imdb_like, tmp_path / "resumed", settings)
    trained = read_pretrained(made)

    # What a kill in the very first save leaves.
    shutil.rmtree(made)
    (made / "checkpoints").mkdir(parents=True)
    (made / "checkpoints" / ".last.partial-abc.ckpt").write_bytes(b"half")
    train_from("auto", imdb_like, tmp_path / "anew", settings)
    assert torch.equal(read_pretrained(made).embedding, trained.embedding)
    assert not list((made / "checkpoints").iterdir())


@pytest.mark.slow
def test_auto_begins_anew_where_it_can_not_go_on(imdb_like: Path, tmp_path: Path) -> None:
    """What was stopped with other threads makes the same, and yet can't be gone on with."""
    settings = inner("seed=14")
    made = stopped_pretraining(settings, imdb_like, tmp_path / "stopped")
    assert (made / "checkpoints" / "last.ckpt").is_file()
    train_from("auto", imdb_like, tmp_path / "again", settings, "threads=2")
    assert read_pretrained(made).embedding.isfinite().all()


def start(folder: Path, source: Path, cwd: Path, *overrides: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sentiment.pretrain", *SMALL, f"data.source={source}"]
    return subprocess.Popen(
        [*command, *overrides, f"hydra.run.dir={folder}"],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(process: subprocess.Popen[str], ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and process.poll() is None:
        if ready():
            return
        time.sleep(0.01)
    process.kill()
    raise AssertionError(process.communicate()[1])


# Slow enough to be met in the middle of an epoch, when it is saved after every batch.
SLOWLY = ("data.batch_size=8", "trainer.max_epochs=2", "trainer.limit_train_batches=60")
SAVED = "callbacks.last_checkpoint.every_n_seconds=0"


def stopped(
    folder: Path, source: Path, settings: tuple[str, ...], ready: Callable[[], bool], how: int
) -> None:
    """Starts a pretraining, or goes on with it, and stops it again."""
    resume = (f"resume={folder.name}",) if folder.exists() else ()
    process = start(folder, source, folder.parent, *settings, *resume)
    wait_for(process, ready)
    process.send_signal(how)
    _, errors = process.communicate(timeout=60)
    if how == signal.SIGINT:
        assert process.returncode == 130, errors
        assert "Traceback" not in errors
        assert "-m sentiment.pretrain" in errors
        assert "resume=killed" in errors
    assert not (folder / FILE).exists()


@pytest.mark.slow
def test_a_killed_language_model_ends_as_the_unbroken_one(imdb_like: Path, tmp_path: Path) -> None:
    folder, whole = tmp_path / "killed", tmp_path / "whole"
    last = folder / "checkpoints" / "last.ckpt"

    def in_the_second_epoch() -> bool:
        return last.exists() and torch.load(last, weights_only=True)["epoch"] == 1

    stopped(folder, imdb_like, (*SLOWLY, SAVED), last.exists, signal.SIGINT)
    stopped(folder, imdb_like, (*SLOWLY, SAVED), in_the_second_epoch, signal.SIGKILL)
    run(folder, imdb_like, *SLOWLY, f"resume={folder}")
    run(whole, imdb_like, *SLOWLY)
    assert_same_weights(folder, whole)
    ours, theirs = (json.loads((one / "metrics.json").read_text()) for one in (folder, whole))
    assert ours["validation"] == theirs["validation"]


@pytest.mark.slow
def test_killed_word_vectors_end_as_the_unbroken_ones(imdb_like: Path, tmp_path: Path) -> None:
    folder, whole = tmp_path / "killed", tmp_path / "whole"
    settings = ("objective=skipgram", "skipgram.epochs=16", "model.embedding_dim=100")
    last = folder / "checkpoints" / "last.ckpt"

    def finished_epochs() -> int:
        return torch.load(last, weights_only=True)["finished_epochs"] if last.exists() else 0

    stopped(folder, imdb_like, settings, lambda: finished_epochs() > 2, signal.SIGINT)
    before = finished_epochs()
    stopped(folder, imdb_like, settings, lambda: finished_epochs() > before, signal.SIGKILL)
    run(folder, imdb_like, *settings, f"resume={folder}")
    run(whole, imdb_like, *settings)
    assert_same_weights(folder, whole)


@pytest.mark.slow
def test_two_processes_that_want_the_same_share_it(imdb_like: Path, tmp_path: Path) -> None:
    """The first is killed in the middle; the other, which waits, goes on where it stopped."""
    # Long enough for the other one to come while it is at work.
    settings = inner(*SLOWLY, SAVED, "trainer.max_epochs=4")
    command = [sys.executable, str(ROOT / "train.py"), *TINY, f"data.source={imdb_like}", settings]
    command += ["model.pretrained=auto", f"data.cache_dir={tmp_path / 'cache'}", "logger=csv"]
    command += ["trainer.max_epochs=1", "trainer.limit_train_batches=4", "test=false"]
    processes = [
        subprocess.Popen(
            [*command, f"hydra.run.dir={name}"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
        )
        for name in ("one", "two")
    ]

    def begun() -> bool:
        return bool(list((tmp_path / "cache").glob("pretrained-*/checkpoints/last.ckpt")))

    def logs(name: str) -> str:
        path = tmp_path / name / "train.log"
        return path.read_text() if path.exists() else ""

    wait_for(
        processes[0], lambda: begun() and any("waiting" in logs(one) for one in ("one", "two"))
    )
    waiting = int("waiting" in logs("two"))
    os.kill(processes[1 - waiting].pid, signal.SIGKILL)
    processes[1 - waiting].communicate()
    _, errors = processes[waiting].communicate(timeout=400)
    assert processes[waiting].returncode == 0, errors
    assert (tmp_path / ("one", "two")[waiting] / "metrics.json").exists()
    (made,) = (tmp_path / "cache").glob("pretrained-*/")
    assert read_pretrained(made).layer


@pytest.mark.slow
def test_two_devices(
    run_command: RunCommand, imdb_like: Path, language_model: Path, tmp_path: Path
) -> None:
    ddp = ("trainer=ddp", "trainer.devices=2", "trainer.accelerator=cpu")
    done = run_command(
        *("-m", "sentiment.pretrain", *SMALL, f"data.source={imdb_like}", *ddp),
        "hydra.run.dir=pretrained",
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("start from it with") == 1
    one, two = (
        json.loads((folder / "metrics.json").read_text())
        for folder in (language_model, tmp_path / "pretrained")
    )
    assert two["tokens"] == one["tokens"]
    # Half as many steps.
    assert one["validation"]["perplexity"] * 0.5 < two["validation"]["perplexity"] < 1000
