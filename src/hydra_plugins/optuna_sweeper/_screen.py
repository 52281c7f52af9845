"""What a sweep shows while it runs."""

import threading
import time
from contextlib import suppress
from types import TracebackType

import optuna
from optuna.exceptions import StorageInternalError
from optuna.trial import FrozenTrial
from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from hydra_plugins.optuna_sweeper._ledger import Ledger, is_over, turns_of
from hydra_plugins.optuna_sweeper._patience import at_once
from hydra_plugins.optuna_sweeper._trials import (
    best_of,
    best_so_far,
    changed,
    error_of,
    seconds,
    state,
    values,
)

_LEAST_ROWS = 5
_STYLES = {"running": "cyan", "done": "green", "pruned": "yellow", "failed": "red", "lost": "red"}


class Screen:
    """On a terminal a table that moves; elsewhere a line for each trial that has ended.

    All that it shows is read from the study, so that it is the same with every launcher, and has
    the trials of other processes too.
    """

    def __init__(self, ledger: Ledger, console: Console | None = None) -> None:
        """Takes the trials; shows nothing yet."""
        self._ledger = ledger
        self._console = console or Console()
        self._began = time.monotonic()
        self._there_already = _finished(ledger.turns())
        self._waiting_for = 0
        self._live: Live | None = None
        self._reading = threading.Lock()
        self._shown = Group()

    def __enter__(self) -> "Screen":
        """Begins to show."""
        if self._console.is_terminal:
            self._live = Live(
                console=self._console, get_renderable=self.render, refresh_per_second=1
            )
            self._live.start(refresh=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Leaves the last state of the table on the screen."""
        if self._live is not None:
            self._live.stop()

    def show_finished(self, numbers: list[int]) -> None:
        """Says how trials ended."""
        if self._live is not None:
            self._live.refresh()
            return
        trials = self._ledger.trials()
        finished, best = _finished(turns_of(trials)), best_so_far(self._ledger.study)
        for trial in trials:
            if trial.number in numbers:
                parts = [
                    f"{finished}/{self._ledger.n_trials}",
                    f"trial {trial.number}",
                    state(trial),
                    values(trial),
                    changed(trial),
                    f"{seconds(trial):.0f} s",
                    error_of(trial),
                    best,
                ]
                self._console.print("  ".join(filter(None, parts)), markup=False, soft_wrap=True)

    def show_waiting(self, count: int) -> None:
        """Says that only other processes have work left."""
        if count != self._waiting_for and self._live is None:
            self._console.print(f"waiting for trials of other processes: {count}")
        self._waiting_for = count

    def render(self) -> Group:
        """The table, with a line about the whole below it."""
        # The table's own thread, and whoever asks for a refresh.
        with self._reading:
            with suppress(StorageInternalError), at_once():
                self._shown = self._table()
            # While the database is away, what was known of it.
            return self._shown

    def _table(self) -> Group:
        turns = self._ledger.turns()
        rows = _most_interesting(turns, max(self._console.height - 6, _LEAST_ROWS))
        table = Table(expand=True, title_justify="left", title_style="bold")
        table.title = Text(f"Study {self._ledger.study.study_name}")
        for name in ("trial", "state", "step"):
            table.add_column(name, justify="right" if name != "state" else "left")
        table.add_column(Text(_value_name(self._ledger.study)), justify="right")
        table.add_column("settings", ratio=1, overflow="ellipsis", no_wrap=True)
        table.add_column("seconds", justify="right")
        best = {trial.number for trial in best_of(self._ledger.study)}
        for trial in rows:
            table.add_row(
                f"{'* ' if trial.number in best else ''}{trial.number}",
                Text(state(trial), style=_STYLES.get(state(trial), "")),
                "" if trial.last_step is None else str(trial.last_step),
                values(trial),
                Text(error_of(trial) or changed(trial)),
                f"{seconds(trial):.0f}",
                style="bold" if trial.number in best else "",
            )
        return Group(table, self._progress(turns))

    def _progress(self, turns: list[FrozenTrial]) -> Table:
        finished, total = _finished(turns), self._ledger.n_trials
        here = finished - self._there_already
        elapsed = time.monotonic() - self._began
        left = f", about {_duration(elapsed / here * (total - finished))} left" if here > 0 else ""
        waiting = f"  waiting for other processes: {self._waiting_for}" * bool(self._waiting_for)
        line = f"{finished}/{total}  {_duration(elapsed)}{left}{waiting}"
        grid = Table.grid(expand=True)
        grid.add_row(ProgressBar(total=total, completed=finished))
        grid.add_row(Text("  ".join(filter(None, [line, best_so_far(self._ledger.study)]))))
        return grid


def _value_name(study: optuna.Study) -> str:
    return " ".join(study.metric_names or ["value"])


def _finished(turns: list[FrozenTrial]) -> int:
    return sum(map(is_over, turns))


def _most_interesting(turns: list[FrozenTrial], count: int) -> list[FrozenTrial]:
    """What runs, and the latest of the rest, as many as there is room for."""
    running_last = sorted(turns, key=lambda trial: (not is_over(trial), trial.number))
    return sorted(running_last[-count:], key=lambda trial: trial.number)


def _duration(duration: float) -> str:
    minutes, rest = divmod(round(duration), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
