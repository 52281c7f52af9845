"""From overrides to what is searched, and back to overrides with the same values."""

from collections.abc import Callable, Iterator
from typing import Any

import optuna
import pytest
from hydra import initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

from hydra_plugins.optuna_sweeper._space import SearchSpace, parse_space

from toy_sweep import write_application

Parse = Callable[..., SearchSpace]


@pytest.fixture(scope="module")
def parse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parse]:
    """Reads overrides, with ``params`` as a keyword."""
    folder = tmp_path_factory.mktemp("space")
    write_application(folder)
    with initialize_config_dir(str(folder / "conf"), version_base="1.3"):
        loader = GlobalHydra.instance().config_loader()
        yield lambda *overrides, params=None: parse_space(params or {}, list(overrides), loader)


def _suggestions(space: SearchSpace, count: int) -> list[tuple[dict[str, Any], list[str]]]:
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
    pairs = []
    for _ in range(count):
        trial = study.ask()
        overrides = space.suggest(trial)
        pairs.append((trial.params, overrides))
    return pairs


def _value(override: str) -> Any:
    return OverridesParser.create().parse_override(override).value()


@pytest.mark.parametrize(
    ("override", "distribution"),
    [
        ("x=1,2", CategoricalDistribution([1, 2])),
        ("x=choice(1,2)", CategoricalDistribution([1, 2])),
        ("x=shuffle(1,2,3)", CategoricalDistribution([1, 2, 3])),
        ("x=sort(3,1,2)", CategoricalDistribution([1, 2, 3])),
        ("x=int(1.2,2.9)", CategoricalDistribution([1, 2])),
        ("x=range(5)", IntDistribution(0, 4)),
        ("x=range(2,11,3)", IntDistribution(2, 8, step=3)),
        ("x=range(5,0,-2)", IntDistribution(1, 5, step=2)),
        ("x=range(0,1,0.25)", FloatDistribution(0, 0.75, step=0.25)),
        ("x=range(1,0,-0.25)", FloatDistribution(0.25, 1, step=0.25)),
        ("x=float(range(3))", FloatDistribution(0, 2, step=1)),
        ("x=tag(log,range(1,10))", IntDistribution(1, 9, log=True)),
        ("x=interval(0,1)", FloatDistribution(0, 1)),
        ("x=interval(-2.5,1e3)", FloatDistribution(-2.5, 1000)),
        ("x=tag(log,interval(1e-5,0.1))", FloatDistribution(1e-5, 0.1, log=True)),
        ("x=int(interval(1,5))", IntDistribution(1, 5)),
        ("x=tag(log,int(interval(1,100)))", IntDistribution(1, 100, log=True)),
        ("x=int(tag(log,interval(1,100)))", IntDistribution(1, 100, log=True)),
        ("x=tag(other,interval(0,1))", FloatDistribution(0, 1)),
    ],
)
def test_what_is_searched(parse: Parse, override: str, distribution: object) -> None:
    (parameter,) = parse(override).parameters
    assert (parameter.name, parameter.key) == ("x", "x")
    assert parameter.distribution == distribution


@pytest.mark.parametrize(
    ("override", "values"),
    [
        ("x=3,1,2", [3, 1, 2]),
        ("x=range(4)", [0, 1, 2, 3]),
        ("x=range(5,0,-2)", [5, 3, 1]),
        ("x=range(0,0.5,0.1)", [0.0, 0.1, 0.2, 0.3, 0.4]),
        ("x=range(1,0,-0.25)", [1.0, 0.75, 0.5, 0.25]),
        ("x=range(1000,1000.004,0.001)", [1000.0, 1000.001, 1000.002, 1000.003]),
    ],
)
def test_values_in_their_order(parse: Parse, override: str, values: list[float]) -> None:
    space = parse(override)
    assert [repr(value) for value in space.parameters[0].values or []] == list(map(repr, values))
    assert space.combinations() == len(values)
    # The last digit too, where the job reads them.
    written = [space.parameters[0].override(value) for value in values]
    assert [_value(one) for one in written] == values


def test_an_interval_has_no_end_of_values(parse: Parse) -> None:
    assert parse("x=interval(0,1)").combinations() is None
    assert parse("x=interval(0,1)", "y=1,2").combinations() is None
    assert parse("x=1,2", "y=range(3)", "note=a").combinations() == 6
    assert parse("note=a").combinations() == 1


def test_choices_keep_their_kinds(parse: Parse) -> None:
    # To Python 1, 1.0 and True are equal.
    (parameter,) = parse("x=1,true,null,1.0,one,'1','a b',[1,2],{a:1}").parameters
    written = [parameter.override(value) for value in parameter.values or []]
    wanted = [1, True, None, 1.0, "one", "1", "a b", [1, 2], {"a": 1}]
    assert [(type(_value(one)), _value(one)) for one in written] == [
        (type(value), value) for value in wanted
    ]
    assert len(set(parameter.values or [])) == 9


def test_whole_numbers_and_bools_are_such_in_the_study(parse: Parse) -> None:
    kinds = {
        name: {type(params[name]) for params, _ in _suggestions(parse(f"{name}={values}"), 20)}
        for name, values in {"x": "16,32", "y": "true,false", "note": "0.5,1.5"}.items()
    }
    assert kinds == {"x": {int}, "y": {bool}, "note": {float}}


def test_glob_chooses_from_a_config_group(parse: Parse) -> None:
    (parameter,) = parse("shape=glob(*)").parameters
    assert parameter.values == ["circle", "square", "triangle"]
    (parameter,) = parse("shape=glob(*,exclude=s*)").parameters
    assert parameter.values == ["circle", "triangle"]


def test_what_is_the_same_for_all_trials(parse: Parse) -> None:
    space = parse("x=1,2", "note='a b'", "+new=3", "++y=4", "~seconds", "shape=circle")
    assert space.fixed == ["note='a b'", "+new=3", "++y=4", "~seconds", "shape=circle"]
    for _, overrides in _suggestions(space, 3):
        # In the order of the command line.
        assert overrides[0] in ("x=1", "x=2")
        assert overrides[1:] == space.fixed


@pytest.mark.parametrize("key", ["+new", "++x"])
def test_a_key_is_added_and_has_its_plain_name_in_the_study(parse: Parse, key: str) -> None:
    for params, overrides in _suggestions(parse(f"{key}=interval(0,1)"), 3):
        name = key.lstrip("+")
        assert list(params) == [name]
        assert overrides[0].startswith(f"{key}=0.")


def test_the_command_line_wins(parse: Parse) -> None:
    params = {"x": "interval(0,1)", "y": "1,2", "shape": "circle", "note": 3}
    space = parse("x=5", "y=range(3)", "shape=glob(*)", params=params)
    assert {one.name: one.distribution for one in space.parameters} == {
        "y": IntDistribution(0, 2),
        "shape": CategoricalDistribution(["circle", "square", "triangle"]),
    }
    assert space.fixed == ["x=5", "note=3"]


def test_the_last_of_two_wins(parse: Parse) -> None:
    assert parse("x=1,2", "x=3").overrides == ["x=3"]
    assert parse("x=1,2", "++x=3").overrides == ["++x=3"]
    assert parse("~x", "+x=3").overrides == ["~x", "+x=3"]


def test_samples_hold_each_option_of_a_group_once(parse: Parse) -> None:
    space = parse("shape=circle,square", "x=1,2", "y=interval(3,4)")
    assert list(space.samples(lambda name: name == "shape")) == [
        ["shape=circle", "x=1", "y=3.0"],
        ["shape=square", "x=1", "y=3.0"],
    ]


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("x=tag(log,choice(1,2))", "log needs an interval, not a choice."),
        ("x=tag(log,range(1,9,2))", "log needs a range with step 1."),
        ("x=tag(log,range(0,9))", "log needs a range above zero."),
        ("x=tag(log,range(0.1,1,0.1))", "log needs an interval or whole numbers."),
        ("x=tag(log,interval(0,1))", "log needs an interval above zero."),
        ("x=tag(log,int(interval(0.5,9)))", "log needs an interval above zero."),
        ("x=interval(3,1)", "an interval begins with its smaller end."),
        ("x=interval(0,inf)", "an interval needs two ends."),
        ("x=interval(nan,1)", "an interval needs two ends."),
        ("x=range(3,3)", "the range is empty."),
        ("x=range(3,1)", "the range is empty."),
        ("x=range(0,3,0)", "the range has no end."),
        ("x=range(0,1,0.0)", "the range has no end."),
        ("x=range(0,inf,1)", "the range has no end."),
        ("shape=glob(z*)", "there is nothing to choose from."),
        ("x=glob(*)", "there is nothing to choose from."),
    ],
)
def test_what_can_not_be_searched(parse: Parse, override: str, sentence: str) -> None:
    with pytest.raises(HydraException) as caught:
        parse(override)
    assert str(caught.value) == f"{override}: {sentence}"


def test_what_can_not_be_read(parse: Parse) -> None:
    with pytest.raises(HydraException, match="no viable alternative at input"):
        parse("x=interval(1")


@pytest.mark.parametrize(
    "override",
    [
        "x=1,true,null,1.0,one,0.1",
        "x='a b','it\\'s',\"it's\",'','null','1e3'",
        "x=[1,[2,null]],{a:{b:c}},[]",
        "x=a\\,b,c\\ d,${y}",
        "x=range(-3,4)",
        "x=range(0,1,0.1)",
        "x=range(1000,1001,0.001)",
        "x=range(1e-7,1e-6,1e-7)",
        "x=int(interval(-10,10))",
        "x=tag(log,int(interval(1,1e9)))",
        "shape=glob(*)",
    ],
)
def test_a_job_reads_the_very_value(parse: Parse, override: str) -> None:
    space = parse(override)
    (parameter,) = space.parameters
    for params, (written,) in _suggestions(space, 60):
        value, read = params[parameter.name], _value(written)
        if isinstance(parameter.distribution, CategoricalDistribution):
            value = _value(f"x={parameter.written[value]}")
        elif parameter.values is not None:
            assert read in parameter.values
        assert type(read) is type(value)
        # Optuna counts steps in binary fractions.
        assert read == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    "override",
    [
        "x=interval(0,1)",
        "x=interval(-1e-3,1e3)",
        "x=interval(0.1234567,0.1234568)",
        "x=interval(1e7,10000001)",
        "x=interval(3,3)",
        "x=tag(log,interval(1e-8,1e-7))",
        "x=tag(log,interval(0.00012345678,0.9999999))",
    ],
)
def test_six_digits_that_never_leave_the_interval(parse: Parse, override: str) -> None:
    space = parse(override)
    interval = space.parameters[0].distribution
    assert isinstance(interval, FloatDistribution)
    for params, (written,) in _suggestions(space, 200):
        read = _value(written)
        assert isinstance(read, float)
        assert interval.low <= read <= interval.high
        assert read == pytest.approx(params["x"], rel=1e-5)
    ends = [space.parameters[0].override(end) for end in (interval.low, interval.high)]
    assert all(interval.low <= _value(end) <= interval.high for end in ends)


def test_six_digits_of_an_interval(parse: Parse) -> None:
    for _, (written,) in _suggestions(parse("x=interval(0.1,1)"), 50):
        assert len(written) <= len("x=0.123456")
