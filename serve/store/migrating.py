"""Bringing a database to the tables of this version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from sentiment.errors import UserError, first_line
from serve.store.rekeying import rekey
from serve.store.reviews import make_engine

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number, as long as nothing else in the database locks the same.
_LOCK = 5_318_008
# Of libpq's parameters those that let somebody in.
_SECRETS = ("password", "sslpassword", "passfile")


def migrate(url: str) -> None:
    """Makes missing tables, columns and keys; processes that start at once wait for the first.

    Raises:
        UserError: when the URL can't be understood or the database can't be used.
    """
    with opened(url) as engine, changing_tables(engine) as connection:
        upgrade(connection)
        rekey(connection)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Yields an engine that is given back afterwards.

    Raises:
        UserError: when the URL can't be understood, or the block can't use the database.
    """
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    # A ValueError for a port that is no number; it quotes what may be a part of the password.
    except (ArgumentError, ValueError):
        raise UserError(
            "store.url is not a database URL; use sqlite:///FILE or postgresql+psycopg://..., and "
            "in a password write @ as %40 and : as %3A."
        ) from None
    # With a / or a ? behind it, it would be taken for another part, and shown.
    if backend != "sqlite" and url.count("@") > 1:
        raise UserError("store.url has an @ in its password; write it as %40.")
    shown = shown_url(parsed)
    if backend not in ("sqlite", "postgresql"):
        raise UserError(f"store.url={shown}: use SQLite or PostgreSQL.")
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise UserError(f"store.url={shown}: reviews have to be in a file; use sqlite:///FILE.")
    try:
        engine = make_engine(url)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise UserError(
            f"store.url={shown} can't be used ({first_line(error)}); for PostgreSQL install the "
            "extra: pip install 'sentiment-lab[postgres]'."
        ) from error
    try:
        yield engine
    except CommandError as error:
        raise UserError(
            f"store.url={shown} was written by another version of Sentiment Lab "
            f"({first_line(error)}); update this one."
        ) from error
    except SQLAlchemyError as error:
        raise UserError(f"store.url={shown} can't be used ({first_line(error)}).") from error
    finally:
        engine.dispose()


@contextmanager
def changing_tables(engine: Engine) -> Iterator[Connection]:
    """Yields a transaction in which nobody else makes or changes tables.

    Raises:
        UserError: when the folder of a SQLite file can't be made.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        file = Path(str(engine.url.database))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                # Reviews are people's words; what SQLite puts beside the file has its mode.
                file.touch(mode=0o600)
        except OSError as error:
            raise UserError(
                f"store.url={shown_url(engine.url)} can't be used ({file.parent}: "
                f"{error.strerror})."
            ) from error
    with engine.begin() as connection:
        if is_sqlite:
            # Taken now, the lock to write is not lost between looking and making tables.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield connection


def shown_url(url: URL) -> str:
    """A database's URL for a screen, without the password."""
    hidden = {name: "***" for name in url.query if name in _SECRETS}
    # Not escaped: these stars are for people.
    return url.update_query_dict(hidden).render_as_string(hide_password=True).replace("%2A", "*")


def upgrade(connection: Connection, schema: str = "head") -> None:
    """Brings the tables to a schema, which has to be theirs or a later one."""
    command.upgrade(_config(connection), schema)


def drop_tables(connection: Connection) -> None:
    """Takes all tables of reviews away, with everything in them."""
    command.downgrade(_config(connection), "base")


def schema_of(connection: Connection) -> str | None:
    """Which schema a database has; None where it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(schema: str) -> bool:
    """Whether this version of Sentiment Lab can make the tables of that schema."""
    return schema in {script.revision for script in ScriptDirectory(_MIGRATIONS).walk_revisions()}


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
