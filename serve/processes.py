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

from sentiment.errors import UserError

# In the server's folder of shared state: all requests are answered, workers may go.
DRAINED = "drained"

# From Linux' prctl.h.
_PR_SET_PDEATHSIG = 1
_STATE = "sentiment-serve-"
# A socket's name has at most 103 bytes (macOS; on Linux 107), of which these come below the place:
# the folder of shared state, and Python's own names for a manager's folder and its socket.
_BYTES_BELOW = len(f"/{_STATE}1234567/pymp-12345678/listener-12345678")
_LONGEST_PLACE = 103 - _BYTES_BELOW
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

    Raises:
        UserError: when there is no place whose name is short enough for sockets.
    """
    place = _place()
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


@contextlib.contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Makes this process and those forked meanwhile put their temporary files there."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def allow_open_files(count: int) -> None:
    """Raises this process's limit of open files to ``count``, or as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _place() -> Path:
    usual = tempfile.gettempdir()
    for place in ("/dev/shm", usual, "/tmp"):  # noqa: S108
        if os.access(place, os.W_OK) and len(os.fsencode(place)) <= _LONGEST_PLACE:
            return Path(place)
    raise UserError(
        f"The folder for temporary files, {usual}, has too long a name for the sockets in it; set "
        f"TMPDIR to one of at most {_LONGEST_PLACE} bytes."
    )


def _after_fork() -> None:
    for number in _HELD:
        signal.signal(number, signal.SIG_IGN)
    # Uvicorn has a handler of its own, to which Ctrl-C after SIGTERM means to drop everything.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    die_with_parent()
