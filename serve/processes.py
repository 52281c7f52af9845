"""How the server's processes end together."""

import ctypes
import os
import signal
import sys

# In the server's folder of shared state: all requests are answered, workers may go.
DRAINED = "drained"

# From Linux' prctl.h.
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Makes the kernel end this process when its parent is gone, even by ``kill -9``.

    Where there is no Linux this does nothing.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def prepare_forks() -> None:
    """Makes processes forked from now on end with this one, and leave SIGTERM and Ctrl-C to it.

    Those are LitServe's queue manager and the processes that speak HTTP (which then handle both
    their own way); started anew, workers do so in ``SentimentAPI.setup``.
    """
    os.register_at_fork(after_in_child=_after_fork)


def _after_fork() -> None:
    for polite in (signal.SIGTERM, signal.SIGINT):
        signal.signal(polite, signal.SIG_IGN)
    die_with_parent()
