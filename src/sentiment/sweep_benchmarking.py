"""The course of the sweep benchmarks."""

import json
import logging
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from omegaconf import DictConfig
from rich.console import Console
from rich.table import Table

from sentiment.errors import UserError
from sentiment.files import shown, write_json
from sentiment.settings import BenchSweepSettings, check_settings

log = logging.getLogger(__name__)

# A network of seconds, so that what is measured is the sweep.
_SPACE = (
    "model.hidden_dim=16,32,48",
    "model.embedding_dim=16,32,64",
    "model.dropout=range(0.0,0.6,0.1)",
    "model.embedding_dropout=range(0.0,0.6,0.1)",
    "optimizer.lr=tag(log,interval(1e-3,5e-2))",
    "loss.label_smoothing=range(0.0,0.2,0.05)",
    "data.batch_size=32,64,128",
)
# Beside each other, so that starting the process cancels out.
_FEW_EMPTY_TRIALS = 10
_TIMEOUT_SECONDS = 3600


@dataclass(frozen=True)
class SweepResult:
    """What a sweep came to.

    Attributes:
        best: validation accuracy of its best trial.
        train_seconds: of all trials together, of which one was stopped early or not.
        epochs: of all trials together.
        pruned: how many trials were.
        overrides: the settings of the best trial.
    """

    best: float
    train_seconds: float
    epochs: int
    pruned: int
    overrides: str


def run_sweep_benchmarks(config: DictConfig) -> dict[str, Any]:
    """See ``sentiment.bench_sweep.bench_sweep``."""
    check_settings(config, BenchSweepSettings)
    folder = Path(config.output_dir)
    ours, hydras = _seconds_per_empty_trial(config.empty_trials)
    log.info("a trial costs %.0f ms, and %.0f ms with Hydra's own sweeper", ours, hydras)
    pairs: list[dict[str, Any]] = []
    for seed in config.seeds:
        pair = {
            name: _sweep(config, folder / f"{name}-{seed}", int(seed), pruner)
            for name, pruner in (("unpruned", "none"), ("pruned", str(config.pruner)))
        }
        log.info(
            "seed %d: best %.4f in %.0f s, pruned %.4f in %.0f s",
            seed,
            *(value for one in pair.values() for value in (one.best, one.train_seconds)),
        )
        pairs.append({"seed": int(seed), **{name: asdict(one) for name, one in pair.items()}})
    results = {
        "source": config.source or "demo",
        "trials": config.trials,
        "epochs": config.epochs,
        "sweeps": pairs,
        "accuracy_lost": _mean(pairs, "unpruned", "best") - _mean(pairs, "pruned", "best"),
        "share_of_time": _mean(pairs, "pruned", "train_seconds")
        / _mean(pairs, "unpruned", "train_seconds"),
        "milliseconds_per_trial": {"optuna": ours, "basic": hydras, "overhead": ours - hydras},
    }
    write_json(folder / "bench_sweep.json", results)
    _print_tables(results)
    log.info("written to %s", shown(folder / "bench_sweep.json"))
    return results


def _sweep(config: DictConfig, folder: Path, seed: int, pruner: str) -> SweepResult:
    data = ["data=demo"] if config.source is None else [f"data.source={config.source}"]
    _run(
        "sentiment.train",
        "-m",
        "experiment=fast",
        *data,
        "data.validation_fraction=0.2",
        f"trainer.max_epochs={config.epochs}",
        f"trainer.limit_train_batches={float(config.train_share)}",
        "test=false",
        "logger=csv",
        # Steadier than two on a machine that does other things too.
        "threads=1",
        f"seed={seed}",
        f"study={folder.name}",
        f"hydra.sweep.dir={folder}",
        f"hydra.sweeper.storage='sqlite:///{folder / 'study.db'}'",
        f"hydra.sweeper.n_trials={config.trials}",
        "hydra.sweeper.pictures=false",
        f"hydra/sweeper/pruner={pruner}",
        *_SPACE,
    )
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    trials = [
        json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*/metrics.json")
    ]
    best = (folder / "experiment" / "best.yaml").read_text(encoding="utf-8")
    return SweepResult(
        best=summary["best_values"]["validation/accuracy"],
        train_seconds=sum(trial["train_seconds"] for trial in trials),
        epochs=sum(len(trial["history"]) for trial in trials),
        pruned=summary["trials"].get("pruned", 0),
        overrides=best,
    )


def _seconds_per_empty_trial(count: int) -> tuple[float, float]:
    """Milliseconds a trial that does nothing, with this sweeper and with Hydra's own."""
    ours = ["hydra/sweeper=optuna", "hydra/sweeper/pruner=median", "hydra.sweeper.pictures=false"]

    def searched(trials: int) -> list[str]:
        return [*ours, "x=interval(0,1)", f"hydra.sweeper.n_trials={trials}"]

    def listed(trials: int) -> list[str]:
        return ["hydra/sweeper=basic", f"x=range(0,{trials})"]

    return _slope(searched, count), _slope(listed, count)


def _slope(arguments: Callable[[int], list[str]], count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for trials in (_FEW_EMPTY_TRIALS, count):
            began = time.perf_counter()
            _run(
                "sentiment.empty_trial",
                "-m",
                *arguments(trials),
                f"hydra.sweep.dir={folder}/{trials}",
            )
            times.append(time.perf_counter() - began)
    return 1000 * (times[1] - times[0]) / (count - _FEW_EMPTY_TRIALS)


def _run(module: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=_TIMEOUT_SECONDS,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise UserError(f"python -m {module} failed: {last}")


def _mean(pairs: list[dict[str, Any]], name: str, key: str) -> float:
    return float(statistics.mean(pair[name][key] for pair in pairs))


def _print_tables(results: dict[str, Any]) -> None:
    console = Console()
    table = Table(title=f"{results['trials']} trials on {results['source']}", title_justify="left")
    for name in ("seed", "sweep", "best accuracy", "training, s", "epochs", "pruned"):
        table.add_column(name, justify="left" if name == "sweep" else "right")
    for pair in results["sweeps"]:
        for name in ("unpruned", "pruned"):
            one = pair[name]
            table.add_row(
                str(pair["seed"]),
                name,
                f"{one['best']:.4f}",
                f"{one['train_seconds']:.0f}",
                str(one["epochs"]),
                str(one["pruned"]),
            )
    console.print(table)
    cost = results["milliseconds_per_trial"]
    console.print(
        f"Pruned: {results['share_of_time']:.0%} of the training time, best accuracy "
        f"{-100 * results['accuracy_lost']:+.2f} points.\n"
        f"A trial costs {cost['optuna']:.0f} ms besides its job; Hydra's own sweeper takes "
        f"{cost['basic']:.0f} ms, so the study takes {cost['overhead']:.0f} ms.",
        highlight=False,
    )
