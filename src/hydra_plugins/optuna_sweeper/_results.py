"""What a sweep leaves: files while it runs, pictures and advice at its end."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from hydra_plugins.optuna_sweeper._experiment import (
    figures,
    full_overrides,
    searched_overrides,
    write_experiments,
)
from hydra_plugins.optuna_sweeper._ledger import turns_of
from hydra_plugins.optuna_sweeper._storage import without_password
from hydra_plugins.optuna_sweeper._tables import write_summary, write_trials
from hydra_plugins.optuna_sweeper._trials import best_of, state

if TYPE_CHECKING:
    from hydra_plugins.optuna_sweeper._sweep import Sweep

_MOST_SHOWN = 10


def write_tables(sweep: "Sweep") -> None:
    """Writes ``trials.csv``, ``summary.json`` and ``experiment/best.yaml``."""
    best, trials = best_of(sweep.study), sweep.ledger.trials()
    write_trials(sweep.folder / "trials.csv", sweep.study, trials)
    write_summary(sweep.folder / "summary.json", sweep, turns_of(trials), best)
    write_experiments(sweep, best)


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

    states = [state(turn) for turn in sweep.ledger.turns()]
    counts = ", ".join(f"{states.count(name)} {name}" for name in dict.fromkeys(states))
    say(f"{len(states)} of {sweep.ledger.n_trials} trials: {counts}")
    best = best_of(sweep.study)
    name = "Best" if len(best) == 1 else "Not beaten"
    for trial in best[:_MOST_SHOWN]:
        say(f"{name}: trial {trial.number}, {figures(sweep.study, trial)}", "bold")
        say(f"  {shlex.join(searched_overrides(sweep, trial))}")
    if len(best) > _MOST_SHOWN:
        say(f"and {len(best) - _MOST_SHOWN} more, in trials.csv")
    if best:
        say("Train it in full:" if len(best) == 1 else "Train the first in full:")
        say(f"  {shlex.join([*_program(), *full_overrides(sweep, best[0])])}")
    elif "done" in states and any(trial.constraints for trial in sweep.ledger.turns()):
        say("None of them keeps all constraints.")
    say(f"The study lies in {_from_here(sweep.folder)}")
    if stopped and sweep.ledger.has_turns_left():
        command = shlex.join([*_program(), *sys.argv[1:], *_to_resume(sweep)])
        say(f"Go on with: {without_password(command)}")


def _program() -> list[str]:
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


def _from_here(path: Path) -> str:
    here, absolute = Path.cwd(), path.absolute()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else path)
