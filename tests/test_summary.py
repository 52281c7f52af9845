import json
from pathlib import Path

import pytest

from sentiment.config import compose_config
from sentiment.errors import UserError
from sentiment.summary import summary


def write_run(folder: Path, seed: int, accuracy: float, **others: object) -> None:
    scores = {"accuracy": accuracy, "f1": 0.8, "auc": 0.9, "loss": 0.3}
    metrics = {"model": "bilstm", "dataset": "imdb", "seed": seed, "epochs": 5}
    metrics |= {"recipe": "12ab", **others}
    folder.mkdir(parents=True)
    (folder / "metrics.json").write_text(
        json.dumps({**metrics, "train_seconds": 10.0 * seed, "parameters": 1234, "test": scores})
    )


def test_mean_and_spread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed, accuracy in ((1, 0.90), (2, 0.92), (3, 0.91)):
        write_run(tmp_path / str(seed), seed, accuracy)
    table = summary(compose_config("summary", [f"runs={tmp_path}"]))
    assert capsys.readouterr().out.strip() == table
    last = table.splitlines()[-1]
    assert "| bilstm | 12ab | imdb | 1,234 | 1, 2, 3 | 5 | 0.9100 (0.9000 to 0.9200) |" in last
    assert last.endswith("| 20 (10 to 30) |")


def test_the_cost_in_cpu_seconds_where_it_is_known(tmp_path: Path) -> None:
    write_run(tmp_path / "older", 1, 0.9)
    write_run(tmp_path / "first", 2, 0.9, cpu_seconds=30.0)
    write_run(tmp_path / "second", 3, 0.9, cpu_seconds=40.0)
    # One that was resumed does not know it.
    write_run(tmp_path / "resumed", 4, 0.9, model="cnn", cpu_seconds=None)
    # A recipe's cost is that of all its parts.
    parts = {"cpu_seconds": 50.0, "pretraining_cpu_seconds": 300.0}
    write_run(tmp_path / "student", 5, 0.9, model="dan", **parts, distillation_cpu_seconds=70.0)
    write_run(tmp_path / "half", 6, 0.9, model="gru", **parts, distillation_cpu_seconds=None)
    table = summary(compose_config("summary", [f"runs={tmp_path}"])).splitlines()
    assert table[0].endswith("| training, s | CPU, s |")
    bilstm, cnn, dan, gru = sorted(table[2:])
    assert bilstm.endswith("| 35 (30 to 40) |")
    assert cnn.endswith("| 40 |  |")
    assert dan.endswith("| 50 | 420 |")
    assert gru.endswith("| 60 |  |")


def test_what_a_run_did_not_measure(tmp_path: Path) -> None:
    write_run(tmp_path / "whole", 1, 0.9)
    write_run(tmp_path / "part", 2, 0.8)
    path = tmp_path / "part" / "metrics.json"
    metrics = json.loads(path.read_text())
    metrics["train_seconds"] = metrics["test"]["auc"] = None
    path.write_text(json.dumps(metrics))
    last = summary(compose_config("summary", [f"runs={tmp_path}"])).splitlines()[-1]
    assert "| 1, 2 | 5 | 0.8500 (0.8000 to 0.9000) | 0.8000 (0.8000 to 0.8000) | 0.9000 |" in last
    assert last.endswith("| 10 |")


def test_seeds_that_stopped_early_are_of_one_recipe(tmp_path: Path) -> None:
    for seed, epochs in ((1, 2), (2, 5), (3, 2)):
        write_run(tmp_path / str(seed), seed, 0.9, epochs=epochs)
    *_, rule, row = summary(compose_config("summary", [f"runs={tmp_path}"])).splitlines()
    assert rule.startswith("| ---")
    assert "| 1, 2, 3 | 3 (2 to 5) |" in row


def test_older_runs_do_not_name_their_recipe(tmp_path: Path) -> None:
    for seed, epochs in ((1, 2), (2, 5), (3, 2)):
        write_run(tmp_path / str(seed), seed, 0.9, epochs=epochs)
        path = tmp_path / str(seed) / "metrics.json"
        metrics = json.loads(path.read_text())
        del metrics["recipe"]
        path.write_text(json.dumps(metrics))
    two, five = summary(compose_config("summary", [f"runs={tmp_path}"])).splitlines()[2:]
    assert "| 2 epochs | imdb | 1,234 | 1, 3 |" in two
    assert "| 5 epochs | imdb | 1,234 | 2 |" in five


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no finished training"):
        summary(compose_config("summary", [f"runs={tmp_path}"]))
