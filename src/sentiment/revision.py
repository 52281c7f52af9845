"""Which code a run was made with."""

import subprocess
from pathlib import Path

_DESCRIBE = ("describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")


def git_revision() -> str | None:
    """The checked-out commit, with ``-dirty`` where files differ; None outside a checkout."""
    folder = Path(__file__).resolve().parent
    try:
        described = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *_DESCRIBE],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return described.stdout.strip() or None
