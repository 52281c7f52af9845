"""From a database into a backup's file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine, MetaData, Table, func, inspect, select, text
from tqdm import tqdm

from sentiment.errors import UserError
from serve.store.backup_file import FORMAT, BackupWriter, Header, TableHeader
from serve.store.migrating import is_known, opened, schema_of, shown_url
from serve.store.tables import Base

# So many rows are in memory at a time.
ROWS_AT_ONCE = 100


def back_up(url: str, file: BinaryIO) -> Header:
    """Writes all reviews as they are at one moment, while others may go on writing.

    Args:
        url: of the database.
        file: to write to.

    Returns:
        What was written.

    Raises:
        UserError: when the database can't be used, has no reviews, or is of another version.
    """
    # Before that moment: what was acknowledged by then is in the backup.
    created_at = datetime.now(UTC)
    with opened(url) as engine, _one_moment(engine) as connection:
        schema, shown = schema_of(connection), shown_url(engine.url)
        if schema is None:
            raise UserError(f"store.url={shown} has no table of reviews.")
        if not is_known(schema):
            raise UserError(
                f"store.url={shown} was written by another version of Sentiment Lab "
                f"(schema {schema}); update this one."
            )
        tables = existing_tables(connection)
        header = Header(
            sentiment_lab_reviews=FORMAT,
            schema_version=schema,
            created_at=created_at,
            tables={table.name: _described(connection, table) for table in tables},
        )
        writer = BackupWriter(file, header)
        with tqdm(total=header.rows, desc="backing up", unit="row") as bar:
            for table in tables:
                for row in _rows(connection, table):
                    writer.add(row)
                    bar.update()
        writer.finish()
        return header


def existing_tables(connection: Connection) -> list[Table]:
    """The tables of reviews as they are in this database, in an order in which to fill them.

    They may be of an earlier version, and are not what else may be in the database.
    """
    there = inspect(connection).get_table_names()
    names = [table.name for table in Base.metadata.sorted_tables if table.name in there]
    metadata = MetaData()
    return [Table(name, metadata, autoload_with=connection) for name in names]


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """Yields a connection to which the database stays as it is now."""
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        if not path.is_file():
            # Connecting would make it.
            raise UserError(f"store.url={shown_url(engine.url)}: there is no such file.")
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
        return
    with engine.connect() as connection:
        connection = connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        # The service's is for requests.
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        yield connection


def _described(connection: Connection, table: Table) -> TableHeader:
    rows = connection.scalar(select(func.count()).select_from(table))
    return TableHeader(columns=[column.name for column in table.columns], rows=rows or 0)


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    statement = select(table).order_by(*table.primary_key.columns)
    found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement)
    for row in found.mappings():
        yield {name: _as_json(value) for name, value in row.items()}


def _as_json(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    # SQLite gives back what it got without its zone.
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat()
