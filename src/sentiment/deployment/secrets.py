"""Generated passwords, in a file that its owner alone can read."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from sentiment.errors import UserError
from sentiment.files import atomic_path

FILE = "secrets.env"


def read_secrets(folder: Path) -> dict[str, str]:
    """The variables of the file; none where there is no file.

    Raises:
        UserError: when a line is no ``NAME=value``.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign or not name.isidentifier():
            raise UserError(f"{path}, line {number}: it should be NAME=value.")
        found[name] = value
    return found


def make_secrets(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """The secrets with these names; those that are not there yet are generated.

    Returns:
        All variables of the file, also what people added.
    """
    found = read_secrets(folder)
    missing = [name for name in names if not found.get(name)]
    if missing:
        # Letters, digits, - and _: they stand in addresses of databases as they are.
        found |= {name: secrets.token_urlsafe(24) for name in missing}
        with atomic_path(folder / FILE, private=True) as temporary:
            lines = "".join(f"{name}={value}\n" for name, value in found.items())
            temporary.write_text(
                f"# Generated; keep it out of git. NAME=value\n{lines}", encoding="utf-8"
            )
    return found
