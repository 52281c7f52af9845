"""From Hydra's overrides to what Optuna searches, and back."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import (
    ChoiceSweep,
    Glob,
    IntervalSweep,
    Override,
    Quote,
    QuotedString,
    RangeSweep,
    Transformer,
)
from hydra.errors import CompactHydraException
from optuna.distributions import (
    BaseDistribution,
    CategoricalChoiceType,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.trial import Trial

_DIGITS = 6
_RANGE_DIGITS = 12
_PLAIN = re.compile(r"[A-Za-z_][\w./-]*", re.ASCII)
_NO_TEXTS = ("true", "false", "null", "nan", "inf")


@dataclass(frozen=True)
class Parameter:
    """A setting that is searched.

    Attributes:
        name: of the setting, ``model.hidden_dim``; also its name in the study.
        key: what stands before ``=``, ``+model.hidden_dim`` for example.
        distribution: the values that it may have.
        written: for a choice, how each value is written behind ``=``.
        values: all of them in order; None where there is no end of them.
    """

    name: str
    key: str
    distribution: BaseDistribution
    written: dict[CategoricalChoiceType, str] = field(default_factory=dict)
    values: list[Any] | range | None = None

    def override(self, value: Any) -> str:
        """``key=value`` as one would type it."""
        return f"{self.key}={self.written.get(value) or written(value, self.distribution)}"


@dataclass(frozen=True)
class SearchSpace:
    """All overrides of a sweep: those that are searched, and those that are the same for all.

    Attributes:
        overrides: in the order of the command line; a text is the same for all trials.
    """

    overrides: list[Parameter | str]

    @property
    def parameters(self) -> list[Parameter]:
        """What is searched."""
        return [one for one in self.overrides if isinstance(one, Parameter)]

    @property
    def fixed(self) -> list[str]:
        """What is the same for all trials."""
        return [one for one in self.overrides if isinstance(one, str)]

    def combinations(self) -> int | None:
        """How many there are; None where a parameter has no end of values."""
        sizes = [None if one.values is None else len(one.values) for one in self.parameters]
        return None if None in sizes else math.prod(cast(list[int], sizes))

    def suggest(self, trial: Trial) -> list[str]:
        """Lets Optuna choose, and returns the overrides of the trial."""
        return [
            one if isinstance(one, str) else one.override(_suggest(trial, one))
            for one in self.overrides
        ]

    def samples(self, is_group: Callable[[str], bool]) -> Iterator[list[str]]:
        """Overrides of trials that together hold each key, and each option of a config group."""
        first = {one.name: _first(one) for one in self.parameters}
        yield self._with(first)
        for parameter in self.parameters:
            if is_group(parameter.name):
                for value in (parameter.values or [])[1:]:
                    yield self._with({**first, parameter.name: value})

    def _with(self, values: dict[str, Any]) -> list[str]:
        return [
            one if isinstance(one, str) else one.override(values[one.name])
            for one in self.overrides
        ]


def parse_space(params: dict[str, Any], arguments: list[str], config_loader: Any) -> SearchSpace:
    """Reads ``hydra.sweeper.params`` and the command line, of which the latter wins.

    Raises:
        HydraException: when an override can't be read or searched.
    """
    parser = OverridesParser.create(config_loader=config_loader)
    parsed = [
        *parser.parse_overrides([f"{key}={value}" for key, value in params.items()]),
        *parser.parse_overrides(arguments),
    ]
    latest: dict[str, Parameter | str] = {}
    for override in parsed:
        # x and ++x are one setting; ~x takes something away, and is not its value.
        key = override.get_key_element().lstrip("+")
        latest[key] = _parameter(override) if override.is_sweep_override() else _line(override)
    return SearchSpace(list(latest.values()))


def written(value: Any, distribution: BaseDistribution | None = None) -> str:
    """A value in Hydra's grammar; of an interval six digits, or all where six leave it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and isinstance(distribution, FloatDistribution):
        # Of a range the very value, without what counting in binary fractions added.
        digits = _DIGITS if distribution.step is None else _RANGE_DIGITS
        short = float(f"{value:.{digits}g}")
        fits = distribution.low <= short <= distribution.high
        return repr(short if fits else value)
    return str(value)


def typed(value: Any, distribution: BaseDistribution | None = None) -> str:
    """Any value of Python's as one would type it, so that a text stays a text."""
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) and value.lower() not in _NO_TEXTS
        return value if is_plain else quoted(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key}:{typed(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ",".join(map(typed, value)) + "]"
    return written(value, distribution)


def quoted(text: str) -> str:
    """The text as Hydra reads it whatever is in it."""
    return QuotedString(text=text, quote=Quote.single).with_quotes()


def _line(override: Override) -> str:
    return str(override.input_line)


def _parameter(override: Override) -> Parameter:
    key, sweep = override.get_key_element(), override.value()
    name = key.lstrip("+")
    if isinstance(sweep, RangeSweep):
        values = _range_values(override, sweep)
        return Parameter(name, key, _range_distribution(override, sweep, values), values=values)
    if isinstance(sweep, IntervalSweep):
        return Parameter(name, key, _interval_distribution(override, sweep))
    if isinstance(sweep, ChoiceSweep | Glob):
        if "log" in getattr(sweep, "tags", ()):
            raise CompactHydraException(
                f"{override.input_line}: log needs an interval, not a choice."
            )
        texts = _choices(override, sweep)
        return Parameter(name, key, CategoricalDistribution(list(texts)), texts, list(texts))
    raise CompactHydraException(f"{override.input_line}: this kind of sweep can't be searched.")


def _choices(override: Override, sweep: Any) -> dict[CategoricalChoiceType, str]:
    if isinstance(sweep, ChoiceSweep):
        # Which one comes next is the sampler's to say, and the same in each process.
        sweep.shuffle = False
    plain = list(override.sweep_iterator(transformer=Transformer.identity))
    texts = list(override.sweep_string_iterator())
    choices: dict[CategoricalChoiceType, str] = {}
    for value, text in zip(plain, texts, strict=True):
        label: CategoricalChoiceType = text
        # To Python 1, 1.0 and True are one; to a setting they are not.
        if isinstance(value, bool | int | float | None) and choices.get(value, text) == text:
            label = value
        choices[label] = text
    if not choices:
        raise CompactHydraException(f"{override.input_line}: there is nothing to choose from.")
    return choices


def _range_values(override: Override, sweep: RangeSweep) -> list[float] | range:
    ends = (sweep.start, sweep.stop, sweep.step)
    if sweep.step == 0 or not all(math.isfinite(cast(float, end)) for end in ends):
        raise CompactHydraException(f"{override.input_line}: the range has no end.")
    # Without its end, as everywhere in Hydra.
    numbers = sweep.range()
    if isinstance(numbers, range):
        values: list[float] | range = numbers
    else:
        # Hydra counts in binary fractions: 0.1 three times is 0.30000000000000004.
        values = [float(f"{one:.{_RANGE_DIGITS}g}") for one in numbers]
        # So it may take a sum that is its end for a little less.
        if values and math.isclose(values[-1], float(cast(float, sweep.stop)), rel_tol=1e-9):
            values.pop()
    if not values:
        raise CompactHydraException(f"{override.input_line}: the range is empty.")
    return values


def _range_distribution(
    override: Override, sweep: RangeSweep, values: list[float] | range
) -> BaseDistribution:
    is_log, step = "log" in sweep.tags, abs(sweep.step)
    low, high = sorted((values[0], values[-1]))
    if isinstance(values, range):
        if is_log and step != 1:
            raise CompactHydraException(f"{override.input_line}: log needs a range with step 1.")
        if is_log and low < 1:
            raise CompactHydraException(f"{override.input_line}: log needs a range above zero.")
        return IntDistribution(int(low), int(high), log=is_log, step=int(step))
    if is_log:
        raise CompactHydraException(
            f"{override.input_line}: log needs an interval or whole numbers."
        )
    return FloatDistribution(low, high, step=float(step))


def _interval_distribution(override: Override, sweep: IntervalSweep) -> BaseDistribution:
    start, end, is_log = sweep.start, sweep.end, "log" in sweep.tags
    if start is None or end is None or not (math.isfinite(start) and math.isfinite(end)):
        raise CompactHydraException(f"{override.input_line}: an interval needs two ends.")
    if start > end:
        raise CompactHydraException(
            f"{override.input_line}: an interval begins with its smaller end."
        )
    if is_log and start <= 0:
        raise CompactHydraException(f"{override.input_line}: log needs an interval above zero.")
    if isinstance(start, int) and isinstance(end, int):
        return IntDistribution(start, end, log=is_log)
    return FloatDistribution(float(start), float(end), log=is_log)


def _suggest(trial: Trial, parameter: Parameter) -> Any:
    distribution = parameter.distribution
    if isinstance(distribution, CategoricalDistribution):
        return trial.suggest_categorical(parameter.name, distribution.choices)
    if isinstance(distribution, IntDistribution):
        return trial.suggest_int(
            parameter.name,
            distribution.low,
            distribution.high,
            step=distribution.step,
            log=distribution.log,
        )
    interval = cast(FloatDistribution, distribution)
    return trial.suggest_float(
        parameter.name, interval.low, interval.high, step=interval.step, log=interval.log
    )


def _first(parameter: Parameter) -> Any:
    if parameter.values is not None:
        return parameter.values[0]
    return cast(IntDistribution | FloatDistribution, parameter.distribution).low
