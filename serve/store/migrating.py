"""Bringing a database to the tables of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from sentiment.errors import UserError, first_line
from serve.store.reviews import make_engine

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number, as long as nothing else in the database locks the same.
_LOCK = 5_318_008


def migrate(url: str) -> None:
    """Makes missing tables and columns; processes that start at once wait for the first.

    Raises:
        UserError: when the URL can't be understood or the database can't be used.
    """
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except ArgumentError as error:
        raise UserError(
            "store.url is not a database URL; use sqlite:///FILE or postgresql+psycopg://..."
        ) from error
    shown = parsed.render_as_string(hide_password=True)
    if backend not in ("sqlite", "postgresql"):
        raise UserError(f"store.url={shown}: use SQLite or PostgreSQL.")
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise UserError(f"store.url={shown}: reviews have to be in a file; use sqlite:///FILE.")
    try:
        if backend == "sqlite":
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = make_engine(url)
    except (OSError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise UserError(
            f"store.url={shown} can't be used ({first_line(error)}); for PostgreSQL install the "
            "extra: pip install 'sentiment-lab[postgres]'."
        ) from error
    try:
        with engine.begin() as connection:
            if backend == "sqlite":
                # Taken now, the lock to write is not lost between looking and making tables.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise UserError(
            f"store.url={shown} was written by another version of Sentiment Lab "
            f"({first_line(error)}); update this one."
        ) from error
    except SQLAlchemyError as error:
        raise UserError(f"store.url={shown} can't be used ({first_line(error)}).") from error
    finally:
        engine.dispose()
