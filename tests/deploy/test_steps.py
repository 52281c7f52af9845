"""Steps that fail, or are broken off by a signal, are undone, and what happened is said."""

import os
import signal
import subprocess
import sys

import pytest

from sentiment.deployment.steps import Step, perform
from sentiment.errors import UserError


def end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def unplug() -> str:
    raise OSError(28, "No space left on device", "current")


def test_sigterm_goes_back_and_asked_again_still_does() -> None:
    before = signal.getsignal(signal.SIGTERM)

    def undo() -> str:
        end()
        # What is started while it goes back can be ended.
        code = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"
        started = subprocess.run([sys.executable, "-c", code])
        return f"the old one serves, and a program ended with {started.returncode}."

    with pytest.raises(UserError, match=r"was rolled back: the old one serves, and .* with -15"):
        perform([Step("one", end), Step("never", lambda: pytest.fail("went on"))], undo)
    assert signal.getsignal(signal.SIGTERM) is before


def test_sigterm_with_nothing_to_go_back_to() -> None:
    with pytest.raises(UserError, match=r"^Interrupted\.$"):
        perform([Step("one", end)])


def test_going_back_fails_in_a_sentence() -> None:
    with pytest.raises(UserError, match=r"so did going back: OSError: .*No space .*action=status"):
        perform([Step("one", end)], unplug)


def test_what_can_not_be_remembered_is_undone() -> None:
    def remember() -> None:
        unplug()

    with pytest.raises(UserError, match=r"was rolled back: the old one serves\."):
        perform([], lambda: "the old one serves.", remember)
