"""What notebooks need is made once, and whole or not at all."""

from pathlib import Path

import pytest
from omegaconf import DictConfig

from sentiment import training
from sentiment.analysis.desk import swept, trained
from sentiment.analysis.figures.training import plot_costs, plot_seeds, plot_study
from sentiment.analysis.runs import read_runs, rows
from sentiment.errors import UserError
from sentiment.evaluation.intervals import next_one

from small import TINY


@pytest.fixture(autouse=True)
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SENTIMENT_RUNS", str(tmp_path))
    return tmp_path


def test_a_training_is_made_once(
    imdb_like: Path, monkeypatch: pytest.MonkeyPatch, runs: Path
) -> None:
    settings = [*TINY, "test=false", "trainer.limit_train_batches=10"]

    def stop(config: DictConfig) -> None:
        Path(config.output_dir).mkdir()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(training, "run_training", stop)
        with pytest.raises(KeyboardInterrupt):
            trained(str(imdb_like), *settings)
    # What it leaves has a name that nothing looks for.
    (left,) = (runs / "notebooks" / "trained").iterdir()
    assert "-" in left.name
    first = trained(str(imdb_like), *settings)
    with monkeypatch.context() as patch:
        # There is nothing left to train.
        patch.setattr(training, "run_training", stop)
        assert trained(str(imdb_like), *settings) == first
    second = trained(str(imdb_like), *settings, "seed=2", "optimizer.lr=0.02")
    assert second != first

    found = read_runs([first, second])
    (one, other) = rows(found, "seed")
    assert (one["seed"], other["seed"]) == (1, 2)
    assert one["accuracy"] == f"{found[0].metrics['validation']['accuracy']:.2%}"
    luck = next_one([run.accuracy for run in found])
    for picture in (
        plot_seeds(runs / "seeds.png", found),
        plot_study(runs / "study.png", found, "optimizer.lr", luck),
        plot_costs(runs / "costs.png", {"bilstm": found}),
    ):
        assert picture.stat().st_size > 5000


def test_what_fails_is_said_and_leaves_nothing(imdb_like: Path, runs: Path) -> None:
    with pytest.raises(UserError, match="There is no model=nothing"):
        swept(str(imdb_like), "model=nothing")
    assert not list((runs / "notebooks" / "swept").iterdir())
