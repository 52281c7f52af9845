"""Which code this is."""

import hashlib
import importlib.util
import subprocess
from pathlib import Path

from sentiment.config import conf_dir

_DESCRIBE = ("describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
_KINDS = {".py", ".html", ".css", ".js", ".svg"}


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


def code_revision() -> str:
    """A short name that no other code has: of a commit, or of the files where it is not one."""
    revision = git_revision() or "installed"
    if revision.isalnum() and revision != "installed":
        return revision[:12]
    digits, _, _ = revision.partition("-")
    return f"{digits[:12]}-{code_digest()}"


def code_digest() -> str:
    """A short name that changes with any file of the code or its settings."""
    digest = hashlib.sha256()
    files = list(conf_dir().rglob("*.yaml"))
    for package in ("sentiment", "serve"):
        found = importlib.util.find_spec(package)
        for root in (found and found.submodule_search_locations) or ():
            files += [path for path in Path(root).rglob("*") if path.suffix in _KINDS]
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
