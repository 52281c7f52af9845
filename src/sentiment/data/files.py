"""Rows of parquet, CSV and JSON-lines files and of plain text, one at a time in constant memory."""

import csv
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from sentiment.errors import UserError

Row = dict[str, Any]
FORMATS = (".parquet", ".csv", ".jsonl", ".txt")


class BadRow(Exception):
    """One row that can't be read, while those after it can."""


def read_rows(path: Path) -> Iterator[Row | BadRow]:
    """Yields a row at a time as ``{column: value}``, or the ``BadRow`` that stands in its place.

    Plain lines (``.txt``) become rows with the one column ``text``.

    Raises:
        UserError: when the file as a whole can't be read.
    """
    if not path.is_file():
        raise UserError(f"There is no file {path}.")
    suffix = ".jsonl" if path.suffix in (".json", ".ndjson") else path.suffix
    if suffix == ".parquet":
        yield from _parquet_rows(path)
        return
    readers = {".csv": csv_rows, ".jsonl": json_rows, ".txt": plain_rows}
    if suffix not in readers:
        raise UserError(
            f"{path} has an unknown format {path.suffix!r}; use one of {', '.join(FORMATS)}."
        )
    # A byte that is no UTF-8 becomes U+FFFD: the row is still worth reading.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        yield from readers[suffix](stream)


def plain_rows(stream: IO[str]) -> Iterator[Row | BadRow]:
    """One review a line."""
    for line in stream:
        yield {"text": line.rstrip("\r\n")}


def json_rows(stream: IO[str]) -> Iterator[Row | BadRow]:
    """One JSON object a line."""
    for line in stream:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield BadRow(f"not JSON ({error})")
            continue
        yield row if isinstance(row, dict) else BadRow("not a JSON object")


def csv_rows(stream: IO[str]) -> Iterator[Row | BadRow]:
    """Comma-separated values under a header line; quoted values may span lines."""
    # The default of 128 kB would refuse a long review.
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(stream)
    header = _next_record(reader)
    if header is None:
        return
    if isinstance(header, BadRow):
        raise UserError(f"The CSV header can't be read: {header}.")
    while (record := _next_record(reader)) is not None:
        if isinstance(record, BadRow):
            yield record
        elif len(record) == len(header):
            yield dict(zip(header, record, strict=True))
        elif record:
            yield BadRow(f"{len(record)} values where the header has {len(header)}")


def _next_record(reader: Iterator[list[str]]) -> list[str] | BadRow | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        return BadRow(str(error))


def _parquet_rows(path: Path) -> Iterator[Row]:
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1024):
                yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise UserError(f"{path} is not a readable parquet file ({error}).") from error


STREAM_READERS: dict[str, Callable[[IO[str]], Iterator[Row | BadRow]]] = {
    "plain": plain_rows,
    "jsonl": json_rows,
    "csv": csv_rows,
}
