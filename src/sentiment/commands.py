"""Other programs: run, and their complaints in a sentence."""

import os
import shutil
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path

from sentiment.errors import UserError


def require(program: str, remedy: str) -> None:
    """Sees that a program is there.

    Raises:
        UserError: with the remedy when it is not.
    """
    if shutil.which(program) is None:
        raise UserError(f"There is no {program} on this machine; {remedy}.")


def run(
    *command: str,
    seconds: float,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    hidden: Collection[str] = (),
    with_errors: bool = False,
) -> str:
    """What a program answers.

    Args:
        command: the program and its arguments.
        seconds: how long it may take.
        folder: where it runs.
        environment: variables that it gets besides this process' own.
        hidden: variables of this process that it does not get.
        with_errors: whether what it says on standard error belongs to the answer.

    Raises:
        UserError: with its error, or the last line that it said, when it fails.
    """
    shown = " ".join(command)
    shown = shown if len(shown) < 90 else f"{shown[:87]}..."
    own = {name: value for name, value in os.environ.items() if name not in hidden}
    try:
        result = subprocess.run(  # noqa: S603
            command,
            cwd=folder,
            env={**own, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if with_errors else subprocess.PIPE,
            text=True,
            timeout=seconds,
        )
    except FileNotFoundError as error:
        raise UserError(f"There is no {command[0]} on this machine.") from error
    except subprocess.TimeoutExpired as error:
        raise UserError(f"{shown} did not end within {seconds:g} s.") from error
    if result.returncode != 0:
        said = (
            (result.stderr or "").strip() or result.stdout.strip() or "it said nothing"
        ).splitlines()
        # Some end with advice.
        errors = [line for line in said if line.lower().startswith("error")]
        raise UserError(f"{shown} failed: {(errors or said)[-1].rstrip('.')}.")
    return result.stdout
