"""Where studies are kept."""

import os
import re
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import optuna
import sqlalchemy
from hydra.errors import CompactHydraException
from optuna.storages import BaseStorage, JournalStorage, RDBStorage
from optuna.storages.journal import JournalFileBackend

from hydra_plugins.optuna_sweeper._patience import Patience

_JOURNAL = "journal:"
_LOCK_SECONDS = 60
_ATTEMPTS = 20
_ATTEMPT_SECONDS = 0.2


def open_storage(url: str) -> BaseStorage:
    """Opens an SQLAlchemy URL or ``journal:FILE``; the folder of a file is made.

    A job that runs in the sweep's own process has the sweep's own connections.

    Raises:
        HydraException: when it can't be opened, without the password that the URL may hold.
    """
    try:
        return _open_once_made(url)
    # SQLAlchemy, the database's driver and the file system each raise their own.
    except Exception as error:
        raise CompactHydraException(
            f"{_failure(url, 'opened', error)}; start that database, or leave the setting out."
        ) from error


def open_again(url: str) -> BaseStorage:
    """Opens the storage of a sweep for one of its jobs, and waits for it where it is away."""
    return _patience(url).around(_open_once_made)(url)


def _open_once_made(url: str) -> BaseStorage:
    for _ in range(_ATTEMPTS):
        try:
            return _open(url, os.getpid())
        except Exception as error:
            if not _is_being_made(error):
                raise
            time.sleep(_ATTEMPT_SECONDS)
    return _open(url, os.getpid())


def _is_being_made(error: Exception) -> bool:
    """Whether another process was making the same tables at the same moment."""
    made_twice = (sqlalchemy.exc.IntegrityError, optuna.exceptions.StorageInternalError)
    return isinstance(error, made_twice) or "already exists" in str(error)


def _failure(url: str, use: str, error: Exception) -> str:
    # Optuna speaks of a commit, whatever it was, and has the database's own words behind it.
    is_optunas = isinstance(error, optuna.exceptions.StorageInternalError)
    cause = (is_optunas and error.__cause__) or error
    reason = without_password((str(cause).strip().splitlines() or [type(cause).__name__])[0])
    return f"hydra.sweeper.storage={without_password(url)} can't be {use} ({reason})"


def _patience(url: str) -> Patience:
    return Patience(lambda error: _failure(url, "used", error))


def absolute(url: str) -> str:
    """The same place for a job in another folder."""
    if url.startswith(_JOURNAL):
        return f"{_JOURNAL}{Path(url.removeprefix(_JOURNAL)).absolute()}"
    # What is no URL is found out when it is opened.
    with suppress(sqlalchemy.exc.ArgumentError):
        parsed = sqlalchemy.make_url(url)
        file = parsed.database or ":memory:"
        if parsed.get_backend_name() == "sqlite" and not file.startswith((":memory:", "file:")):
            path = str(Path(file).absolute())
            return url if path == file else parsed.set(database=path).render_as_string()
    return url


def without_password(text: str) -> str:
    """The text with stars for the passwords of the URLs in it."""
    text = re.sub(r"(://[^:/@\s]*:)\S*@", r"\1***@", text)
    return re.sub(r"([?&]\w*password=)[^&\s]*", r"\1***", text)


@lru_cache(maxsize=4)
def _open(url: str, process: int) -> BaseStorage:
    if url.startswith(_JOURNAL):
        path = Path(url.removeprefix(_JOURNAL))
        path.parent.mkdir(parents=True, exist_ok=True)
        return JournalStorage(JournalFileBackend(str(path)))
    parsed = sqlalchemy.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        storage = _open_sqlite(url, parsed.database)
    else:
        # Connections lie idle while a trial trains, which servers and firewalls end.
        storage = RDBStorage(url, engine_kwargs={"pool_pre_ping": True})
    # Optuna keeps what is finished in memory, so that a long study stays quick.
    cached = optuna.storages.get_storage(storage)
    # All that Optuna and the sweeper ask of it goes through here.
    patience = _patience(url)
    for name in dir(BaseStorage):
        if not name.startswith("_"):
            setattr(cached, name, patience.around(getattr(cached, name)))
    return cached


def _open_sqlite(url: str, path: str | None) -> RDBStorage:
    is_file = path not in (None, "", ":memory:")
    if is_file:
        Path(str(path)).parent.mkdir(parents=True, exist_ok=True)
    # The jobs of a batch write to one file; each waits for its turn.
    options = {"connect_args": {"timeout": _LOCK_SECONDS}}
    storage = RDBStorage(url, engine_kwargs=options)

    def write_ahead(connection: Any, record: object) -> None:
        # A third of the time, and a killed process loses nothing.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    # What is in memory ends with its connection.
    if is_file:
        sqlalchemy.event.listen(storage.engine, "connect", write_ahead)
        storage.engine.dispose()
    return storage
