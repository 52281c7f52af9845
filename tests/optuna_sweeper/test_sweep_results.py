"""What a sweep leaves: the best settings, tables, folders, a study, and advice."""

import shlex
from pathlib import Path
from typing import Any

import optuna
import pytest
import yaml
from hydra import compose, initialize_config_dir
from hydra.core.hydra_config import HydraConfig
from optuna.distributions import FloatDistribution

from hydra_plugins.optuna_sweeper import current_trial
from hydra_plugins.optuna_sweeper._ledger import Ledger

from toy_sweep import RunSweep, states, trials_of


def _square(config: Any) -> float:
    return float((config.x - 2) ** 2 + config.y)


def _fails(config: Any) -> float:
    raise ValueError("no data")


def test_the_best_trial_as_an_experiment(sweep: RunSweep) -> None:
    outcome = sweep(
        _square,
        "shape=circle,triangle",
        "x=1,2",
        "note='a: {b}, c'",
        "+new=[1,{k: v}]",
        "y=0",
        "~seconds",
        "hydra.sweeper.sweep_only=[y]",
        "hydra.sweeper.in_full=['hold=7']",
    )
    assert outcome.code == 0
    assert "Best: trial 1, value 0\n  shape=circle x=2" in outcome.output
    words = ["shape=circle", "x=2", "note='a: {b}, c'", "+new=[1,{k: v}]", "~seconds", "hold=7"]
    command = shlex.join(["python", "app.py", *words])
    assert f"Train it in full:\n  {command}\n" in outcome.output

    with initialize_config_dir(str(outcome.folder / "conf"), version_base="1.3"):
        path = f"hydra.searchpath=[file://{outcome.sweep}]"
        config = compose("config", [path, "+experiment=best"])
    assert config.shape.sides == 0
    assert config.x == 2
    assert config.note == "a: {b}, c"
    assert config.hold == 7
    assert config.new == [1, {"k": "v"}]
    text = (outcome.sweep / "experiment" / "best.yaml").read_text()
    assert "# Trial 1 of the study sweep: value 0.\n" in text
    assert "# On the command line besides: ~seconds\n" in text
    assert "\ny:" not in text


def test_the_best_trial_follows_the_direction_and_a_resume(sweep: RunSweep) -> None:
    up = ("x=1,2,5", "hydra/sweeper/sampler=grid", "hydra.sweeper.direction=maximize")
    first = sweep(_square, *up, "hydra.sweeper.n_trials=2")
    assert first.summary["best_trial"] == 0
    second = sweep(_square, *up)
    assert second.summary["best_trial"] == 2
    assert second.summary["best_values"] == {"value": 9.0}
    assert "x: 5\n" in (second.sweep / "experiment" / "best.yaml").read_text()


def test_the_table_and_the_summary(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        trial = current_trial()
        assert trial is not None
        trial.report(1.0, 3)
        trial.report(2.0, 4)
        if config.x == 0:
            raise optuna.TrialPruned
        if config.x == 1:
            raise OSError('no disk, or: "none"')
        trial.set_constraint("size", config.y - 2)
        return _square(config)

    outcome = sweep(
        task,
        "x=range(3)",
        "note=a,'b c'",
        "hydra.sweeper.metric_names=loss",
        "hydra.sweeper.max_failure_rate=0.5",
    )
    assert outcome.code == 0
    columns = ["trial", "state", "loss", "x", "note", "size (kept at 0 or less)"]
    columns += ["steps", "seconds", "begun", "ended", "retry_of", "error", "overrides"]
    assert list(outcome.rows[0]) == columns
    table = [tuple(row[name] for name in ("trial", "state", "loss", "x")) for row in outcome.rows]
    assert table == [
        ("0", "pruned", "2.0", "0"),
        ("1", "pruned", "2.0", "0"),
        ("2", "failed", "", "1"),
        ("3", "failed", "", "1"),
        ("4", "done", "0.0", "2"),
        ("5", "done", "0.0", "2"),
    ]
    assert outcome.overrides()[1] == ["x=0", "note='b c'"]
    assert [row["size (kept at 0 or less)"] for row in outcome.rows] == [""] * 4 + ["-2.0"] * 2
    assert [row["steps"] for row in outcome.rows] == ["2"] * 6
    assert outcome.rows[2]["error"] == 'OSError: no disk, or: "none"'
    assert all(row["begun"] <= row["ended"] for row in outcome.rows)

    summary = outcome.summary
    seconds = summary.pop("seconds")
    assert isinstance(seconds, float)
    assert seconds == pytest.approx(sum(float(row["seconds"]) for row in outcome.rows), abs=0.04)
    assert summary == {
        "study": "sweep",
        "finished": True,
        "trials": {"pruned": 2, "failed": 2, "done": 2},
        "best_trial": 4,
        "best_values": {"loss": 0.0},
    }


def test_several_objectives(sweep: RunSweep) -> None:
    # What is between 2 and 4 is on the front.
    def task(config: Any) -> list[float]:
        return [(config.x - 2) ** 2, -((config.x - 4) ** 2)]

    objectives = (
        "x=1,2,3,5",
        "hydra.sweeper.direction=[minimize,maximize]",
        "hydra.sweeper.metric_names=[loss,gain]",
        "hydra/sweeper/sampler=grid",
    )
    part = sweep(task, *objectives, "hydra.sweeper.n_trials=1")
    assert part.summary["best_trial"] == [0]
    outcome = sweep(task, *objectives)
    assert outcome.code == 0
    assert sorted(outcome.summary["best_trial"]) == [1, 2]
    # What was the best of one has been beaten.
    files = sorted(path.name for path in (outcome.sweep / "experiment").iterdir())
    assert files == ["best_1.yaml", "best_2.yaml"]
    assert "x: 3\n" in (outcome.sweep / "experiment" / "best_2.yaml").read_text()
    assert "Not beaten: trial 2, loss 1, gain -1" in outcome.output
    assert "Train the first in full:" in outcome.output
    assert [float(outcome.rows[2][name]) for name in ("loss", "gain")] == [1, -1]


@pytest.mark.parametrize(
    "sampler", ["nsgaii", *(pytest.param(one, marks=pytest.mark.slow) for one in ("tpe", "random"))]
)
def test_samplers_of_several_objectives(sweep: RunSweep, sampler: str) -> None:
    outcome = sweep(
        lambda config: (config.x, -config.x),
        "x=interval(0,1)",
        "hydra.sweeper.direction=[minimize,minimize]",
        f"hydra/sweeper/sampler={sampler}",
        "hydra.sweeper.n_trials=3",
    )
    assert outcome.code == 0
    assert len(outcome.summary["best_trial"]) == 3
    assert "value_0" in outcome.rows[0]


@pytest.mark.parametrize("directions", ["minimize", "[minimize,minimize]"])
def test_what_breaks_a_constraint_is_never_the_best(sweep: RunSweep, directions: str) -> None:
    def task(config: Any) -> list[float]:
        trial = current_trial()
        assert trial is not None
        trial.set_constraint("at least three", 3 - config.x)
        return [config.x] * (2 if "," in directions else 1)

    outcome = sweep(task, "x=2,3,4", f"hydra.sweeper.direction={directions}")
    assert outcome.code == 0
    assert outcome.summary["best_trial"] in (1, [1])
    assert "trial 1" in outcome.output
    names = [path.name for path in (outcome.sweep / "experiment").iterdir()]
    assert names in (["best.yaml"], ["best_1.yaml"])


def test_nothing_keeps_the_constraint(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        trial = current_trial()
        assert trial is not None
        trial.set_constraint("never", 1.0)
        return _square(config)

    outcome = sweep(task, "x=range(2)")
    assert outcome.code == 0
    assert outcome.summary["best_trial"] == []
    assert not (outcome.sweep / "experiment").exists()


# Folders and storages.


def test_folders_of_a_resumed_study_go_on(sweep: RunSweep) -> None:
    folders: list[str] = []

    def task(config: Any) -> float:
        folder = Path(HydraConfig.get().runtime.output_dir)
        (folder / "mine").touch(exist_ok=False)
        folders.append(folder.name)
        if folder.name == "1":
            raise KeyboardInterrupt
        return _square(config)

    with pytest.raises(KeyboardInterrupt):
        sweep(task, "x=interval(0,1)", "hydra.sweeper.n_trials=3")
    assert sweep(task, "x=interval(0,1)", "hydra.sweeper.n_trials=2").code == 0
    # Another folder for the same study: the numbers are the study's.
    moved = ("hydra.sweep.dir=moved", "hydra.sweeper.study_name=sweep")
    assert sweep(task, "x=interval(0,1)", *moved, "hydra.sweeper.n_trials=3").code == 0
    assert folders == ["0", "1", "2", "3"]


def test_batches_have_folders_of_their_own(sweep: RunSweep) -> None:
    numbers = []

    def task(config: Any) -> float:
        hydra = HydraConfig.get()
        (Path(hydra.runtime.output_dir) / "mine").touch(exist_ok=False)
        numbers.append((hydra.sweeper.trial, Path(hydra.runtime.output_dir).name))
        return _square(config)

    subdir = "hydra.sweep.subdir='${hydra.job.num}_${x}'"
    outcome = sweep(task, "x=range(3)", subdir, "hydra.sweeper.n_jobs=2")
    assert outcome.code == 0
    assert numbers == [(number, f"{number}_{number}") for number in range(3)]


@pytest.mark.parametrize("reference", ["${hydra.job.num}", "${hydra:job.num}"])
def test_a_batch_whose_numbers_have_a_gap(
    sweep: RunSweep, monkeypatch: pytest.MonkeyPatch, reference: str
) -> None:
    claim, is_first = Ledger.claim, [True]

    def with_another_process_in_between(self: Ledger) -> optuna.Trial | None:
        trial = claim(self)
        if is_first.pop() if is_first else False:
            self.finish(self.study.ask({"x": FloatDistribution(0, 1)}), values=[9.0])
        return trial

    monkeypatch.setattr(Ledger, "claim", with_another_process_in_between)
    folders = []

    def task(config: Any) -> float:
        folders.append(Path(HydraConfig.get().runtime.output_dir).name)
        return _square(config)

    outcome = sweep(
        task,
        "x=interval(0,1)",
        f"hydra.sweep.subdir='trial_{reference}'",
        "hydra.sweeper.n_trials=3",
        "hydra.sweeper.n_jobs=2",
    )
    assert outcome.code == 0
    assert folders == ["trial_0", "trial_2"]


def test_the_study_lies_in_the_folder_by_default(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=range(2)", "hydra.output_subdir=.hydra", storage=None)
    assert outcome.code == 0
    assert states(trials_of(f"sqlite:///{outcome.sweep / 'study.db'}")) == ["COMPLETE"] * 2
    # The jobs were told where.
    hydra = yaml.safe_load((outcome.sweep / "0" / ".hydra" / "hydra.yaml").read_text())["hydra"]
    assert hydra["sweeper"]["storage"] == f"sqlite:///{outcome.sweep / 'study.db'}"
    assert (hydra["sweeper"]["study_name"], hydra["sweeper"]["trial"]) == ("sweep", 0)


@pytest.mark.parametrize("storage", ["sqlite:///some/where/s.db", "journal:some/where/s.log"])
def test_a_folder_is_made_for_the_storage(sweep: RunSweep, storage: str) -> None:
    def task(config: Any) -> float:
        trial = current_trial()
        assert trial is not None
        trial.report(1.0, 0)
        return 1.0

    outcome = sweep(task, "x=range(2)", "hydra.job.chdir=true", storage=storage)
    assert outcome.code == 0
    assert len(trials_of(storage)) == 2
    assert [row["steps"] for row in outcome.rows] == ["1", "1"]


def test_a_storage_that_can_not_be_opened_is_one_sentence(sweep: RunSweep) -> None:
    storage = "postgresql+psycopg://somebody:pa55word@127.0.0.1:9/studies"
    outcome = sweep(_square, "x=1,2", storage=storage)
    assert outcome.code == 1
    lines = [line for line in outcome.output.splitlines() if line.strip()]
    assert lines[0].startswith("hydra.sweeper.storage=postgresql+psycopg://somebody:***@")
    assert lines[1:] == [
        "Set the environment variable HYDRA_FULL_ERROR=1 for a complete stack trace."
    ]
    assert "pa55word" not in outcome.output
    assert not outcome.sweep.exists()


def test_the_advice_after_an_end_names_no_password(sweep: RunSweep) -> None:
    given = "+note_2='postgresql://somebody:pa55word@127.0.0.1/studies'"
    outcome = sweep(_fails, "x=1,2", given)
    assert outcome.code == 1
    (advice,) = [line for line in outcome.output.splitlines() if line.startswith("Go on with: ")]
    assert "postgresql://somebody:***@127.0.0.1/studies" in advice
    assert "pa55word" not in advice


def test_the_program_as_it_was_started(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=2,1", program=("-m", "films.train"))
    assert "Train it in full:\n  python -m films.train x=2\n" in outcome.output


def test_the_advice_names_the_folder_of_an_unnamed_study(sweep: RunSweep) -> None:
    outcome = sweep(_fails, "x=1,2", "hydra.sweep.dir='sweeps/${now:%Y}'")
    (advice,) = [line for line in outcome.output.splitlines() if line.startswith("Go on with: ")]
    assert advice.split()[-1].startswith("hydra.sweep.dir=sweeps/2")
    named = sweep(_fails, "x=1,2", "hydra.sweeper.study_name=mine")
    (advice,) = [line for line in named.output.splitlines() if line.startswith("Go on with: ")]
    assert "hydra.sweep.dir" not in advice
    hinted = sweep(_fails, "x=1,2", "hydra.sweeper.resume_with=['note=again']")
    (advice,) = [line for line in hinted.output.splitlines() if line.startswith("Go on with: ")]
    assert advice.split()[-1] == "note=again"


def test_optuna_is_as_loud_as_it_was_told(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=interval(0,1)", "hydra.sweeper.n_trials=1")
    assert "A new study created" not in outcome.output
    assert "Launching" not in outcome.output
