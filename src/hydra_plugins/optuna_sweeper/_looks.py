"""How trials look in every picture: colour-blind safe, and names that fit."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from optuna.trial import FrozenTrial

from hydra_plugins.optuna_sweeper import _trials
from hydra_plugins.optuna_sweeper.style import BLUE, GREEN, GREY, PURPLE

log = logging.getLogger(__name__)

# How a trial's intermediate values are drawn, by how it stands: colour, line, marker at the end.
LOOKS = {
    "done": (BLUE, "solid", ""),
    "pruned": (PURPLE, "dashed", "x"),
    "running": (GREEN, "dotted", ">"),
    "failed": (GREY, "dotted", "s"),
}


def look_of(trial: FrozenTrial) -> str:
    """The trial's key in ``LOOKS``."""
    state = _trials.state(trial)
    return state if state in LOOKS else "failed"


def shortened(text: object, most: int = 24) -> str:
    """The text in one line, its middle left out where it is too long."""
    line = "".join(sign if sign.isprintable() else "?" for sign in " ".join(str(text).split()))
    half = (most - 1) // 2
    return line if len(line) <= most else f"{line[:half]}…{line[-half:]}"


def choice_texts(choices: Sequence[object]) -> list[str]:
    """How to write choices, told apart also where one is 1 and another "1"."""
    texts = [str(choice) for choice in choices]
    return texts if len(set(texts)) == len(texts) else [repr(choice) for choice in choices]


@contextmanager
def quietly(what: str) -> Iterator[None]:
    """Logs what goes wrong in the block, which draws ``what``: no picture is worth a sweep.

    Raises:
        OSError: as the block does.
    """
    with warnings.catch_warnings():
        # Optuna's on small studies, Matplotlib's on signs that a font lacks.
        warnings.simplefilter("ignore", UserWarning)
        try:
            yield
        except OSError:
            raise
        except Exception as error:
            log.warning("%s could not be drawn (%s: %s)", what, type(error).__name__, error)
            log.debug("%s could not be drawn", what, exc_info=True)
