"""What a sweep does from its first trial to its last, and what it leaves."""

import re
from typing import Any

import numpy as np
import optuna
import pytest
import yaml
from hydra.core.hydra_config import HydraConfig
from optuna.trial import FrozenTrial

from hydra_plugins.optuna_sweeper import EndSweep, current_trial
from hydra_plugins.optuna_sweeper._sweep import _values

from toy_sweep import Outcome, RunSweep, finished, states, trials_of

SEEDED = ("x=interval(-10,10)", "y=range(4)", "hydra.sweeper.sampler.seed=7")


def _square(config: Any) -> float:
    return float((config.x - 2) ** 2 + config.y)


def _params(outcome: Outcome) -> list[dict[str, Any]]:
    return [trial.params for trial in outcome.trials]


def _results(trials: list[FrozenTrial]) -> list[tuple[dict[str, Any], list[float] | None]]:
    return [(trial.params, trial.values) for trial in trials]


@pytest.mark.parametrize(
    "sampler",
    ["tpe"]
    + [
        pytest.param(sampler, marks=pytest.mark.slow)
        for sampler in ("random", "cmaes", "gp", "nsgaii", "nsgaiii", "qmc")
    ],
)
def test_a_seeded_sweep_in_two_parts_is_the_unbroken_one(sweep: RunSweep, sampler: str) -> None:
    common = (
        *SEEDED,
        f"hydra/sweeper/sampler={sampler}",
        # Beyond it they are no longer random.
        *(
            ["hydra.sweeper.sampler.n_startup_trials=2"]
            if sampler in ("tpe", "cmaes", "gp")
            else []
        ),
        *(["hydra.sweeper.sampler.population_size=2"] if sampler.startswith("nsga") else []),
    )
    unbroken = sweep(_square, *common, "hydra.sweeper.n_trials=4", "hydra.sweep.dir=unbroken")
    assert (unbroken.code, unbroken.output.count("Warning")) == (0, 0)
    parts = [sweep(_square, *common, f"hydra.sweeper.n_trials={count}") for count in (3, 4)]
    assert [part.code for part in parts] == [0, 0]
    assert "4 trials, 3 of them there already" in parts[1].output

    whole = trials_of(f"journal:{unbroken.folder / 'studies.log'}", "unbroken")
    assert states(whole) == ["COMPLETE"] * 4
    assert _results(parts[1].trials) == _results(whole)
    assert len({trial.params["x"] for trial in whole}) > 2
    assert all(-10 <= trial.params["x"] <= 10 for trial in whole)


@pytest.mark.slow
def test_another_seed_is_another_sweep(sweep: RunSweep) -> None:
    first = sweep(_square, *SEEDED, "hydra.sweeper.n_trials=2")
    assert len({params["x"] for params in _params(first)}) == 2
    seed = ("hydra.sweeper.sampler.seed=8", "hydra.sweeper.study_name=other")
    sweep(_square, *SEEDED, *seed, "hydra.sweeper.n_trials=2")
    other = trials_of(f"journal:{first.folder / 'studies.log'}", "other")
    assert {trial.params["x"] for trial in first.trials}.isdisjoint(t.params["x"] for t in other)


@pytest.mark.slow
@pytest.mark.parametrize("sampler", ["tpe", "random"])
def test_an_interrupted_seeded_sweep_is_the_unbroken_one(sweep: RunSweep, sampler: str) -> None:
    common = [*SEEDED, f"hydra/sweeper/sampler={sampler}", "hydra.sweeper.n_trials=6"]
    if sampler == "tpe":
        common.append("hydra.sweeper.sampler.n_startup_trials=2")
    unbroken = sweep(_square, *common, "hydra.sweep.dir=unbroken")

    def stops_at_two(config: Any) -> float:
        if HydraConfig.get().sweeper.trial == 2:
            raise KeyboardInterrupt
        return _square(config)

    with pytest.raises(KeyboardInterrupt):
        sweep(stops_at_two, *common)
    resumed = sweep(stops_at_two, *common)
    whole = trials_of(f"journal:{unbroken.folder / 'studies.log'}", "unbroken")
    assert states(resumed.trials) == ["COMPLETE"] * 2 + ["FAIL"] + ["COMPLETE"] * 4
    assert _results(finished(resumed.trials)) == _results(whole)


@pytest.mark.slow
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
    outcome = sweep(_square, *SEEDED, *more, "hydra.sweeper.n_trials=1")
    assert (outcome.code, states(outcome.trials)) == (0, ["COMPLETE"])
    outcome = sweep(_square, *SEEDED, "+hydra.sweeper.sampler.nonsense=1")
    assert outcome.code == 1
    assert "hydra.sweeper.sampler: optuna.samplers.TPESampler can't be made" in outcome.output
    assert "nonsense" in outcome.output


# A grid.


def test_every_combination_in_the_order_of_hydra(sweep: RunSweep) -> None:
    outcome = sweep(_square, "shape=square,circle", "x=range(1,-1,-1)", "y=3")
    assert outcome.code == 0
    assert "every combination, in order" in outcome.output
    assert outcome.overrides() == [
        [f"shape={shape}", f"x={x}", "y=3"] for shape in ("square", "circle") for x in (1, 0)
    ]
    assert outcome.folders == ["0", "1", "2", "3"]


def test_a_grid_stops_at_n_trials_and_at_its_end(sweep: RunSweep) -> None:
    grid = ("x=range(3)", "hydra/sweeper/sampler=grid")
    assert len(sweep(_square, *grid, "hydra.sweeper.n_trials=2").trials) == 2
    outcome = sweep(_square, *grid, "hydra.sweeper.n_trials=50")
    assert [params["x"] for params in _params(outcome)] == [0, 1, 2]
    assert outcome.summary["finished"] is True


def test_twenty_trials_where_nobody_says(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        raise EndSweep("That will do.")

    random = ("x=range(3)", "hydra/sweeper/sampler=random")
    for space in (random, ("x=interval(0,1)", "hydra.sweep.dir=other")):
        assert ", 20 trials\n" in sweep(task, *space).output


def test_with_n_trials_it_is_no_grid(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=range(2)", "hydra.sweeper.n_trials=3")
    assert len(outcome.trials) == 3
    assert "TPESampler" in outcome.output


@pytest.mark.slow
def test_optunas_own_grid_sampler_goes_in_order_too(sweep: RunSweep) -> None:
    target = "hydra.sweeper.sampler._target_=optuna.samplers.GridSampler"
    outcome = sweep(_square, "x=range(1)", "y=2,1", target)
    assert _params(outcome) == [{"x": 0, "y": 2}, {"x": 0, "y": 1}]


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
    again = sweep(_square, "x=3")
    assert (again.code, len(again.trials)) == (0, 1)


# The search space from the configuration, and from a function.


def test_params_of_the_configuration(sweep: RunSweep) -> None:
    path = sweep.folder / "conf" / "config.yaml"
    given = yaml.safe_load(path.read_text())
    given["hydra"]["sweeper"]["params"] = {"x": "range(2)", "y": "1,2", "note": 5}
    path.write_text(yaml.safe_dump(given, sort_keys=False))
    outcome = sweep(_square, "y=7")
    assert outcome.code == 0
    # The command line wins.
    assert outcome.overrides() == [["x=0", "y=7", "note=5"], ["x=1", "y=7", "note=5"]]


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
        "hydra.sweeper.n_trials=3",
        "hydra.sweeper.sampler.seed=0",
    )
    assert outcome.code == 0
    assert states(outcome.trials) == ["COMPLETE"] * 3
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


def broken_space(config: Any, trial: optuna.Trial) -> None:
    raise KeyError("depth")


def test_a_search_space_that_fails(sweep: RunSweep) -> None:
    name = f"{broken_space.__module__}.broken_space"
    outcome = sweep(_square, "x=1,2", f"hydra.sweeper.custom_search_space={name}")
    assert outcome.code == 1
    assert f"custom_search_space={name} failed (KeyError: 'depth')" in outcome.output
    assert "Traceback" not in outcome.output
    grid = (f"hydra.sweeper.custom_search_space={name}", "hydra/sweeper/sampler=grid")
    outcome = sweep(_square, "x=1,2", *grid, "hydra.sweep.dir=other")
    assert "a grid can't know what the function will add" in outcome.output


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
        ("median", ["n_startup_trials=1"], True),
        pytest.param("none", [], False, marks=pytest.mark.slow),
        *(
            pytest.param(*case, True, marks=pytest.mark.slow)
            for case in (
                ("threshold", ["upper=50.0"]),
                ("percentile", ["n_startup_trials=1", "percentile=50.0"]),
                ("hyperband", ["min_resource=1", "max_resource=4", "reduction_factor=2"]),
                ("halving", ["min_resource=1", "reduction_factor=2"]),
            )
        ),
    ],
)
def test_pruners(sweep: RunSweep, pruner: str, settings: list[str], is_pruned: bool) -> None:
    outcome = sweep(
        _in_steps,
        # From good to bad.
        "x=2,20,30",
        f"hydra/sweeper/pruner={pruner}",
        *(f"hydra.sweeper.pruner.{setting}" for setting in settings),
    )
    assert outcome.code == 0
    assert len(finished(outcome.trials)) == 3
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
    outcome = sweep(_fails_at(1), "x=range(2)", "hydra.sweeper.max_failure_rate=0.5")
    assert outcome.code == 0
    assert states(outcome.trials) == ["COMPLETE", "FAIL"]
    assert [row["error"] for row in outcome.rows] == ["", "ValueError: no 1"]
    assert outcome.summary["trials"] == {"done": 1, "failed": 1}
    assert outcome.summary["finished"] is True


def test_failures_beyond_the_limit(sweep: RunSweep) -> None:
    outcome = sweep(_fails_at(0, 2, 3), "x=range(4)", "hydra.sweeper.max_failure_rate=0.3")
    assert outcome.code == 1
    # The first is one of four.
    assert states(outcome.trials) == ["FAIL", "COMPLETE", "FAIL"]
    assert (
        "2 of 4 trials failed, which is more than hydra.sweeper.max_failure_rate=0.3 allows; "
        "the last one said: ValueError: no 2." in outcome.output
    )
    assert "Traceback" not in outcome.output
    assert outcome.summary["finished"] is False
    assert "Go on with: python app.py -m 'x=range(4)'" in outcome.output


def test_the_first_trials_that_fail_alike(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        raise OSError("no data")

    outcome = sweep(task, "x=range(4)", "hydra.sweeper.max_failure_rate=0.9")
    assert outcome.code == 1
    assert len(outcome.trials) == 3
    assert "The first 3 trials failed alike: OSError: no data" in outcome.output
    # What failed before may have been mended.
    again = sweep(_square, "x=range(4)")
    assert (again.code, states(again.trials)) == (0, ["FAIL"] * 3 + ["COMPLETE"])


def test_no_failure_is_allowed_by_default(sweep: RunSweep) -> None:
    outcome = sweep(_fails_at(0), "x=range(2)")
    assert (outcome.code, states(outcome.trials)) == (1, ["FAIL"])


def test_nothing_that_succeeds(sweep: RunSweep) -> None:
    outcome = sweep(_fails_at(0, 1), "x=range(2)", "hydra.sweeper.max_failure_rate=1.0")
    assert outcome.code == 1
    assert "Not one of 2 trials succeeded; the last one said: ValueError: no 1." in outcome.output


@pytest.mark.parametrize(
    ("answer", "values"),
    [(3, [3.0]), (True, [1.0]), ([3.5], [3.5]), ((float("inf"),), [float("inf")])],
)
def test_answers_that_are_values(answer: Any, values: list[float]) -> None:
    assert _values(answer, 1) == values


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
def test_answers_that_are_none(answer: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        _values(answer, 1)


def test_what_jobs_answer(sweep: RunSweep) -> None:
    answers = (float("nan"), None, [3.5])
    outcome = sweep(
        lambda config: answers[HydraConfig.get().sweeper.trial],
        "x=interval(0,1)",
        "hydra.sweeper.n_trials=3",
        "hydra.sweeper.max_failure_rate=1.0",
    )
    assert outcome.code == 0
    assert [tuple(row[name] for name in ("state", "value", "error")) for row in outcome.rows] == [
        ("failed", "", "The job returned NaN."),
        ("failed", "", "The job returned None; a sweep needs numbers."),
        ("done", "3.5", ""),
    ]


def test_a_job_can_end_the_sweep(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        if config.x == 1:
            raise EndSweep("There is no data.")
        return _square(config)

    outcome = sweep(task, "x=range(3)", "hydra.sweeper.max_failure_rate=1.0")
    assert outcome.code == 1
    assert "There is no data." in outcome.output
    assert "Traceback" not in outcome.output
    assert [row["state"] for row in outcome.rows] == ["done", "stopped"]
    # What ended it is mended: the same trial again.
    again = sweep(_square, "x=range(3)")
    assert again.code == 0
    assert [trial.params["x"] for trial in finished(again.trials)] == [0, 1, 2]
    assert [row["retry_of"] for row in again.rows] == ["", "", "1", ""]


def test_the_rest_of_a_batch_counts_when_a_job_ends_the_sweep(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        if config.x == 1:
            raise EndSweep("There is no data.")
        return _square(config)

    outcome = sweep(task, "x=range(4)", "hydra.sweeper.n_jobs=3")
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


def test_ctrl_c_in_a_batch_leaves_what_has_ended(sweep: RunSweep) -> None:
    def task(config: Any) -> Any:
        if config.x == 1:
            raise ValueError("no 1")
        if config.x == 2:
            raise optuna.TrialPruned
        if config.x == 3:
            raise KeyboardInterrupt
        return np.float32(config.x)

    batch = ("x=range(5)", "hydra.sweeper.n_jobs=5")
    with pytest.raises(KeyboardInterrupt):
        sweep(task, *batch)
    again = sweep(_square, *batch)
    assert again.code == 0
    ends = ["done", "failed", "pruned", "stopped", "stopped", "done", "done"]
    assert [row["state"] for row in again.rows] == ends
    assert again.rows[1]["error"] == "ValueError: no 1"
    assert [trial.params["x"] for trial in again.trials] == [0, 1, 2, 3, 4, 3, 4]
    assert again.trials[0].values == [0.0]


def test_no_new_trial_after_the_timeout(sweep: RunSweep) -> None:
    outcome = sweep(_square, "x=range(2)", "hydra.sweeper.timeout=0.000001")
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
        (["x=1,2", "hydra.sweeper.n_trials=0"], "hydra.sweeper.n_trials=0 must be at least 1."),
        (["x=1,2", "hydra.sweeper.retries=-1"], "hydra.sweeper.retries=-1 must be at least 0."),
        (["x=1,2", "hydra.sweeper.sampler.seed=a"], "sampler.seed=a must be a whole number"),
        (
            ["x=1,2", "hydra.sweeper.sampler._target_=no.Such"],
            "there is no no.Such; choose",
        ),
        (["x=1,2", "hydra.sweeper.metric_names=[a,b]"], "2 metric_names (a, b) and 1 direction"),
    ],
)
def test_refused_before_any_trial(sweep: RunSweep, overrides: list[str], sentence: str) -> None:
    outcome = sweep(_square, *overrides)
    assert outcome.code == 1
    assert sentence in outcome.output
    assert "Traceback" not in outcome.output
    assert outcome.folders == []


@pytest.mark.slow
def test_a_study_can_go_on_in_another_range(sweep: RunSweep) -> None:
    sweep(_square, "x=interval(0,1)", "hydra.sweeper.n_trials=2")
    outcome = sweep(_square, "x=interval(5,6)", "hydra.sweeper.n_trials=4")
    assert outcome.code == 0
    assert [trial.params["x"] > 2 for trial in outcome.trials] == [False, False, True, True]


def test_other_settings_than_before_are_told(sweep: RunSweep) -> None:
    sweep(_square, "x=interval(0,1)", "y=3", "hydra.sweeper.n_trials=1")
    steers = ("note=mine", "hydra.sweeper.sweep_only=[note]")
    alike = sweep(_square, "x=interval(0,1)", "y=3", *steers, "hydra.sweeper.n_trials=1")
    assert "begun with other settings" not in alike.output
    other = sweep(_square, "x=interval(0,1)", "y=4", "hydra.sweeper.n_trials=2")
    assert "was begun with other settings (y=3 y=4); its trials may not compare" in other.output
    assert (other.code, len(other.trials)) == (0, 2)
