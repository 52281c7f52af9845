"""Writing files so that a kill at any moment leaves the old file or the new one, never half."""

import json
import math
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def atomic_path(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Yields a temporary path beside ``path`` that takes its place when the block succeeds.

    The content is flushed to the disk before the rename. When the block raises, the temporary
    file goes away and ``path`` stays what it was. A private one nobody else can read, at no moment.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # The suffix stays last: some writers choose the format by it.
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=partial_prefix(path), suffix=path.suffix
    )
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        # mkstemp makes files private; a result is as readable as any other file of the user's.
        if not private:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Yields a temporary folder beside ``path`` that takes its place when the block succeeds.

    Every file is flushed to the disk before the rename. When the block raises, or where there is
    a folder with something in it already (``OSError``), the temporary one goes away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=partial_prefix(path), dir=path.parent))
    try:
        yield temporary
        for file in temporary.rglob("*"):
            if file.is_file():
                with file.open("rb") as written:
                    os.fsync(written.fileno())
        temporary.chmod(0o777 & ~_umask())
        temporary.rename(path)
    finally:
        # Gone already when all went well.
        shutil.rmtree(temporary, ignore_errors=True)


def partial_prefix(path: Path) -> str:
    """How the names of temporary files and folders beside ``path`` begin."""
    return f".{path.stem}.partial-"


def point_link(link: Path, target: Path) -> None:
    """Makes ``link`` a symbolic link to ``target``, in one step where it was another.

    Raises:
        OSError: when something else than a link stands there, or it can't be written.
    """
    if link.exists() and not link.is_symlink():
        raise FileExistsError(f"{link} is there and is no link")
    link.parent.mkdir(parents=True, exist_ok=True)
    temporary = link.with_name(f"{partial_prefix(link)}{secrets.token_hex(4)}")
    # Relative, so that the two can be moved together.
    temporary.symlink_to(os.path.relpath(target.resolve(), link.parent.resolve()))
    try:
        temporary.replace(link)
    finally:
        temporary.unlink(missing_ok=True)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Writes ``content`` to ``path`` as readable JSON, atomically; NaN becomes null."""
    text = json.dumps(_without_nan(content), indent=2, ensure_ascii=False, allow_nan=False)
    with atomic_path(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def shown(path: Path) -> Path:
    """How to name a path to a person: from the current folder where it lies in there."""
    here, absolute = Path.cwd(), path.absolute()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else path


def _without_nan(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_nan(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_without_nan(value) for value in node]
    return None if isinstance(node, float) and not math.isfinite(node) else node


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
