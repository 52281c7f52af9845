"""Sweeps of real trainings: pruning, resuming, tracking, and what they leave."""

import csv
import inspect
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hydra.utils
import optuna
import pytest
from hydra import compose, initialize_config_dir
from mlflow.entities import Run
from mlflow.tracking import MlflowClient
from optuna.trial import FrozenTrial, TrialState

from hydra_plugins.optuna_sweeper import EndSweep
from hydra_plugins.optuna_sweeper._experiment import write_experiments
from hydra_plugins.optuna_sweeper._space import parse_space
from sentiment.config import compose_config, conf_dir, register_resolvers
from sentiment.objective import read_objective, value_of
from sentiment.resuming import recipe_settings

from small import TINY

ROOT = Path(__file__).parents[1]
CallMain = Callable[..., tuple[int, str]]
NO_PICTURES = "hydra.sweeper.pictures=false"
PRUNED_SWEEP = (
    "-m",
    *TINY,
    "study=tiny",
    "trainer.max_epochs=3",
    "test=false",
    "model.hidden_dim=8,16",
    "optimizer.lr=tag(log,interval(1e-4,5e-2))",
    "hydra/sweeper/pruner=percentile",
    "hydra.sweeper.pruner.n_startup_trials=2",
    NO_PICTURES,
)


def sweep(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "train.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def runs(imdb_like: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a sweep of six trials ran, and then the same command with two more."""
    folder = tmp_path_factory.mktemp("swept")
    arguments = (*PRUNED_SWEEP, f"data.source={imdb_like}", f"runs_dir={folder}")
    for n_trials in (6, 8):
        done = sweep(*arguments, f"hydra.sweeper.n_trials={n_trials}")
        assert done.returncode == 0, done.stderr
        assert f"{n_trials} of {n_trials} trials" in done.stdout
        assert "Train it in full:" in done.stdout
        # The screen is the table's: not the lines of each training.
        assert "epoch 1/3" not in done.stdout + done.stderr
    return folder


def trials(runs: Path, study: str = "tiny") -> list[FrozenTrial]:
    return optuna.load_study(
        study_name=study, storage=f"sqlite:///{runs / 'sweeps' / study}.db"
    ).trials


def metrics(runs: Path, number: int) -> dict[str, object]:
    text = (runs / "sweeps" / "tiny" / str(number) / "metrics.json").read_text()
    content: dict[str, object] = json.loads(text)
    return content


@pytest.mark.slow
def test_a_trial_is_judged_by_its_best_epoch_and_reports_each(runs: Path) -> None:
    complete = [trial for trial in trials(runs) if trial.state == TrialState.COMPLETE]
    assert len(complete) >= 2
    for trial in complete:
        content = metrics(runs, trial.number)
        assert trial.value == value_of("validation/accuracy", content)
        reported = {row["epoch"]: row["validation/accuracy"] for row in content["history"]}  # type: ignore[attr-defined]
        assert trial.intermediate_values == pytest.approx(reported)
        assert trial.value == pytest.approx(max(reported.values()))
        assert "test" not in content


@pytest.mark.slow
def test_pruned_trials_stop_early_and_leave_no_checkpoints(runs: Path) -> None:
    folder = runs / "sweeps" / "tiny"
    pruned = [trial for trial in trials(runs) if trial.state == TrialState.PRUNED]
    assert pruned
    for trial in trials(runs):
        checkpoints = folder / str(trial.number) / "checkpoints"
        if trial in pruned:
            assert len(metrics(runs, trial.number)["history"]) < 3  # type: ignore[arg-type]
            assert not checkpoints.exists()
        else:
            assert [path.name for path in checkpoints.iterdir()] == ["best.ckpt"]


@pytest.mark.slow
def test_the_same_command_goes_on(runs: Path) -> None:
    assert [trial.number for trial in trials(runs)] == list(range(8))
    assert all(trial.state.is_finished() for trial in trials(runs))
    folders = {path.name for path in (runs / "sweeps" / "tiny").glob("[0-9]*")}
    assert folders == set(map(str, range(8)))
    # A seeded sampler has not begun anew.
    settings = [tuple(trial.params.values()) for trial in trials(runs)]
    assert len(set(settings)) == 8


@pytest.mark.slow
def test_what_it_leaves(runs: Path) -> None:
    folder = runs / "sweeps" / "tiny"
    study = optuna.load_study(study_name="tiny", storage=f"sqlite:///{runs / 'sweeps'}/tiny.db")
    best = study.best_trial
    with (folder / "trials.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 8
    assert float(rows[best.number]["validation/accuracy"]) == best.value
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["best_trial"] == best.number
    assert summary["finished"]
    config = compose_config(
        "train", [f"hydra.searchpath=[file://{folder}]", "experiment=best", "output_dir=a"]
    )
    assert config.model.hidden_dim == best.params["model.hidden_dim"]
    assert config.optimizer.lr == pytest.approx(best.params["optimizer.lr"], rel=1e-5)
    # It trains in full: what only steers a sweep is not in it.
    assert config.test
    assert config.data.batch_size == 16


def children(runs: Path) -> tuple[Run, list[Run]]:
    client = MlflowClient(f"sqlite:///{runs / 'mlflow.db'}")
    experiment = client.get_experiment_by_name("sentiment")
    assert experiment is not None
    found = client.search_runs([experiment.experiment_id])
    parents = [run for run in found if "mlflow.parentRunId" not in run.data.tags]
    assert len(parents) == 1
    return parents[0], [run for run in found if run is not parents[0]]


@pytest.mark.slow
def test_mlflow_has_one_parent_and_its_trials(runs: Path) -> None:
    parent, trial_runs = children(runs)
    assert parent.info.status == "FINISHED"
    assert parent.data.tags["sweep.study"] == "tiny"
    best = max(trial.value for trial in trials(runs) if trial.state == TrialState.COMPLETE)
    assert parent.data.metrics["best/validation/accuracy"] == pytest.approx(best)
    client = MlflowClient(f"sqlite:///{runs / 'mlflow.db'}")
    artifacts = {file.path for file in client.list_artifacts(parent.info.run_id)}
    assert {"trials.csv", "summary.json", "experiment"} <= artifacts

    by_number = {int(run.data.tags["sweep.trial"]): run for run in trial_runs}
    assert sorted(by_number) == list(range(8))
    for trial in trials(runs):
        run = by_number[trial.number]
        assert run.data.tags["mlflow.parentRunId"] == parent.info.run_id
        assert run.data.tags["sweep.study"] == "tiny"
        assert run.info.status == "FINISHED"
        is_pruned = trial.state == TrialState.PRUNED
        assert run.data.tags.get("sweep.state") == ("pruned" if is_pruned else None)
        # No more than the trial's folder keeps.
        kept = client.list_artifacts(run.info.run_id, "checkpoints")
        wanted = [] if is_pruned else ["checkpoints/best.ckpt"]
        assert [file.path for file in kept] == wanted


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("optimized_metric=validation/acuracy", r"no such metric; there are .*validation/accuracy"),
        ("optimized_metric=test/accuracy", r"test split is not for choosing"),
        ("constraints=['parameters < 3']", r"'parameters < 3' can't be read; write 'METRIC <="),
        ("constraints=['parametres <= 3']", r"no such metric; there are .*parameters"),
        ("optimized_metric=validation/loss", r"to maximize it would .*; give direction=minimize"),
        ("direction=minimize", r"validation/accuracy: to minimize .*; give direction=maximize"),
        ("direction=up", r"direction=up must be minimize or maximize"),
        ("modle.hidden_dim=1,2", r"no setting 'modle.hidden_dim'; did you mean model.hidden_dim"),
        ("model=bilstm,nosuch", r"no model=nosuch; the options are bigru, bilstm"),
        ("optimized_metric=[validation/accuracy,parameters]", r"2 metric_names .* 1 direction"),
        ("study=../elsewhere", r"study=\.\./elsewhere: it names files"),
        ("constraints=null", r"constraints=null should be a (valid )?list"),
        (
            'constraints="parameters <= 3"',
            r"constraints=parameters <= 3 should be a (valid )?list",
        ),
        ("trainer=ddp", r"each trial of a sweep runs on one device; leave trainer=ddp"),
    ],
)
def test_what_ends_a_sweep_before_any_training(
    call_main: CallMain, imdb_like: Path, tmp_path: Path, override: str, sentence: str
) -> None:
    code, errors = call_main(
        "train",
        *("-m", *TINY, f"data.source={imdb_like}", "logger=csv", "seed=1,2", NO_PICTURES),
        *(f"runs_dir={tmp_path}", "study=mistaken", override),
    )
    assert code == 1
    last = errors.strip().splitlines()[-1]
    assert re.search(sentence, last), errors
    assert "Traceback" not in errors
    assert not list(tmp_path.rglob("metrics.json"))


def test_a_database_that_does_not_answer(
    call_main: CallMain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql+psycopg://somebody:{}@127.0.0.1:9/studies"
    monkeypatch.setenv("SENTIMENT_STUDIES", url.format("pa55word"))
    code, errors = call_main("train", "-m", "seed=1,2", f"runs_dir={tmp_path}", "study=away")
    assert code == 1
    sentence = f"hydra.sweeper.storage={url.format('***')} can't be opened ("
    last = errors.strip().splitlines()[-1]
    assert last.startswith(sentence)
    # Its reason stands there once.
    assert last.endswith("); start that database, or leave the setting out.")
    assert last.count("Connection refused") == 1


def test_a_study_whose_database_is_gone(
    call_main: CallMain, imdb_like: Path, tmp_path: Path
) -> None:
    (tmp_path / "sweeps" / "tiny" / "0" / "checkpoints").mkdir(parents=True)
    code, errors = call_main(
        "train",
        *("-m", *TINY, f"data.source={imdb_like}", "logger=csv", "seed=1,2,3,4", NO_PICTURES),
        *(f"runs_dir={tmp_path}", "study=tiny"),
    )
    assert code == 1
    last = errors.strip().splitlines()[-1]
    assert "tiny/0 holds a trial that the study tiny does not know" in last
    assert "choose a new study=NAME." in last
    # The first one says it for all.
    assert [trial.number for trial in trials(tmp_path)] == [0]


def test_trials_that_share_a_folder(call_main: CallMain, imdb_like: Path, tmp_path: Path) -> None:
    """The second finds the first's training there: its own mistake, not the study's."""
    code, _ = call_main(
        "train",
        *("-m", *TINY, f"data.source={imdb_like}", "logger=csv", "seed=1,2", NO_PICTURES),
        *("trainer.max_epochs=1", "trainer.limit_train_batches=2", "trainer.limit_val_batches=1"),
        *(f"runs_dir={tmp_path}", "study=shared", "hydra.sweep.subdir=all"),
    )
    assert code == 0
    first, second = trials(tmp_path, "shared")
    assert first.state == TrialState.COMPLETE
    assert "all holds another training" in second.user_attrs["sweeper:error"]


def test_all_combinations_and_a_mistake_in_one(
    call_main: CallMain, imdb_like: Path, tmp_path: Path
) -> None:
    code, _ = call_main(
        "train",
        *("-m", *TINY, f"data.source={imdb_like}", "logger=csv", "trainer.max_epochs=1"),
        *("trainer.limit_train_batches=4", "test=false"),
        *(NO_PICTURES, f"runs_dir={tmp_path}", "study=grid", "model.dropout=0.1,1.5", "seed=1,2"),
    )
    assert code == 0
    done = trials(tmp_path, "grid")
    assert [(trial.params["model.dropout"], trial.params["seed"]) for trial in done] == [
        (0.1, 1),
        (0.1, 2),
        (1.5, 1),
        (1.5, 2),
    ]
    assert [trial.state for trial in done] == [TrialState.COMPLETE] * 2 + [TrialState.FAIL] * 2
    assert done[3].user_attrs["sweeper:error"] == "model.dropout=1.5 should be less than 1."
    log = (tmp_path / "sweeps" / "grid" / "3" / "train.log").read_text()
    assert "model.dropout=1.5 should be less than 1." in log


def test_two_objectives_and_a_constraint(
    call_main: CallMain,
    imdb_like: Path,
    tmp_path: Path,
) -> None:
    arguments = (
        *("-m", *TINY, f"data.source={imdb_like}", "logger=csv", "trainer.max_epochs=1"),
        *("trainer.limit_train_batches=4", "test=false"),
        *(NO_PICTURES, f"runs_dir={tmp_path}", "study=front"),
        *("model.hidden_dim=8,16,32", "model.embedding_dim=8"),
        "optimized_metric=[parameters,milliseconds_per_review]",
        "direction=[minimize,minimize]",
    )
    code, errors = call_main("train", *arguments, "constraints=['parameters >= 35000']")
    assert code == 0, errors
    study = optuna.load_study(study_name="front", storage=f"sqlite:///{tmp_path}/sweeps/front.db")
    sizes = [int(trial.values[0]) for trial in study.trials]
    assert sizes == sorted(set(sizes))
    assert all(0 < trial.values[1] < 1000 for trial in study.trials)
    feasible = [trial.number for trial in study.trials if trial.values[0] >= 35_000]
    assert 0 < len(feasible) < 3
    assert study.best_trials
    assert {trial.number for trial in study.best_trials} <= set(feasible)
    files = {path.stem for path in (tmp_path / "sweeps/front/experiment").iterdir()}
    assert files == {f"best_{trial.number}" for trial in study.best_trials}

    # Its trials were judged by that bound.
    code, errors = call_main("train", *arguments, "constraints=['parameters >= 1']")
    assert code == 1
    assert "begun with constraints=['parameters >= 35000'], and this one has" in errors
    assert len(trials(tmp_path, "front")) == 3


def test_what_a_training_is_judged_by() -> None:
    content = {"parameters": 30, "validation": {"accuracy": 0.9, "loss": 0.3}}
    config = compose_config(
        "train",
        [
            "optimized_metric=[validation/loss,parameters]",
            "direction=[minimize,minimize]",
            "constraints=['validation/accuracy >= 0.95','parameters<=40']",
        ],
    )
    objective = read_objective(config)
    assert objective.values(content) == [0.3, 30]
    assert [one.excess(content) for one in objective.constraints] == pytest.approx([0.05, -10])
    with pytest.raises(EndSweep, match="no such metric"):
        read_objective(compose_config("train", ["optimized_metric=accuracy"]))


@pytest.mark.slow
def test_ctrl_c_ends_the_sweep_and_the_study_goes_on(
    call_main: CallMain, imdb_like: Path, tmp_path: Path
) -> None:
    arguments = [
        *(*PRUNED_SWEEP, "hydra.sweeper.n_trials=2", "trainer.max_epochs=4"),
        *(f"data.source={imdb_like}", f"runs_dir={tmp_path}"),
    ]
    command = [sys.executable, str(ROOT / "train.py"), *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 300
        while not (tmp_path / "sweeps/tiny/1/checkpoints/last.ckpt").exists():
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "Go on with: python" in output
    assert "Traceback" not in errors
    assert children(tmp_path)[0].info.status == "KILLED"
    code, errors = call_main("train", *arguments)
    assert code == 0, errors
    done = trials(tmp_path)
    # The one that was stopped, and its second attempt with the same settings.
    assert [trial.user_attrs.get("sweeper:outcome") for trial in done].count("stopped") == 1
    stopped = next(trial for trial in done if trial.user_attrs.get("sweeper:outcome"))
    attempt = next(trial for trial in done if "sweeper:retry_of" in trial.user_attrs)
    assert attempt.user_attrs["sweeper:retry_of"] == stopped.number
    assert attempt.params == stopped.params
    assert len(done) == 3
    assert children(tmp_path)[0].info.status == "FINISHED"


@pytest.mark.parametrize(
    ("sampler", "pruner"),
    [
        *(("tpe", "none"), ("random", "median"), ("cmaes", "percentile"), ("gp", "hyperband")),
        *(("nsgaii", "halving"), ("qmc", "none")),
    ],
)
def test_what_a_sweep_sets_every_sampler_and_pruner_takes(sampler: str, pruner: str) -> None:
    choices = [f"hydra/sweeper/sampler={sampler}", f"hydra/sweeper/pruner={pruner}"]
    register_resolvers()
    with initialize_config_dir(str(conf_dir()), version_base="1.3"):
        for path in sorted((conf_dir() / "sweep").glob("*.yaml")):
            config = compose(
                "train",
                [f"sweep={path.stem}", *choices],
                return_hydra_config=True,
            )
            settings = config.hydra.sweeper
            assert parse_space(dict(settings.params), [], None).parameters
            for node in (settings.sampler, settings.pruner):
                arguments = {key: value for key, value in node.items() if key != "_target_"}
                inspect.signature(hydra.utils.get_object(node._target_)).bind(**arguments)


@pytest.mark.parametrize("name", [path.stem for path in (conf_dir() / "sweep").glob("*.yaml")])
def test_the_best_experiment_has_the_recipe_of_its_trial(name: str, tmp_path: Path) -> None:
    register_resolvers()
    with initialize_config_dir(str(conf_dir()), version_base="1.3"):
        settings = compose("train", [f"sweep={name}"], return_hydra_config=True).hydra.sweeper
        space = parse_space(dict(settings.params), [f"sweep={name}", "logger=[mlflow,csv]"], None)
        overrides = next(iter(space.samples(lambda group: False)))
    study = optuna.create_study()
    trial = study.ask()
    trial.set_user_attr("sweeper:overrides", overrides)
    study.tell(trial, 1.0)
    sweep_of_it: Any = SimpleNamespace(
        folder=tmp_path,
        study=study,
        settings=settings,
        is_group=lambda key: (conf_dir() / key).is_dir(),
    )
    write_experiments(sweep_of_it, [study.best_trial])
    found = compose_config("train", [f"hydra.searchpath=[file://{tmp_path}]", "experiment=best"])
    tried = compose_config("train", overrides)
    assert recipe_settings(found) == recipe_settings(tried)
    assert found.data.fallback is None
    assert found.test
    assert set(found.logger) == {"mlflow", "csv"}
