"""``SHA256SUMS``: what ``sha256sum -c`` reads too."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from sentiment.bundle.manifest import CHECKSUMS
from sentiment.errors import UserError
from sentiment.files import atomic_path

_LINE = re.compile(r"([0-9a-f]{64})  ([\w.-]+)")


def digest(content: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def write_checksums(folder: Path, names: Iterable[str]) -> None:
    """Writes the digests of files in ``folder`` beside them."""
    lines = [f"{digest((folder / name).read_bytes())}  {name}\n" for name in names]
    with atomic_path(folder / CHECKSUMS) as temporary:
        temporary.write_text("".join(lines), encoding="ascii")


def read_checked(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The contents of files, each seen to be what its digest says.

    What is returned is what was checked: a file that changes afterwards does no harm.

    Raises:
        UserError: naming the first file that is missing, not listed, or not as it was written.
    """
    expected = _read_list(folder)
    contents = {}
    for name in names:
        content = _read(folder / name)
        if name not in expected:
            raise UserError(f"{folder} is not whole: {CHECKSUMS} does not list {name}.")
        if digest(content) != expected[name]:
            raise UserError(
                f"{folder / name} is damaged or was changed: its checksum is not the one in "
                f"{CHECKSUMS}; export the model again, or copy the bundle again."
            )
        contents[name] = content
    return contents


def _read_list(folder: Path) -> dict[str, str]:
    text = _read(folder / CHECKSUMS).decode("utf-8", errors="replace")
    matches = [_LINE.fullmatch(line) for line in text.splitlines()]
    if not matches or None in matches:
        raise UserError(f"{folder / CHECKSUMS} is damaged; export or copy the bundle again.")
    return {match[2]: match[1] for match in matches if match}


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise UserError(
            f"{path.parent} is not a whole bundle: {path.name} is missing; export the model "
            "again, or copy the bundle again."
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} can't be read ({error.strerror or error}).") from error
