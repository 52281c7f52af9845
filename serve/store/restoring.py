"""From a backup's file into a database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, BinaryIO

from sqlalchemy import Connection, Table, func, insert, select, text
from tqdm import tqdm

from sentiment.errors import UserError
from serve.store.backing_up import ROWS_AT_ONCE, existing_tables
from serve.store.backup_file import BackupReader, Header, Row
from serve.store.migrating import (
    changing_tables,
    drop_tables,
    is_known,
    opened,
    schema_of,
    shown_url,
    upgrade,
)
from serve.store.rekeying import rekey


def restore(url: str, file: BinaryIO, name: str, *, replace: bool) -> Header:
    """Brings reviews back, all or, whatever happens, none.

    Ids, times, keys of requests and tallies are those of the backup.

    Args:
        url: of the database, which may be of another kind than the one that was backed up.
        file: the backup.
        name: to call it by.
        replace: takes away what reviews there are, in the same transaction.

    Returns:
        What was restored.

    Raises:
        UserError: when the backup or the database can't be used, or there are reviews already.
    """
    reader = BackupReader(file, name)
    with _bar("checking", reader.header) as bar:
        for _ in reader.rows():
            bar.update()
    schema = reader.header.schema_version
    if not is_known(schema):
        raise UserError(
            f"{name} has schema {schema}, which this version of Sentiment Lab does not know; "
            "update it."
        )
    with opened(url) as engine, changing_tables(engine) as connection:
        _make_room(connection, replace=replace)
        # The tables are those of the file, until it is in them.
        if schema_of(connection) not in (None, schema):
            drop_tables(connection)
        upgrade(connection, schema)
        _fill(connection, reader)
        upgrade(connection)
        rekey(connection)
    return reader.header


def _make_room(connection: Connection, *, replace: bool) -> None:
    tables = existing_tables(connection)
    if tables and schema_of(connection) is None:
        raise UserError(
            f"store.url={shown_url(connection.engine.url)} has tables of another program; name "
            "another database."
        )
    is_postgresql = connection.dialect.name == "postgresql"
    if is_postgresql and tables:
        # A review that comes meanwhile has to wait; who only reads has not.
        names = ", ".join(table.name for table in tables)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    rows = {
        table.name: connection.scalar(select(func.count()).select_from(table)) for table in tables
    }
    if any(rows.values()) and not replace:
        raise UserError(
            f"store.url={shown_url(connection.engine.url)} has {rows['reviews']:,} reviews; "
            "replace=true takes them away and puts those of the backup in their place, in one step."
        )
    if is_postgresql:
        # The service's is for requests.
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    for table in reversed(tables):
        connection.execute(table.delete())


def _fill(connection: Connection, reader: BackupReader) -> None:
    tables = {table.name: table for table in existing_tables(connection)}
    with _bar("restoring", reader.header) as bar:
        # Whether the file is whole is seen again: nothing is kept of one that changed meanwhile.
        for name, rows in _in_batches(reader):
            table = tables[name]
            connection.execute(insert(table), [_from_json(table, row) for row in rows])
            bar.update(len(rows))
    if connection.dialect.name == "postgresql":
        for table in tables.values():
            _continue_numbering(connection, table)


def _in_batches(reader: BackupReader) -> Iterator[tuple[str, list[Row]]]:
    for name, pairs in groupby(reader.rows(), key=lambda pair: pair[0]):
        rows = []
        for _, row in pairs:
            rows.append(row)
            if len(rows) == ROWS_AT_ONCE:
                yield name, rows
                rows = []
        if rows:
            yield name, rows


def _from_json(table: Table, row: Row) -> Row:
    return {name: _as_stored(table, name, value) for name, value in row.items()}


def _as_stored(table: Table, name: str, value: Any) -> Any:
    if value is not None and table.columns[name].type.python_type is datetime:
        return datetime.fromisoformat(value).astimezone(UTC)
    return value


def _continue_numbering(connection: Connection, table: Table) -> None:
    """Lets PostgreSQL give the id after the greatest one next."""
    sequence = connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}
    )
    last = connection.scalar(select(func.max(table.columns.id))) or 0
    # Unlike setval it is undone with its transaction.
    connection.execute(text(f"ALTER SEQUENCE {sequence} RESTART WITH {last + 1}"))


def _bar(what: str, header: Header) -> "tqdm[Any]":
    return tqdm(total=header.rows, desc=what, unit="row")
