"""What a sweep does from its first trial to its last, and what it leaves."""

import json
import sys
from pathlib import Path
from typing import Any

import optuna
import pytest
import yaml
from hydra import compose, initialize_config_dir
from hydra.core.hydra_config import HydraConfig
from optuna.distributions import FloatDistribution
from optuna.trial import FrozenTrial

from hydra_plugins.optuna_sweeper import EndSweep, current_trial

from toy_sweep import Outcome, RunSweep, finished, states, study_of

SEEDED = ("x=interval(-10,10)", "y=range(4)", "hydra.sweeper.sampler.seed=7")


def _square(config: Any) -> float:
    return float((config.x - 2) ** 2 + config.y)


def _params(outcome: Outcome) -> list[dict[str, Any]]:
    return [trial.params for trial in outcome.trials]


def _results(trials: list[FrozenTrial]) -> list[tuple[dict[str, Any], list[float] | None]]:
    return [(trial.params, trial.values) for trial in trials]


SAMPLERS = ["tpe", "random", "cmaes", "nsgaii", "nsgaiii", "qmc"]
# Imports torch.
GP = pytest.param("gp", marks=pytest.mark.slow)


@pytest.mark.parametrize("sampler", [*SAMPLERS, GP])
def test_a_seeded_sweep_in_two_parts_is_the_unbroken_one(sweep: RunSweep, sampler: str) -> None:
    common = (
        *SEEDED,
        f"hydra/sweeper/sampler={sampler}",
        # Beyond it they are no longer random.
        *(["hydra.sweeper.sampler.n_startup_trials=2"] if sampler in ("tpe", "cmaes", "gp") else []),
        *(["hydra.sweeper.sampler.population_size=2"] if sampler.startswith("nsga") else []),
    )
    unbroken = sweep(_square, *common, "hydra.sweeper.n_trials=8", "hydra.sweep.dir=unbroken")
    assert (unbroken.code, unbroken.output.count("Warning")) == (0, 0)
    parts = [sweep(_square, *common, f"hydra.sweeper.n_trials={count}") for count in (4, 8)]
    assert [part.code for part in parts] == [0, 0]
    assert "8 trials, 4 of them there already" in parts[1].output

    whole = study_of(f"journal:{unbroken.folder / 'studies.log'}", "unbroken").trials
    assert states(whole) == ["COMPLETE"] * 8
    assert _results(parts[1].trials) == _results(whole)
    assert all(-10 <= trial.params["x"] <= 10 for trial in whole)


def test_another_seed_is_another_sweep(sweep: RunSweep) -> None:
    first = sweep(_square, *SEEDED, "hydra.sweeper.n_trials=3")
    seed = ("hydra.sweeper.sampler.seed=8", "hydra.sweeper.study_name=other")
    sweep(_square, *SEEDED, *seed, "hydra.sweeper.n_trials=3")
    other = study_of(f"journal:{first.folder / 'studies.log'}", "other").trials
    assert {trial.params["x"] for trial in first.trials}.isdisjoint(t.params["x"] for t in other)


def test_no_two_trials_of_one_seed_are_alike(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=interval(0,1)", *SEEDED[2:], "hydra.sweeper.n_trials=5")
    assert len({params["x"] for params in _params(outcome)}) == 5


@pytest.mark.parametrize("seed", ["null", "5"])
def test_qmc_trials_are_of_one_sequence(sweep: RunSweep, seed: str) -> None:
    outcome = sweep(
        _square,
        "x=interval(0,1)",
        "hydra/sweeper/sampler=qmc",
        f"hydra.sweeper.sampler.seed={seed}",
        "hydra.sweeper.n_trials=9",
    )
    # Eight points of a Sobol sequence have one in each eighth; the first trial is random.
    eighths = [int(params["x"] * 8) for params in _params(outcome)[1:]]
    assert sorted(eighths) == list(range(8))


def test_settings_of_a_sampler_beyond_those_of_its_group(sweep: RunSweep) -> None:
    more = ("+hydra.sweeper.sampler.multivariate=true", "+hydra.sweeper.sampler.constant_liar=true")
    outcome = sweep(_square, *SEEDED, *more, "hydra.sweeper.n_trials=2")
    assert (outcome.code, states(outcome.trials)) == (0, ["COMPLETE"] * 2)
    outcome = sweep(_square, *SEEDED, "+hydra.sweeper.sampler.nonsense=1")
    assert outcome.code == 1
    assert "hydra.sweeper.sampler: optuna.samplers.TPESampler can't be made" in outcome.output
    assert "nonsense" in outcome.output


# A grid.


@pytest.mark.parametrize("how", [[], ["hydra/sweeper/sampler=grid"]])
def test_every_combination_in_the_order_of_hydra(sweep: RunSweep, how: list[str]) -> None:
    outcome = sweep(_square, "shape=square,circle", "x=range(2)", "y=5,3", *how)
    assert outcome.code == 0
    assert "every combination, in order" in outcome.output
    assert outcome.overrides() == [
        [f"shape={shape}", f"x={x}", f"y={y}"]
        for shape in ("square", "circle")
        for x in (0, 1)
        for y in (5, 3)
    ]
    assert outcome.folders == [str(number) for number in range(8)]
    again = sweep(_square, "shape=square,circle", "x=range(2)", "y=5,3", *how)
    assert (again.code, len(again.trials)) == (0, 8)


def test_a_grid_stops_at_n_trials_and_at_its_end(sweep: RunSweep) -> None:
    grid = ("x=range(3)", "hydra/sweeper/sampler=grid")
    assert len(sweep(_square, *grid, "hydra.sweeper.n_trials=2").trials) == 2
    outcome = sweep(_square, *grid, "hydra.sweeper.n_trials=50")
    assert [params["x"] for params in _params(outcome)] == [0, 1, 2]
    assert outcome.summary["finished"] is True


def test_a_sampler_that_was_asked_for_is_no_grid(sweep: RunSweep) -> None:
    given = ("x=range(3)", "hydra/sweeper/sampler=random", "hydra.sweeper.sampler.seed=0")
    assert len(sweep(_square, *given, "hydra.sweep.dir=many").rows_of("many")) == 20
    outcome = sweep(_square, *SEEDED[1:], "hydra.sweeper.n_trials=6")
    assert len(outcome.trials) == 6
    assert "TPESampler" in outcome.output


def test_optunas_own_grid_sampler_goes_in_order_too(sweep: RunSweep) -> None:
    target = "hydra.sweeper.sampler._target_=optuna.samplers.GridSampler"
    outcome = sweep(_square, "x=range(3)", "y=1,2", target)
    assert _params(outcome) == [{"x": x, "y": y} for x in range(3) for y in (1, 2)]


def test_a_grid_needs_an_end_of_values(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=interval(0,1)", "y=1,2", "hydra/sweeper/sampler=grid")
    assert outcome.code == 1
    assert "A grid needs values to go through, and x has no end of them" in outcome.output
    assert not outcome.sweep.exists()


def test_a_grid_needs_no_values_from_its_jobs(sweep: RunSweep) -> None:
    outcome = sweep(lambda config: None, "x=1,2")
    assert outcome.code == 0
    assert [row["state"] for row in outcome.rows] == ["done", "done"]
    assert outcome.summary["finished"] is True
    assert outcome.summary["best_trial"] == []


def test_nothing_to_search_is_one_trial(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=3")
    assert (outcome.code, outcome.overrides()) == (0, [["x=3"]])


# The search space from the configuration, and from a function.


def test_params_of_the_configuration(sweep: RunSweep) -> None:
    path = sweep.folder / "conf" / "config.yaml"
    given = yaml.safe_load(path.read_text())
    given["hydra"]["sweeper"]["params"] = {"x": "range(2)", "y": "1,2", "note": 5}
    path.write_text(yaml.safe_dump(given, sort_keys=False))
    assert sweep(_square).overrides() == [
        [f"x={x}", f"y={y}", "note=5"] for x in (0, 1) for y in (1, 2)
    ]
    outcome = sweep(_square, "y=7", "hydra.sweep.dir=other")
    assert outcome.code == 0
    assert outcome.overrides("other") == [["x=0", "y=7", "note=5"], ["x=1", "y=7", "note=5"]]


def space(config: Any, trial: optuna.Trial) -> dict[str, Any] | None:
    """Where one choice depends on another."""
    assert config.note == "from the command line"
    if trial.params["shape"] == "circle":
        trial.suggest_float("x", 0.5, 1)
        return None
    side = trial.suggest_int("y", 3, 4)
    return {"x": 10 * side, "+more": [1, {"a": None}], "+text": "a, b: {c}", "+one": "1"}


def test_a_function_extends_the_search_space(sweep: RunSweep) -> None:
    seen: dict[int, Any] = {}

    def task(config: Any) -> float:
        seen[HydraConfig.get().sweeper.trial] = config
        return _square(config)

    outcome = sweep(
        task,
        "shape=circle,triangle",
        "note='from the command line'",
        f"hydra.sweeper.custom_search_space={space.__module__}.space",
        "hydra.sweeper.n_trials=12",
        "hydra.sweeper.sampler.seed=0",
    )
    assert outcome.code == 0
    assert states(outcome.trials) == ["COMPLETE"] * 12
    assert {trial.params["shape"] for trial in outcome.trials} == {"circle", "triangle"}
    for trial in outcome.trials:
        config = seen[trial.number]
        assert config.shape.sides == (0 if trial.params["shape"] == "circle" else 3)
        if trial.params["shape"] == "circle":
            assert set(trial.params) == {"shape", "x"}
            assert 0.5 <= config.x <= 1
            assert config.x == pytest.approx(trial.params["x"], rel=1e-5)
            assert "more" not in config
        else:
            assert set(trial.params) == {"shape", "y"}
            assert (config.y, config.x) == (trial.params["y"], 10 * trial.params["y"])
            assert config.more == [1, {"a": None}]
            assert (config.text, config.one) == ("a, b: {c}", "1")


def test_a_search_space_that_is_no_function(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=1,2", "hydra.sweeper.custom_search_space=nowhere.space")
    assert outcome.code == 1
    assert "custom_search_space=nowhere.space is no function that can be imported" in outcome.output
    assert not outcome.sweep.exists()


def wrong_space(config: Any, trial: optuna.Trial) -> dict[str, Any]:
    return {"z": trial.suggest_int("z", 1, 2)}


def test_a_search_space_with_an_unknown_key(sweep: RunSweep) -> None:
    name = f"hydra.sweeper.custom_search_space={wrong_space.__module__}.wrong_space"
    outcome = sweep(_square, "x=1,2", name)
    assert outcome.code == 1
    assert "Could not override 'z'" in outcome.output
    assert outcome.folders == []


# Pruning.


def _in_steps(config: Any) -> float:
    trial = current_trial()
    assert trial is not None
    value = _square(config)
    for step in range(4):
        trial.report(value, step)
        if trial.should_prune():
            raise optuna.TrialPruned
    return value


@pytest.mark.parametrize(
    ("pruner", "settings", "is_pruned"),
    [
        ("none", [], False),
        ("median", ["n_startup_trials=1"], True),
        ("percentile", ["n_startup_trials=1", "percentile=50.0"], True),
        ("hyperband", ["min_resource=1", "max_resource=4", "reduction_factor=2"], True),
        ("halving", ["min_resource=1", "reduction_factor=2"], True),
        ("threshold", ["upper=50.0"], True),
    ],
)
def test_pruners(sweep: RunSweep, pruner: str, settings: list[str], is_pruned: bool) -> None:
    outcome = sweep(
        _in_steps,
        # From good to bad.
        "x=2,3,20,30",
        f"hydra/sweeper/pruner={pruner}",
        *(f"hydra.sweeper.pruner.{setting}" for setting in settings),
    )
    assert outcome.code == 0
    assert len(finished(outcome.trials)) == 4
    assert outcome.trials[0].state.name == "COMPLETE"
    assert ("PRUNED" in states(outcome.trials)) is is_pruned
    for trial, row in zip(outcome.trials, outcome.rows, strict=True):
        value = (trial.params["x"] - 2) ** 2
        if trial.state.name == "PRUNED":
            assert row["state"] == "pruned"
            assert set(trial.intermediate_values.values()) == {value}
            assert 0 < len(trial.intermediate_values) <= 4
        else:
            assert trial.intermediate_values == dict.fromkeys(range(4), value)
    assert outcome.trials[outcome.summary["best_trial"]].params == {"x": 2}


def test_no_trial_outside_of_a_sweep(sweep: RunSweep) -> None:
    assert current_trial() is None

    def task(config: Any) -> float:
        trial = current_trial()
        assert trial is not None
        assert trial.number == HydraConfig.get().sweeper.trial
        assert trial.params == {"x": config.x}
        trial.set_user_attr("said", trial.number)
        return 1.0

    outcome = sweep(task, "x=1,2")
    assert [trial.user_attrs["said"] for trial in outcome.trials] == [0, 1]
    assert current_trial() is None


def test_several_objectives_can_not_be_pruned(sweep: RunSweep) -> None:
    outcome = sweep(
        _square,
        "x=interval(0,1)",
        "hydra.sweeper.direction=[minimize,maximize]",
        "hydra/sweeper/pruner=median",
    )
    assert outcome.code == 1
    assert "trials with several objectives can't be pruned" in outcome.output
    assert not outcome.sweep.exists()


# Failures.


def _fails_at(*numbers: int) -> Any:
    def task(config: Any) -> float:
        if config.x in numbers:
            raise ValueError(f"no {config.x}\nand more of it")
        return _square(config)

    return task


def test_failures_within_the_limit(sweep: RunSweep) -> None:
    outcome = sweep(_fails_at(1, 3), "x=range(4)", "hydra.sweeper.max_failure_rate=0.5")
    assert outcome.code == 0
    assert states(outcome.trials) == ["COMPLETE", "FAIL", "COMPLETE", "FAIL"]
    assert [row["error"] for row in outcome.rows] == ["", "ValueError: no 1", "", "ValueError: no 3"]
    assert outcome.summary["trials"] == {"done": 2, "failed": 2}
    assert outcome.summary["finished"] is True


def test_failures_beyond_the_limit(sweep: RunSweep) -> None:
    outcome = sweep(_fails_at(0, 2, 3), "x=range(6)", "hydra.sweeper.max_failure_rate=0.3")
    assert outcome.code == 1
    # The first is one of six.
    assert states(outcome.trials) == ["FAIL", "COMPLETE", "FAIL"]
    assert (
        "2 of 6 trials failed, which is more than hydra.sweeper.max_failure_rate=0.3 allows; "
        "the last one said: ValueError: no 2." in outcome.output
    )
    assert "Traceback" not in outcome.output
    assert outcome.summary["finished"] is False
    assert "Go on with: python app.py -m 'x=range(6)'" in outcome.output


def test_no_failure_is_allowed_by_default(sweep: RunSweep) -> None:
    outcome = sweep(_fails_at(0), "x=range(6)")
    assert (outcome.code, states(outcome.trials)) == (1, ["FAIL"])


def test_nothing_that_succeeds(sweep: RunSweep) -> None:
    outcome = sweep(_fails_at(0, 1), "x=range(2)", "hydra.sweeper.max_failure_rate=1.0")
    assert outcome.code == 1
    assert (
        "Not one of 2 trials succeeded; the last one said: ValueError: no 1." in outcome.output
    )


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (float("nan"), "The job returned NaN."),
        (None, "The job returned None; a sweep needs numbers."),
        ("much", "The job returned 'much'; a sweep needs numbers."),
        ([1.0, 2.0], "The job returned 2 values, and hydra.sweeper.direction has 1."),
        ([], "The job returned 0 values, and hydra.sweeper.direction has 1."),
        ({"loss": 1.0}, "The job returned {'loss': 1.0}; a sweep needs numbers."),
        ([None], "The job returned [None]; a sweep needs numbers."),
    ],
)
def test_answers_that_are_no_value(sweep: RunSweep, answer: Any, sentence: str) -> None:
    outcome = sweep(
        lambda config: answer if config.x < 0 else 1.0,
        "x=-1,1",
        "hydra/sweeper/sampler=random",
        "hydra.sweeper.sampler.seed=0",
        "hydra.sweeper.n_trials=5",
        "hydra.sweeper.max_failure_rate=1.0",
    )
    assert outcome.code == 0
    errors = {row["x"]: row["error"] for row in outcome.rows}
    assert errors == {"-1": sentence, "1": ""}
    assert {row["x"]: row["state"] for row in outcome.rows} == {"-1": "failed", "1": "done"}


@pytest.mark.parametrize("answer", [3, True, [3.5], (float("inf"),)])
def test_answers_that_are_a_value(sweep: RunSweep, answer: Any) -> None:
    outcome = sweep(lambda config: answer, "x=1,2")
    assert outcome.code == 0
    assert outcome.trials[0].value == float(answer if isinstance(answer, int) else answer[0])


def test_a_job_can_end_the_sweep(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        if config.x == 1:
            raise EndSweep("There is no data.")
        return _square(config)

    outcome = sweep(task, "x=range(4)", "hydra.sweeper.max_failure_rate=1.0")
    assert outcome.code == 1
    assert "There is no data." in outcome.output
    assert "Traceback" not in outcome.output
    assert [row["state"] for row in outcome.rows] == ["done", "stopped"]
    # What ended it is mended: the same trial again.
    again = sweep(_square, "x=range(4)")
    assert again.code == 0
    assert [trial.params["x"] for trial in finished(again.trials)] == [0, 1, 2, 3]
    assert [row["retry_of"] for row in again.rows] == ["", "", "1", "", ""]


def test_the_rest_of_a_batch_counts_when_a_job_ends_the_sweep(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        if config.x == 1:
            raise EndSweep("There is no data.")
        return _square(config)

    outcome = sweep(task, "x=range(6)", "hydra.sweeper.n_jobs=3")
    assert outcome.code == 1
    assert [row["state"] for row in outcome.rows] == ["done", "stopped", "done"]


def test_ctrl_c_in_a_job(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        if config.x == 1:
            raise KeyboardInterrupt
        return _square(config)

    with pytest.raises(KeyboardInterrupt):
        sweep(task, "x=range(3)")
    again = sweep(_square, "x=range(3)")
    assert again.code == 0
    assert [row["state"] for row in again.rows] == ["done", "stopped", "done", "done"]


def test_no_new_trial_after_the_timeout(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=range(6)", "hydra.sweeper.timeout=0.000001")
    assert (outcome.code, outcome.rows) == (1, [])
    again = sweep(_square, "x=range(2)", "hydra.sweeper.timeout=3600")
    assert (again.code, len(again.rows)) == (0, 2)


# Refused before any trial.


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (["z=1,2"], "Could not override 'z'"),
        (["x=1,2", "z=3"], "Could not override 'z'"),
        (["shape=square,hexagon"], "Could not find 'shape/hexagon'"),
        (["shape=circle,square,hexagon", "x=1"], "Could not find 'shape/hexagon'"),
        (["x=interval(2,1)"], "an interval begins with its smaller end"),
        (["x=1,2", "hydra.sweeper.nonsense=1"], "nonsense"),
        (["x=1,2", "hydra/sweeper/sampler=nonsense"], "nonsense"),
        (["x=1,2", "hydra.sweeper.direction=upwards"], "must be minimize or maximize"),
        (["x=1,2", "hydra.sweeper.metric_names=[a,b]"], "2 metric_names (a, b) and 1 direction"),
    ],
)
def test_refused_before_any_trial(sweep: RunSweep, overrides: list[str], sentence: str) -> None:
    outcome = sweep(_square, *overrides)
    assert outcome.code == 1
    assert sentence in outcome.output
    assert "Traceback" not in outcome.output
    assert outcome.folders == []


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            ["x=interval(0,1)"],
            ["x=interval(0,1)", "hydra.sweeper.direction=maximize"],
            "was begun with direction=['minimize'], and this one has ['maximize']",
        ),
        (
            ["x=interval(0,1)", "hydra.sweeper.metric_names=loss"],
            ["x=interval(0,1)", "hydra.sweeper.metric_names=error"],
            "was begun for loss, and this one is for error",
        ),
        (["x=1,2"], ["x=1,2,3"], "was begun with other choices for x"),
        (["x=1,2"], ["x=interval(0,1)"], "was begun with other choices for x"),
        (["x=interval(1,2)"], ["x=tag(log,interval(1,2))"], "was begun with other choices for x"),
        (["x=range(3)"], ["x=range(0,1,0.5)"], "was begun with other choices for x"),
    ],
)
def test_a_study_that_is_about_something_else(
    sweep: RunSweep, before: list[str], after: list[str], sentence: str
) -> None:
    assert sweep(_square, *before, "hydra.sweeper.n_trials=1").code == 0
    outcome = sweep(_square, *after, "hydra.sweeper.n_trials=4")
    assert outcome.code == 1
    assert sentence in outcome.output
    assert "give the new one another hydra.sweeper.study_name." in outcome.output
    assert "Traceback" not in outcome.output
    assert len(outcome.trials) == 1


def test_a_study_can_go_on_in_another_range(sweep: RunSweep) -> None:
    sweep(_square, "x=interval(0,1)", "hydra.sweeper.n_trials=2")
    outcome = sweep(_square, "x=interval(5,6)", "hydra.sweeper.n_trials=4")
    assert outcome.code == 0
    assert [trial.params["x"] > 2 for trial in outcome.trials] == [False, False, True, True]


def test_other_settings_than_before_are_told(sweep: RunSweep) -> None:
    sweep(_square, "x=interval(0,1)", "y=3", "hydra.sweeper.n_trials=1")
    alike = sweep(_square, "x=interval(0,1)", "y=3", "hydra.sweeper.n_trials=2")
    assert "begun with other settings" not in alike.output
    steers = ("note=mine", "hydra.sweeper.sweep_only=[note]")
    alike = sweep(_square, "x=interval(0,1)", "y=3", *steers, "hydra.sweeper.n_trials=2")
    assert "begun with other settings" not in alike.output
    other = sweep(_square, "x=interval(0,1)", "y=4", "hydra.sweeper.n_trials=3")
    assert "was begun with other settings (y=3 y=4); its trials may not compare" in other.output
    assert (other.code, len(other.trials)) == (0, 3)


# What a sweep leaves.


def test_the_best_trial_as_an_experiment(sweep: RunSweep) -> None:
    outcome = sweep(
        _square,
        "shape=circle,triangle",
        "x=1,2,3",
        "note='a: {b}, c'",
        "+new=[1,{k: v}]",
        "y=0",
        "~seconds",
        "hydra.sweeper.sweep_only=[y]",
    )
    assert outcome.code == 0
    assert "Best: trial 1, value 0\n  shape=circle x=2" in outcome.output
    command = "python app.py shape=circle x=2 'note='\"'\"'a: {b}, c'\"'\"'' '+new=[1,{k: v}]' '~seconds'"
    assert f"Train it in full:\n  {command}\n" in outcome.output

    with initialize_config_dir(str(outcome.folder / "conf"), version_base="1.3"):
        path = f"hydra.searchpath=[file://{outcome.sweep}]"
        config = compose("config", [path, "+experiment=best"])
    assert config.shape.sides == 0
    assert config.x == 2
    assert config.note == "a: {b}, c"
    assert config.new == [1, {"k": "v"}]
    text = (outcome.sweep / "experiment" / "best.yaml").read_text()
    assert "# Trial 1 of the study sweep: value 0.\n" in text
    assert "# On the command line besides: ~seconds\n" in text
    assert "\ny:" not in text


def test_the_best_trial_follows_the_direction_and_a_resume(sweep: RunSweep) -> None:
    up = ("hydra/sweeper/sampler=grid", "hydra.sweeper.direction=maximize")
    first = sweep(_square, "x=range(6)", *up, "hydra.sweeper.n_trials=3")
    assert first.summary["best_trial"] == 0
    second = sweep(_square, "x=range(6)", *up)
    assert second.summary["best_trial"] == 5
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
            raise OSError("no disk, or: \"none\"")
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
    # Of 0 to 5, what is between 2 and 4 is on the front.
    def task(config: Any) -> list[float]:
        return [(config.x - 2) ** 2, -((config.x - 4) ** 2)]

    objectives = (
        "hydra.sweeper.direction=[minimize,maximize]",
        "hydra.sweeper.metric_names=[loss,gain]",
        "hydra/sweeper/sampler=grid",
    )
    part = sweep(task, "x=range(6)", *objectives, "hydra.sweeper.n_trials=2")
    assert part.summary["best_trial"] == [1]
    outcome = sweep(task, "x=range(6)", *objectives)
    assert outcome.code == 0
    assert sorted(outcome.summary["best_trial"]) == [2, 3, 4]
    # What was the best of two has been beaten.
    files = sorted(path.name for path in (outcome.sweep / "experiment").iterdir())
    assert files == ["best_2.yaml", "best_3.yaml", "best_4.yaml"]
    assert "x: 3\n" in (outcome.sweep / "experiment" / "best_3.yaml").read_text()
    assert "Not beaten: trial 3, loss 1, gain -1" in outcome.output
    assert "Train the first in full:" in outcome.output
    assert (outcome.rows[3]["loss"], outcome.rows[3]["gain"]) == ("1", "-1") or (
        float(outcome.rows[3]["loss"]),
        float(outcome.rows[3]["gain"]),
    ) == (1, -1)


@pytest.mark.parametrize("sampler", ["nsgaii", "tpe", "random"])
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

    outcome = sweep(task, "x=range(6)", f"hydra.sweeper.direction={directions}")
    assert outcome.code == 0
    assert outcome.summary["best_trial"] in (3, [3])
    assert "trial 3" in outcome.output
    names = [path.name for path in (outcome.sweep / "experiment").iterdir()]
    assert names in (["best.yaml"], ["best_3.yaml"])


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
        sweep(task, *SEEDED, "hydra.sweeper.n_trials=4")
    assert sweep(task, *SEEDED, "hydra.sweeper.n_trials=3").code == 0
    # Another folder for the same study: the numbers are the study's.
    moved = ("hydra.sweep.dir=moved", "hydra.sweeper.study_name=sweep")
    assert sweep(task, *SEEDED, *moved, "hydra.sweeper.n_trials=5").code == 0
    assert folders == ["0", "1", "2", "3", "4", "5"]


def test_batches_have_folders_of_their_own(sweep: RunSweep) -> None:
    numbers = []

    def task(config: Any) -> float:
        hydra = HydraConfig.get()
        (Path(hydra.runtime.output_dir) / "mine").touch(exist_ok=False)
        numbers.append((hydra.sweeper.trial, Path(hydra.runtime.output_dir).name))
        return _square(config)

    subdir = "hydra.sweep.subdir='${hydra.job.num}_${x}'"
    outcome = sweep(task, "x=range(5)", subdir, "hydra.sweeper.n_jobs=2")
    assert outcome.code == 0
    assert numbers == [(number, f"{number}_{number}") for number in range(5)]


@pytest.mark.parametrize("reference", ["${hydra.job.num}", "${hydra:job.num}"])
def test_a_batch_whose_numbers_have_a_gap(
    sweep: RunSweep, monkeypatch: pytest.MonkeyPatch, reference: str
) -> None:
    from hydra_plugins.optuna_sweeper._ledger import Ledger

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
    assert states(study_of(f"sqlite:///{outcome.sweep / 'study.db'}").trials) == ["COMPLETE"] * 2
    # The jobs were told where.
    hydra = yaml.safe_load((outcome.sweep / "0" / ".hydra" / "hydra.yaml").read_text())["hydra"]
    assert hydra["sweeper"]["storage"] == f"sqlite:///{outcome.sweep / 'study.db'}"
    assert (hydra["sweeper"]["study_name"], hydra["sweeper"]["trial"]) == ("sweep", 0)


@pytest.mark.parametrize("storage", ["sqlite:///some/where/s.db", "journal:some/where/s.log"])
def test_a_folder_is_made_for_the_storage(sweep: RunSweep, storage: str) -> None:
    outcome = sweep(_in_steps, "x=range(2)", "hydra.job.chdir=true", storage=storage)
    assert outcome.code == 0
    assert len(study_of(storage).trials) == 2
    assert [row["steps"] for row in outcome.rows] == ["4", "4"]


@pytest.mark.parametrize(
    "storage",
    [
        "postgresql+psycopg://somebody:pa55word@127.0.0.1:9/studies",
        "postgresql+nonsense://somebody:pa55word@127.0.0.1/studies",
        "postgresql+psycopg://127.0.0.1:9/studies?user=somebody&password=pa55word",
        "nonsense://somebody:pa55word@127.0.0.1/studies",
        "nonsense",
        "sqlite:////proc/nowhere/study.db",
        "journal:/proc/nowhere/study.log",
    ],
)
def test_a_storage_that_can_not_be_opened(sweep: RunSweep, storage: str) -> None:
    outcome = sweep(_square, "x=1,2", storage=storage)
    assert outcome.code == 1
    (line,) = [line for line in outcome.output.splitlines() if "hydra.sweeper.storage=" in line]
    assert "can't be opened (" in line
    assert line.endswith("; start that database, or leave the setting out.")
    assert "Traceback" not in outcome.output
    assert "pa55word" not in outcome.output
    assert not outcome.sweep.exists()


def test_the_advice_after_an_end_names_no_password(
    sweep: RunSweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = "+note_2='postgresql://somebody:pa55word@127.0.0.1/studies'"
    outcome = sweep(_fails_at(1), "x=1,2", given)
    assert outcome.code == 1
    (advice,) = [line for line in outcome.output.splitlines() if line.startswith("Go on with: ")]
    assert "postgresql://somebody:***@127.0.0.1/studies" in advice
    assert "pa55word" not in advice


def test_the_advice_names_the_folder_of_an_unnamed_study(sweep: RunSweep) -> None:
    outcome = sweep(_fails_at(1), "x=1,2", "hydra.sweep.dir='sweeps/${now:%Y}'")
    (advice,) = [line for line in outcome.output.splitlines() if line.startswith("Go on with: ")]
    assert advice.split()[-1].startswith("hydra.sweep.dir=sweeps/2")
    named = sweep(_fails_at(1), "x=1,2", "hydra.sweeper.study_name=mine")
    (advice,) = [line for line in named.output.splitlines() if line.startswith("Go on with: ")]
    assert "hydra.sweep.dir" not in advice
    hinted = sweep(_fails_at(1), "x=1,2", "hydra.sweeper.resume_with=['note=again']")
    (advice,) = [line for line in hinted.output.splitlines() if line.startswith("Go on with: ")]
    assert advice.split()[-1] == "note=again"


def test_optuna_is_as_loud_as_it_was_told(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=interval(0,1)", "hydra.sweeper.n_trials=2")
    assert "A new study created" not in outcome.output
    assert "Launching" not in outcome.output
    assert json.loads((outcome.sweep / "summary.json").read_text())["study"] == "sweep"
    assert sys.argv[0] == "app.py"
