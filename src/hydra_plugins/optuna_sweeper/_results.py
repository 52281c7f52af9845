"""What a sweep leaves: the best settings, a table of the trials, pictures, a page."""

import csv
import json
import logging
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import optuna
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from omegaconf import OmegaConf
from optuna.trial import FrozenTrial
from rich.console import Console

from hydra_plugins.optuna_sweeper import _ledger, _screen
from hydra_plugins.optuna_sweeper._files import atomic_path

if TYPE_CHECKING:
    from hydra_plugins.optuna_sweeper._sweep import Sweep

log = logging.getLogger(__name__)

_MOST_SHOWN = 10


def write_tables(sweep: "Sweep") -> None:
    """Writes ``trials.csv``, ``summary.json`` and ``experiment/best.yaml``.

    Of several best trials each has a file of its own, ``best_<number>.yaml``.
    """
    _write_csv(sweep.folder / "trials.csv", sweep.study, sweep.ledger.trials())
    best = _screen.best_of(sweep.study)
    _write_summary(sweep.folder / "summary.json", sweep, best)
    for trial in best:
        name = "best.yaml" if len(sweep.study.directions) == 1 else f"best_{trial.number}.yaml"
        _write_experiment(sweep.folder / "experiment" / name, sweep, trial)


def write_pictures(sweep: "Sweep") -> None:
    """Writes ``plots/*.png`` and ``study.html``."""
    if not sweep.settings.pictures:
        return
    # Here and not above: they take seconds to import.
    from hydra_plugins.optuna_sweeper._page import write_page
    from hydra_plugins.optuna_sweeper._pictures import write_pictures as draw

    draw(sweep.study, sweep.folder / "plots")
    write_page(sweep.study, sweep.folder / "study.html", f"Study {sweep.study.study_name}")


def show(sweep: "Sweep", stopped: bool) -> None:
    """Prints the best trial, the command that trains it in full, and where all lies."""
    console = Console(soft_wrap=True, highlight=False)

    def say(text: str, style: str | None = None) -> None:
        console.print(text, style=style, markup=False)

    trials = sweep.ledger.turns()
    states = [_screen.state(trial) for trial in trials]
    counts = ", ".join(f"{states.count(name)} {name}" for name in dict.fromkeys(states))
    say(f"{len(trials)} trials of {sweep.ledger.n_trials}: {counts}")
    best = _screen.best_of(sweep.study)
    name = "Best" if len(best) == 1 else "Not beaten"
    for trial in best[:_MOST_SHOWN]:
        say(f"{name}: trial {trial.number}, {_figures(sweep.study, trial)}", "bold")
        say(f"  {shlex.join(searched_overrides(sweep, trial))}")
    if len(best) > _MOST_SHOWN:
        say(f"and {len(best) - _MOST_SHOWN} more, in trials.csv")
    if best:
        say("Train it in full:" if len(best) == 1 else "Train the first in full:")
        say(f"  {shlex.join([*program(), *full_overrides(sweep, best[0])])}")
    say(f"The study lies in {_from_here(sweep.folder)}")
    if stopped:
        say(f"Go on with: {shlex.join([*program(), *sys.argv[1:], *_to_resume(sweep)])}")


def trial_overrides(trial: FrozenTrial) -> list[str]:
    """The overrides that the trial was run with."""
    overrides: list[str] = trial.user_attrs.get(_ledger.OVERRIDES, [])
    return overrides


def searched_overrides(sweep: "Sweep", trial: FrozenTrial) -> list[str]:
    """Those of them that other trials have otherwise."""
    return [one for one in trial_overrides(trial) if one not in sweep.space.fixed]


def full_overrides(sweep: "Sweep", trial: FrozenTrial) -> list[str]:
    """The trial's overrides, without those that only steer the sweep."""
    only = set(sweep.settings.sweep_only)
    return [
        str(override.input_line)
        for override in _parse(trial_overrides(trial))
        if override.key_or_group not in only
    ]


def program() -> list[str]:
    """How this program was started, as one would type it again."""
    original = sys.orig_argv
    if "-m" in original[1:2] and len(original) > 2:
        return ["python", "-m", original[2]]
    return ["python", _from_here(Path(sys.argv[0]))]


def _to_resume(sweep: "Sweep") -> list[str]:
    hints = [str(one) for one in sweep.settings.resume_with]
    if not hints and sweep.is_unnamed:
        hints = [f"hydra.sweep.dir={_from_here(sweep.folder)}"]
    return [hint for hint in hints if hint not in sys.argv]


def _write_csv(path: Path, study: optuna.Study, trials: Sequence[FrozenTrial]) -> None:
    values = study.metric_names or [
        "value" if len(study.directions) == 1 else f"value_{index}"
        for index in range(len(study.directions))
    ]
    params = list(dict.fromkeys(name for trial in trials for name in trial.params))
    constraints = list(dict.fromkeys(name for trial in trials for name in trial.constraints))
    with atomic_path(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(
            ["trial", "state", *values, *params]
            + [f"{name} (allowed: at most 0)" for name in constraints]
            + ["steps", "seconds", "begun", "ended", "retry_of", "error", "overrides"]
        )
        for trial in trials:
            table.writerow(
                [trial.number, _screen.state(trial)]
                + list(trial.values or [""] * len(values))
                + [trial.params.get(name, "") for name in params]
                + [trial.constraints.get(name, "") for name in constraints]
                + [
                    len(trial.intermediate_values),
                    f"{_screen.seconds(trial):.2f}",
                    trial.datetime_start,
                    trial.datetime_complete,
                    trial.user_attrs.get(_ledger.RETRY_OF, ""),
                    _screen.error_of(trial),
                    shlex.join(trial_overrides(trial)),
                ]
            )


def _write_summary(path: Path, sweep: "Sweep", best: list[FrozenTrial]) -> None:
    turns = sweep.ledger.turns()
    states = [_screen.state(turn) for turn in turns]
    is_single = len(sweep.study.directions) == 1
    names = sweep.study.metric_names or ["value"]
    summary = {
        "study": sweep.study.study_name,
        "finished": len(turns) >= sweep.ledger.n_trials
        and all(turn.state.is_finished() for turn in turns),
        "trials": {name: states.count(name) for name in dict.fromkeys(states)},
        "best_trial": best[0].number if best and is_single else [one.number for one in best],
        "best_values": dict(zip(names, best[0].values, strict=True)) if best and is_single else {},
        "seconds": sum(_screen.seconds(turn) for turn in turns),
    }
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")


def _write_experiment(path: Path, sweep: "Sweep", trial: FrozenTrial) -> None:
    """A config file that, as an experiment, makes a run what this trial was."""
    lines = [
        "# @package _global_",
        f"# Trial {trial.number} of the study {sweep.study.study_name}: "
        f"{_figures(sweep.study, trial)}.",
    ]
    groups: list[str] = []
    settings = OmegaConf.create({})
    for override in _parse(full_overrides(sweep, trial)):
        if override.is_delete() or override.package is not None:
            lines.append(f"# On the command line besides: {override.input_line}")
        elif sweep.is_group(override.key_or_group):
            word = "" if override.is_add() else "override "
            groups.append(f"  - {word}/{override.key_or_group}: {_as_yaml(override.value())}")
        else:
            OmegaConf.update(settings, override.key_or_group, override.value(), force_add=True)
    if groups:
        lines += ["defaults:", *groups]
    body = OmegaConf.to_yaml(settings) if settings else ""
    with atomic_path(path) as temporary:
        temporary.write_text("\n".join(lines) + "\n" + body.rstrip() + "\n", encoding="utf-8")


def _figures(study: optuna.Study, trial: FrozenTrial) -> str:
    names = study.metric_names or ["value"] * len(study.directions)
    return ", ".join(f"{name} {value:.6g}" for name, value in zip(names, trial.values, strict=True))


def _as_yaml(value: Any) -> str:
    return OmegaConf.to_yaml([value]).strip().removeprefix("- ")


def _parse(overrides: list[str]) -> list[Override]:
    return OverridesParser.create().parse_overrides(overrides)


def _from_here(path: Path) -> str:
    here, absolute = Path.cwd(), path.absolute()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else path)
