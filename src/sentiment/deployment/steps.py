"""What is done one after the other, and said before."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sentiment.errors import UserError

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


def perform(steps: Sequence[Step], undo: Callable[[], str] | None = None) -> None:
    """Does all steps, or goes back.

    Args:
        steps: in their order.
        undo: called once when a step fails or Ctrl-C is pressed; says what serves now.

    Raises:
        UserError: which step failed, why, and what serves now.
    """
    # Between two steps, too, Ctrl-C must not leave half of the work.
    try:
        for number, step in enumerate(steps, 1):
            log.info("[%d/%d] %s", number, len(steps), step.text)
            step.run()
    except (Exception, KeyboardInterrupt) as error:
        reason = str(error) if isinstance(error, UserError) else repr(error)
        if isinstance(error, KeyboardInterrupt):
            reason = "Interrupted."
        if undo is None:
            raise UserError(reason) from error
        log.error("%s Going back to what ran before.", reason)
        try:
            serves = undo()
        except UserError as trouble:
            raise UserError(f"It failed, and so did going back: {trouble}") from error
        raise UserError(f"It failed and was rolled back: {serves}") from error
