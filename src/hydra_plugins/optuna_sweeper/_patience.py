"""Waiting for a storage that is away for a moment."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from hydra.errors import CompactHydraException
from optuna.exceptions import StorageInternalError
from sqlalchemy.exc import OperationalError

log = logging.getLogger(__name__)

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

_PAUSES = (0.5, 2, 8, 30)
# Optuna's word for what a database raises, and what it lets through while it opens one.
_AWAY = (StorageInternalError, OperationalError)
_IS_PATIENT = ContextVar("_IS_PATIENT", default=True)


class StorageAway(CompactHydraException):
    """A storage that has not come back in the time that one waits for it."""


class Patience:
    """Tries again what a storage fails at: hours of work should not end with a busy database."""

    def __init__(self, failure: Callable[[Exception], str]) -> None:
        """Takes what makes an error the first half of a sentence."""
        self._failure = failure
        self._is_given_up = False

    def around(self, call: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        """The same function, which raises ``StorageAway`` where waiting did not help."""

        @wraps(call)
        def patient(*arguments: Arguments.args, **named: Arguments.kwargs) -> Answer:
            if not _IS_PATIENT.get():
                return call(*arguments, **named)
            # Who has waited in vain does not wait again with each call until it is back.
            pauses = [] if self._is_given_up else list(_PAUSES)
            while True:
                try:
                    answer = call(*arguments, **named)
                except _AWAY as error:
                    failure = self._failure(error)
                    if not pauses:
                        self._is_given_up = True
                        raise StorageAway(
                            f"{failure}; once it answers, the same command goes on."
                        ) from error.__cause__ or error
                    if len(pauses) == len(_PAUSES):
                        log.warning("%s; trying again for %.0f s.", failure, sum(pauses))
                    time.sleep(pauses.pop(0))
                else:
                    self._is_given_up = False
                    return answer

        return patient


@contextmanager
def at_once() -> Iterator[None]:
    """In this block nothing is waited for: what is shown, or comes again soon, can be left out."""
    token = _IS_PATIENT.set(False)
    try:
        yield
    finally:
        _IS_PATIENT.reset(token)
