import csv
import json
from pathlib import Path

import pytest
import torch

from sentiment.checkpoint import load_trained_model, read_checkpoint
from sentiment.config import compose_config, conf_dir
from sentiment.errors import UserError
from sentiment.evaluate import evaluate
from sentiment.evaluation.metrics import METRIC_NAMES
from sentiment.inference import predict_probabilities
from sentiment.train import train

from small import TINY, RunCommand

ROOT = Path(__file__).parents[1]


def test_the_command_line_trains_and_reports(run_command: RunCommand, tmp_path: Path) -> None:
    done = run_command(
        str(ROOT / "train.py"),
        *TINY,
        "data=demo",
        "data.demo_train_size=200",
        "data.demo_test_size=40",
        "logger=csv",
        "hydra.run.dir=run",
    )
    assert done.returncode == 0, done.stderr
    # A bar with speed and loss, a line an epoch, a table, examples, and where it all lies.
    assert "it/s, loss=" in done.stdout
    for line in ("epoch 1/2: loss", "epoch 2/2: loss"):
        assert line in done.stderr
        assert line in (tmp_path / "run" / "train.log").read_text()
    for word in ("accuracy", "auc", "validation", "Sample predictions", "Terrible film."):
        assert word in done.stdout
    assert "The run lies in run" in done.stderr
    assert "synthetic" in done.stderr

    run = tmp_path / "run"
    metrics = json.loads((run / "metrics.json").read_text())
    assert metrics["dataset"] == "demo"
    assert metrics["model"] == "bilstm"
    assert metrics["seed"] == 1
    assert metrics["epochs"] == 2
    assert metrics["train_seconds"] > 0
    assert metrics["parameters"] > 10_000
    for split in ("validation", "test"):
        assert set(metrics[split]) == set(METRIC_NAMES)
        assert 0 <= metrics[split]["accuracy"] <= 1
    for name in (
        ".hydra/config.yaml",
        "checkpoints/best.ckpt",
        "checkpoints/last.ckpt",
        "plots/learning_curves.png",
        "plots/confusion.png",
        "plots/roc.png",
    ):
        assert (run / name).stat().st_size > 0


def test_checkpoint_holds_primitives_and_is_enough(tiny_run: Path, imdb_like: Path) -> None:
    content = torch.load(tiny_run / "checkpoints" / "best.ckpt", weights_only=True)
    assert {"state_dict", "optimizer_states", "loops", "sentiment"} <= set(content)
    model = load_trained_model(tiny_run)
    probabilities = predict_probabilities(model, ["A fine film.", "A dull film."], batch_size=2)
    assert probabilities.shape == (2,)
    assert ((probabilities > 0) & (probabilities < 1)).all()


def test_best_is_the_best_epoch_by_validation(tiny_run: Path) -> None:
    metrics = json.loads((tiny_run / "metrics.json").read_text())
    accuracies = [row["validation/accuracy"] for row in metrics["history"]]
    assert metrics["validation"]["accuracy"] == max(accuracies)
    assert metrics["best_epoch"] == accuracies.index(max(accuracies)) + 1
    best = read_checkpoint(tiny_run / "checkpoints" / "best.ckpt")
    assert best["history"][-1]["epoch"] == metrics["best_epoch"]


def test_same_seed_same_result_another_seed_another(imdb_like: Path, tmp_path: Path) -> None:
    def run(name: str, seed: int) -> dict[str, float]:
        overrides = [*TINY, f"data.source={imdb_like}", f"seed={seed}", "logger=csv"]
        overrides += ["trainer.limit_train_batches=5", "test=false"]
        config = compose_config("train", [*overrides, f"output_dir={tmp_path / name}"])
        metrics: dict[str, float] = train(config).metrics["validation"]
        return metrics

    first = run("first", 1)
    assert run("again", 1) == first
    assert run("other", 2) != first


def test_a_bound_of_0_does_not_clip(imdb_like: Path, tmp_path: Path) -> None:
    def loss(name: str, bound: str) -> float:
        settings = [
            *TINY,
            f"data.source={imdb_like}",
            "logger=csv",
            f"output_dir={tmp_path / name}",
        ]
        settings += ["trainer.max_epochs=1", f"trainer.gradient_clip_val={bound}"]
        settings += ["trainer.limit_train_batches=5", "test=false"]
        metrics = train(compose_config("train", settings)).metrics
        found: float = metrics["validation"]["loss"]
        return found

    unclipped = loss("none", "null")
    assert loss("zero", "0") == unclipped
    assert loss("small", "0.01") != unclipped


def test_csv_logger_writes_every_epoch(tiny_run: Path) -> None:
    with (tiny_run / "csv" / "version_0" / "metrics.csv").open() as stream:
        rows = [row for row in csv.DictReader(stream) if row["validation/accuracy"]]
    assert len(rows) == 4


@pytest.mark.slow
def test_two_processes_share_the_work(
    run_command: RunCommand, imdb_like: Path, tmp_path: Path
) -> None:
    """Real DDP over gloo: different batches a process, and metrics over all of them.

    It starts from a pretraining on one device.
    """
    overrides = [*TINY, f"data.source={imdb_like}", "logger=csv", "trainer.accelerator=cpu"]
    overrides += ["model.pretrained=auto", f"data.cache_dir={tmp_path / 'cache'}"]
    overrides.append('pretraining=["model.samples=32","trainer.limit_train_batches=5"]')
    done = run_command(
        str(ROOT / "train.py"), *overrides, "trainer=ddp", "trainer.devices=2", "hydra.run.dir=run"
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("a pretraining first") == 1
    assert done.stderr.count("epoch 2/2") == 1
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text())
    # 570 reviews in batches of 16, over two processes.
    assert metrics["history"][-1]["step"] == 2 * (36 // 2)

    # What two processes measured together is what one measures alone.
    settings = [f"checkpoint={tmp_path / 'run'}", f"output_dir={tmp_path / 'evaluation'}"]
    evaluate(compose_config("evaluate", [*settings, "checks=false"]))
    evaluated = json.loads((tmp_path / "evaluation" / "metrics.json").read_text())
    measured = {name: evaluated["test"][name] for name in metrics["test"]}
    assert measured == pytest.approx(metrics["test"], abs=1e-4)


# The transformer needs an encoder, which test_fine_tuning.py makes.
EXPERIMENTS = sorted(
    path.stem for path in (conf_dir() / "experiment").glob("*.yaml") if path.stem != "transformer"
)


@pytest.mark.parametrize(
    "experiment",
    # test_configs.py has all of them composed, and fit what they make.
    [
        name if name == "bilstm" else pytest.param(name, marks=pytest.mark.slow)
        for name in EXPERIMENTS
    ],
)
def test_every_experiment_runs(experiment: str, imdb_like: Path, tmp_path: Path) -> None:
    overrides = [f"experiment={experiment}", "data.batch_size=8", "threads=1", "logger=csv"]
    overrides += ["data.demo_train_size=200", "data.demo_test_size=40"]
    overrides += ["trainer.max_epochs=1", "trainer.limit_train_batches=4"]
    if experiment != "demo":
        overrides.append(f"data.source={imdb_like}")
    if experiment.startswith("semi_") and experiment != "semi_teacher":
        small = ["model.hidden_dim=8", "trainer.max_epochs=1", "trainer.limit_train_batches=4"]
        teacher = ["experiment=semi_teacher", *small]
        overrides.append(f"distillation.teacher={json.dumps(teacher)}")
    if "hidden_dim" in compose_config("train", [*overrides, "output_dir=."]).model:
        overrides.append("model.hidden_dim=8")
    metrics = train(compose_config("train", [*overrides, f"output_dir={tmp_path}"])).metrics
    assert metrics["history"][-1]["step"] == 4
    assert metrics["dataset"] == ("demo" if experiment == "demo" else "imdb_like")


def test_a_training_that_diverges_says_so(imdb_like: Path, tmp_path: Path) -> None:
    overrides = [*TINY, f"data.source={imdb_like}", "logger=csv", f"output_dir={tmp_path}"]
    with pytest.raises(UserError, match=r"diverged.*Lower optimizer.lr"):
        train(compose_config("train", [*overrides, "optimizer.lr=1e30"]))
