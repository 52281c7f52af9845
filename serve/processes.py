"""How the server's processes end together."""

import contextlib
import ctypes
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

# In the server's folder of shared state: all requests are answered, workers may go.
DRAINED = "drained"

# From Linux' prctl.h.
_PR_SET_PDEATHSIG = 1
_STATE = "sentiment-serve-"
_HELD = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


def die_with_parent() -> None:
    """Makes the kernel end this process when its parent is gone, even by ``kill -9``.

    Where there is no Linux this does nothing.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def prepare_forks() -> None:
    """Makes processes forked from now on end with this one, and leave signals to it.

    Those are LitServe's queue manager and the processes that speak HTTP (which then handle SIGTERM
    their own way); started anew, workers do so in ``SentimentAPI.setup``.
    """
    os.register_at_fork(after_in_child=_after_fork)


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Makes processes that are started meanwhile hold signals back until ``take_signals``.

    A worker takes a moment to set up its handlers; until then a SIGHUP would end it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def take_signals() -> None:
    """Lets in what was held back; for a process that has its handlers."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)


@contextlib.contextmanager
def shared_state() -> Iterator[Path]:
    """A folder for what the server's processes share, gone afterwards.

    In memory where there is such a place: counters are mapped files, and a full disk would end a
    process that adds to one. What a killed server left there is removed.
    """
    memory = Path("/dev/shm")  # noqa: S108
    place = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    for left in place.glob(f"{_STATE}*"):
        number = left.name.removeprefix(_STATE)
        if number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(left, ignore_errors=True)
    state = place / f"{_STATE}{os.getpid()}"
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir(mode=0o700)
    try:
        yield state
    finally:
        shutil.rmtree(state, ignore_errors=True)


def allow_open_files(count: int) -> None:
    """Raises this process's limit of open files to ``count``, or as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _after_fork() -> None:
    for number in _HELD:
        signal.signal(number, signal.SIG_IGN)
    # Uvicorn has a handler of its own, to which Ctrl-C after SIGTERM means to drop everything.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    die_with_parent()
