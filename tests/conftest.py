"""Small corpora, a small trained run, and the command line as a user has it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from filelock import FileLock

from sentiment.data import demo

from small import TINY, RunCommand, call_here

ROOT = Path(__file__).parents[1]
MadeOnce = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(autouse=True, scope="session")
def _environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing outside the test's own folders is read or written, and no network is asked."""
    folder = tmp_path_factory.mktemp("user")
    # A shell's background job, and with it every process that the tests start, ignores Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SENTIMENT_CACHE", str(folder / "cache"))
        patch.setenv("SENTIMENT_RUNS", str(folder / "runs"))
        patch.setenv("HF_HOME", str(folder / "huggingface"))
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        # Two small processes on two cores are faster with a thread each.
        patch.setenv("OMP_NUM_THREADS", "1")
        yield


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """A folder of some name, filled by the first of all workers that wants it; for reading."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        done = base / f"{name}.done"
        with FileLock(base / f"{name}.lock"):
            if not done.exists():
                make(base / name)
                done.touch()
        return base / name

    return made


@pytest.fixture(scope="session")
def imdb_like(made_once: MadeOnce) -> Path:
    """A folder in the Hub's layout: 600 train and 200 test reviews, and unlabelled ones."""
    return made_once("imdb_like", _write_corpus)


def _write_corpus(folder: Path) -> None:
    (folder / "plain_text").mkdir(parents=True)
    for split, count in (("train", 600), ("test", 200)):
        texts, labels = demo.generate(count, split, seed=1)
        table = pyarrow.table({"text": texts, "label": labels})
        pyarrow.parquet.write_table(
            table, folder / "plain_text" / f"{split}-00000-of-00001.parquet"
        )
    unlabelled = pyarrow.table({"text": demo.generate(80, "train", 2)[0], "label": [-1] * 80})
    pyarrow.parquet.write_table(
        unlabelled, folder / "plain_text" / "unsupervised-00000-of-00001.parquet"
    )
    (folder / "README.md").write_text(
        "---\nconfigs:\n- config_name: plain_text\n  data_files:\n"
        + "".join(
            f"  - split: {split}\n    path: plain_text/{split}-*\n"
            for split in ("train", "test", "unsupervised")
        )
        + "---\n"
    )


@pytest.fixture(scope="session")
def tiny_run(imdb_like: Path, made_once: MadeOnce) -> Path:
    """The folder of a finished small training, whose model tells good reviews from bad ones."""

    def make(folder: Path) -> None:
        from sentiment.config import compose_config
        from sentiment.train import train

        overrides = [*TINY, f"data.source={imdb_like}", f"output_dir={folder}", "logger=csv"]
        # What TINY has of dropout, two short epochs do not overcome.
        overrides += ["model.dropout=0.2", "model.embedding_dropout=0.2", "optimizer.lr=2e-2"]
        metrics = train(compose_config("train", [*overrides, "trainer.max_epochs=4"])).metrics
        assert metrics["test"]["accuracy"] > 0.7

    return made_once("tiny_run", make)


@pytest.fixture(scope="session")
def tiny_bundle(tiny_run: Path, made_once: MadeOnce) -> Path:
    """That training's model as a bundle."""

    def make(folder: Path) -> None:
        from sentiment.config import compose_config
        from sentiment.export import export

        export(compose_config("export", [f"checkpoint={tiny_run}", f"output_dir={folder}"]))

    return made_once("tiny_export", make) / "bundle"


@pytest.fixture(scope="session")
def real_imdb() -> Path:
    """The official IMDB reviews, where ``SENTIMENT_IMDB`` says they lie."""
    folder = os.environ.get("SENTIMENT_IMDB")
    if not folder:
        pytest.skip("SENTIMENT_IMDB does not name a folder with the IMDB reviews")
    return Path(folder)


@pytest.fixture
def run_command(tmp_path: Path) -> RunCommand:
    """Runs ``python ...`` as a process of its own in an empty folder."""

    def run(*arguments: str, timeout: float = 400, **settings: object) -> object:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            **settings,  # type: ignore[call-overload]
        )

    return run  # type: ignore[return-value]


@pytest.fixture
def call_main(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., tuple[int, str]]:
    """Calls a verb's ``main`` in this process; returns the exit code and what stood on stderr.

    Faster than a process of its own by the five seconds that importing torch takes.
    """

    monkeypatch.chdir(tmp_path)

    def call(verb: str, *arguments: str) -> tuple[int, str]:
        module = import_module(verb if "." in verb else f"sentiment.{verb}")
        return call_here(module.main, f"{verb}.py", *arguments), capfd.readouterr().err

    return call


@pytest.fixture
def generator() -> np.random.Generator:
    """Seeded randomness."""
    return np.random.default_rng(0)
