"""Where studies are kept."""

import re
from pathlib import Path
from typing import Any

import optuna
import sqlalchemy
from hydra.errors import HydraException
from optuna.storages import BaseStorage, JournalStorage, RDBStorage
from optuna.storages.journal import JournalFileBackend

_JOURNAL = "journal:"
_LOCK_SECONDS = 60


def open_storage(url: str) -> BaseStorage:
    """Opens an SQLAlchemy URL or ``journal:FILE``; the folder of a file is made.

    Raises:
        HydraException: when it can't be opened, without the password that the URL may hold.
    """
    try:
        if url.startswith(_JOURNAL):
            path = Path(url.removeprefix(_JOURNAL))
            path.parent.mkdir(parents=True, exist_ok=True)
            return JournalStorage(JournalFileBackend(str(path)))
        parsed = sqlalchemy.make_url(url)
        options: dict[str, Any] = {}
        if parsed.get_backend_name() == "sqlite":
            # The jobs of a batch write to one file; each waits for its turn.
            options["connect_args"] = {"timeout": _LOCK_SECONDS}
            if parsed.database:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        else:
            # Connections lie idle while a trial trains, which servers and firewalls end.
            options["pool_pre_ping"] = True
        # Optuna keeps what is finished in memory, so that a long study stays quick.
        return optuna.storages.get_storage(RDBStorage(url, engine_kwargs=options))
    # SQLAlchemy, the database's driver and the file system each raise their own.
    except Exception as error:
        reason = _hide_passwords((str(error).strip().splitlines() or [type(error).__name__])[0])
        raise HydraException(
            f"hydra.sweeper.storage={shown(url)} can't be opened ({reason}); start that database, "
            "or leave the setting out."
        ) from error


def shown(url: str) -> str:
    """The URL with stars for a password."""
    return _hide_passwords(url)


def _hide_passwords(text: str) -> str:
    return re.sub(r"(://[^:/@\s]*:)[^@\s]*@", r"\1***@", text)
