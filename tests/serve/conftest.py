"""Fixtures of the service's tests; what they are made of is in ``running_server``."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import folder_in_memory, new_database, postgresql
from running_server import PATIENCE, Server, serving


@pytest.fixture(autouse=True)
def patient_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writers in this process wait for each other, however slow the disk is."""
    monkeypatch.setattr("serve.store.reviews._PATIENCE_SECONDS", PATIENCE)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where SQLite files lie."""
    with folder_in_memory() as folder:
        yield folder or tmp_path_factory.mktemp("databases")


@pytest.fixture(scope="session")
def server(
    tiny_bundle: Path, databases: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One server for all tests that do it no harm."""
    folder, store = tmp_path_factory.mktemp("server"), f"sqlite:///{databases / 'server.db'}"
    with serving(
        folder, f"bundle={tiny_bundle}", "workers=2", SENTIMENT_STORE_URL=store
    ) as running:
        yield running


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with postgresql() as uri:
        yield uri


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, databases: Path) -> str:
    """A new database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{databases / uuid.uuid4().hex / 'reviews.db'}"
    return new_database(request.getfixturevalue("postgresql_server"))
