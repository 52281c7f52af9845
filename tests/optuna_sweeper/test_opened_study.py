"""Where a study is opened; that it goes on with what it was begun for, and with nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import optuna
import pytest
from hydra.errors import HydraException
from omegaconf import OmegaConf
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)

from hydra_plugins.optuna_sweeper._space import Parameter, SearchSpace
from hydra_plugins.optuna_sweeper._storage import open_storage
from hydra_plugins.optuna_sweeper._study import open_study
from hydra_plugins.optuna_sweeper.config import OptunaSweeperConf

from toy_sweep import RunSweep

Open = Callable[..., optuna.Study]


@pytest.fixture
def open_again(tmp_path: Path) -> Open:
    def open_again(distribution: BaseDistribution, **settings: Any) -> optuna.Study:
        given = OmegaConf.structured(
            OptunaSweeperConf(pruner={"_target_": "optuna.pruners.NopPruner"}, **settings)
        )
        space = SearchSpace([Parameter("x", "x", distribution)])
        return open_study(given, f"journal:{tmp_path / 'studies.log'}", "mine", space)

    return open_again


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            {},
            {"direction": "maximize"},
            "was begun with direction=['minimize'], and this one has ['maximize']",
        ),
        (
            {},
            {"direction": ["minimize", "maximize"]},
            "was begun with direction=['minimize'], and this one has ['minimize', 'maximize']",
        ),
        (
            {"metric_names": "loss"},
            {"metric_names": ["error"]},
            "was begun for loss, and this one is for error",
        ),
    ],
)
def test_other_objectives(
    open_again: Open, before: dict[str, Any], after: dict[str, Any], sentence: str
) -> None:
    study = open_again(FloatDistribution(0, 1), **before)
    study.tell(study.ask(), 1.0)
    with pytest.raises(HydraException) as caught:
        open_again(FloatDistribution(0, 1), **after)
    assert str(caught.value) == (
        f"The study mine {sentence}; give the new one another hydra.sweeper.study_name."
    )


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (["a <= 1"], ["a <= 2"], "constraints=['a <= 1'], and this one has ['a <= 2']"),
        ([], ["a <= 2"], "constraints=[], and this one has ['a <= 2']"),
        (["a <= 1", "b <= 1"], [], "constraints=['a <= 1', 'b <= 1'], and this one has []"),
        (["a <= 1", "b <= 1"], ["b <= 1", "a <= 1"], None),
        (["a <= 1"], "a <= 1", None),
        # An application without a setting for them.
        (["a <= 1"], None, None),
    ],
)
def test_other_constraints(
    open_again: Open, before: list[str], after: Any, sentence: str | None
) -> None:
    space = FloatDistribution(0, 1)
    study = open_again(space, constraints=before)
    # Until a trial was judged by them, they may be others.
    study.tell(study.ask(), state=optuna.trial.TrialState.FAIL)
    open_again(space, constraints=["c <= 1"])
    trial = study.ask()
    for name in before:
        trial.set_constraint(name, 0.5)
    study.tell(trial, 1.0)
    if sentence is None:
        assert len(open_again(space, constraints=after).trials) == 2
        return
    with pytest.raises(HydraException) as caught:
        open_again(space, constraints=after)
    assert str(caught.value) == (
        f"The study mine was begun with {sentence}; give the new one another "
        "hydra.sweeper.study_name."
    )


def test_a_mistyped_name_can_be_mended(open_again: Open) -> None:
    study = open_again(FloatDistribution(0, 1), metric_names="los")
    study.tell(study.ask(), state=optuna.trial.TrialState.FAIL)
    assert open_again(FloatDistribution(0, 1), metric_names="loss").metric_names == ["loss"]


def test_the_same_objectives_however_they_are_written(open_again: Open) -> None:
    open_again(FloatDistribution(0, 1), metric_names="loss")
    study = open_again(
        FloatDistribution(0, 1), direction=["Direction.minimize"], metric_names=["loss"]
    )
    assert study.metric_names == ["loss"]
    assert open_again(FloatDistribution(0, 1)).metric_names == ["loss"]


@pytest.mark.parametrize(
    ("before", "after", "is_fine"),
    [
        (FloatDistribution(0, 1), FloatDistribution(5, 6), True),
        (FloatDistribution(0, 1), FloatDistribution(0, 1, step=0.5), True),
        (IntDistribution(0, 4), IntDistribution(2, 9), True),
        (CategoricalDistribution([1, 2]), CategoricalDistribution([1, 2]), True),
        (CategoricalDistribution([1, 2]), CategoricalDistribution([2, 1]), False),
        (CategoricalDistribution([1, 2]), CategoricalDistribution([1, 2, 3]), False),
        (CategoricalDistribution([1, 2]), IntDistribution(1, 2), False),
        (FloatDistribution(1, 2), FloatDistribution(1, 2, log=True), False),
        (IntDistribution(1, 2), FloatDistribution(1, 2), False),
    ],
)
def test_another_space(
    open_again: Open, before: BaseDistribution, after: BaseDistribution, is_fine: bool
) -> None:
    study = open_again(before)
    study.tell(study.ask({"x": before}), 1.0)
    if is_fine:
        study = open_again(after)
        # Optuna takes it as well.
        study.tell(study.ask({"x": after}), 1.0)
        assert len(study.trials) == 2
    else:
        with pytest.raises(HydraException, match="was begun with other choices for x; give the"):
            open_again(after)


def test_a_sweep_says_so_before_any_trial(sweep: RunSweep) -> None:
    def task(config: Any) -> float:
        return float(config.x)

    assert sweep(task, "x=1,2", "hydra.sweeper.n_trials=1").code == 0
    outcome = sweep(task, "x=1,2,3", "hydra.sweeper.n_trials=2")
    assert outcome.code == 1
    assert "The study sweep was begun with other choices for x" in outcome.output
    assert "Traceback" not in outcome.output
    assert len(outcome.trials) == 1


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "postgresql+psycopg://somebody:pa55word@127.0.0.1:9/studies",
            "postgresql+psycopg://somebody:***@127.0.0.1:9/studies",
        ),
        (
            "postgresql+nonsense://somebody:pa55word@127.0.0.1/studies",
            "postgresql+nonsense://somebody:***@127.0.0.1/studies",
        ),
        (
            "postgresql+psycopg://127.0.0.1:9/studies?user=somebody&password=pa55word",
            "postgresql+psycopg://127.0.0.1:9/studies?user=somebody&password=***",
        ),
        ("nonsense://somebody:pa55word@host/studies", "nonsense://somebody:***@host/studies"),
        ("nonsense", "nonsense"),
        ("sqlite:////proc/nowhere/study.db", "sqlite:////proc/nowhere/study.db"),
        ("journal:/proc/nowhere/study.log", "journal:/proc/nowhere/study.log"),
    ],
)
def test_a_storage_that_can_not_be_opened(url: str, shown: str) -> None:
    with pytest.raises(HydraException) as caught:
        open_storage(url)
    sentence = str(caught.value)
    assert sentence.startswith(f"hydra.sweeper.storage={shown} can't be opened (")
    assert sentence.endswith("); start that database, or leave the setting out.")
    assert "pa55word" not in sentence
    assert "\n" not in sentence
