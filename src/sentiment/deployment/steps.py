"""What is done one after the other, and said before."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from sentiment.errors import UserError, first_line

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Attributes:
        text: what it changes, as a dry run prints it.
        run: does it; raises ``UserError`` when it can't be done.
    """

    text: str
    run: Callable[[], object]


def show(steps: Sequence[Step]) -> None:
    """Says what would be done."""
    for number, step in enumerate(steps, 1):
        log.info("%2d. %s", number, step.text)
    log.info("Nothing was changed (dry_run=true).")


def perform(
    steps: Sequence[Step],
    undo: Callable[[], str] | None = None,
    remember: Callable[[], None] | None = None,
) -> None:
    """Does all steps, or goes back.

    Args:
        steps: in their order.
        undo: called once when a step fails, on Ctrl-C and on SIGTERM; says what serves now.
        remember: called when all are done.

    Raises:
        UserError: which step failed, why, and what serves now.
    """
    # Between two steps, too, Ctrl-C must not leave half of the work.
    try:
        # So do systemd and whoever cancels a pipeline ask it to end.
        with _sigterm(_interrupt):
            for number, step in enumerate(steps, 1):
                log.info("[%d/%d] %s", number, len(steps), step.text)
                step.run()
            if remember is not None:
                remember()
    except (Exception, KeyboardInterrupt) as error:
        if undo is None:
            raise UserError(_reason(error)) from error
        log.error("%s Going back to what ran before.", _reason(error))
        try:
            # It is ending already, and what is asked once is often asked again.
            with _sigterm(_go_on):
                serves = undo()
        except (Exception, KeyboardInterrupt) as trouble:
            raise UserError(
                f"It failed, and so did going back: {_reason(trouble)} "
                "action=status says what serves now."
            ) from error
        raise UserError(f"It failed and was rolled back: {serves}") from error


def _reason(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "Interrupted."
    if isinstance(error, UserError):
        return str(error)
    return f"{type(error).__name__}: {first_line(error).rstrip('.')}."


@contextmanager
def _sigterm(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        # A notebook's; Python lets only the main thread take signals.
        yield
        return
    before = signal.signal(signal.SIGTERM, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def _go_on(_: int, __: FrameType | None) -> None:
    """Unlike an ignored signal, programs that are started meanwhile do not inherit it."""
