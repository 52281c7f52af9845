"""fastText from raw reviews to a test accuracy, and ``experiment=fast`` beside it.

``python -m sentiment.fasttext_comparison SOURCE SEED`` trains fastText on a source's train split
and prints its accuracy on the test split, as JSON.
"""

import json
import logging
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sentiment.data.reviews import Reviews
from sentiment.data.sources import Source, open_source
from sentiment.errors import UserError
from sentiment.text import basic_english_many

log = logging.getLogger(__name__)

# As its authors classify reviews (Joulin et al. 2017), tuned to IMDB.
_SETTINGS = {"dim": 10, "epoch": 5, "lr": 0.5, "wordNgrams": 2, "thread": 2, "verbose": 0}


@dataclass(frozen=True)
class WholeCommand:
    """What a command took from its start to its end.

    Attributes:
        seconds: on the clock.
        cpu_seconds: of one core; 0 where the system does not tell.
        accuracy: on the test split.
    """

    seconds: float
    cpu_seconds: float
    accuracy: float


def main() -> None:
    """Trains and measures; imports neither torch nor anything else that fastText does not need."""
    source, seed = sys.argv[1], int(sys.argv[2])
    sys.stdout.write(json.dumps({"accuracy": train_and_test(source, seed)}) + "\n")


def train_and_test(source_name: str, seed: int) -> float:
    """The accuracy of fastText on the test split after a training on all of train."""
    # Here and not above: it is needed for measuring alone.
    import fasttext

    if source_name == "demo":
        from sentiment.demo_source import default_demo_source

        source: Source = default_demo_source()
    else:
        source = open_source(source_name)
    with tempfile.TemporaryDirectory() as folder:
        paths = [
            _write(Path(folder), split, source.read(split), seed) for split in ("train", "test")
        ]
        model = fasttext.train_supervised(input=paths[0], seed=seed, **_SETTINGS)
        # Its predict() fails with NumPy 2; this counts in C++.
        _, accuracy, _ = model.test(paths[1])
    return float(accuracy)


def compare(
    overrides: Sequence[str], source: str | None, seed: int
) -> tuple[WholeCommand, WholeCommand] | None:
    """Runs ``train.py`` and fastText; None, and a sentence about it, where there is no fastText.

    Args:
        overrides: of ``train.py``, which should make it train on the same source.
        source: of fastText's reviews; None means the built-in corpus.
        seed: of fastText.
    """
    if find_spec("fasttext") is None:
        log.warning("fastText is not installed and so left out; pip install -e '.[bench]' adds it.")
        return None
    return run_training(overrides), run_fasttext(source, seed)


def run_fasttext(source: str | None, seed: int) -> WholeCommand:
    """Runs fastText as a process; None means the built-in corpus."""
    command = ["-m", "sentiment.fasttext_comparison", source or "demo", str(seed)]
    seconds, cpu, output = _run(command)
    return WholeCommand(seconds, cpu, json.loads(output.splitlines()[-1])["accuracy"])


def run_training(overrides: Sequence[str]) -> WholeCommand:
    """Runs ``train.py`` with these overrides as a process, in a folder that goes away."""
    # Here and not above, as below: fastText should not wait for what it does not need.
    from sentiment.config import conf_dir

    with tempfile.TemporaryDirectory() as folder:
        command = [str(conf_dir().parent / "train.py"), *overrides, "logger=csv"]
        seconds, cpu, _ = _run([*command, f"runs_dir={folder}", f"hydra.run.dir={folder}/run"])
        metrics = json.loads(Path(folder, "run", "metrics.json").read_text(encoding="utf-8"))
    return WholeCommand(seconds, cpu, metrics["test"]["accuracy"])


def _run(arguments: list[str]) -> tuple[float, float, str]:
    """Seconds, CPU-seconds and standard output of a Python process."""
    from sentiment.hardware import CpuClock

    started, clock = time.perf_counter(), CpuClock()
    done = subprocess.run(  # noqa: S603
        [sys.executable, *arguments], capture_output=True, text=True, check=False
    )
    seconds, cpu = time.perf_counter() - started, clock.seconds
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise UserError(f"{' '.join(arguments)} failed: {last}")
    return seconds, cpu, done.stdout


def _write(folder: Path, split: str, reviews: Reviews, seed: int) -> str:
    """One review a line, as fastText reads them."""
    texts = map(" ".join, basic_english_many(reviews.texts))
    lines = [
        f"__label__{label} {text}\n" for label, text in zip(reviews.labels, texts, strict=True)
    ]
    # IMDB stands there by label, and fastText reads it in the order of the file.
    random.Random(seed).shuffle(lines)  # noqa: S311
    path = folder / f"{split}.txt"
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


if __name__ == "__main__":
    main()
