"""Fixtures of the service's tests; what they are made of is in ``running_server``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import new_database, postgresql
from running_server import Server, serving


@pytest.fixture(scope="session")
def server(tiny_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that do it no harm."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, f"bundle={tiny_bundle}", "workers=2") as running:
        yield running


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with postgresql() as uri:
        yield uri


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store' / 'reviews.db'}"
    return new_database(request.getfixturevalue("postgresql_server"))
