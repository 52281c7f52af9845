"""Where predictions go: a file that appears whole or not at all, or standard output."""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sentiment.errors import UserError
from sentiment.files import atomic_path

Row = dict[str, Any]
Write = Callable[[Sequence[Row]], None]
COLUMNS = ("row", "sentiment", "confidence", "probability", "text", "error")


@contextmanager
def open_writer(output: str) -> Iterator[Write]:
    """Yields a function that appends rows with the keys of ``COLUMNS``.

    Args:
        output: a ``.parquet``, ``.csv`` or ``.jsonl`` file, or ``-`` for JSON lines on standard
            output. When the block raises, a file keeps what it had before.

    Raises:
        UserError: for any other format, or when the file can't be written.
    """
    if output == "-":
        yield lambda rows: _write_json_lines(sys.stdout, rows)
        return
    path = Path(output)
    openers = {".parquet": _parquet, ".csv": _csv, ".jsonl": _json_lines}
    if path.suffix not in openers:
        raise UserError(
            f"output={output} has an unknown format {path.suffix!r}; "
            f"use one of {', '.join(openers)}, or - for standard output."
        )
    try:
        with atomic_path(path) as temporary, openers[path.suffix](temporary) as write:
            yield write
    except OSError as error:
        raise UserError(f"output={output} can't be written ({error.strerror or error}).") from error


@contextmanager
def _json_lines(path: Path) -> Iterator[Write]:
    with path.open("w", encoding="utf-8") as stream:
        yield lambda rows: _write_json_lines(stream, rows)


def _write_json_lines(stream: IO[str], rows: Sequence[Row]) -> None:
    for row in rows:
        stream.write(json.dumps({column: row[column] for column in COLUMNS}) + "\n")
    stream.flush()


@contextmanager
def _csv(path: Path) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        yield writer.writerows


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema(
        {
            "row": pyarrow.int64(),
            "sentiment": pyarrow.string(),
            "confidence": pyarrow.float64(),
            "probability": pyarrow.float64(),
            "text": pyarrow.string(),
            "error": pyarrow.string(),
        }
    )
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        yield lambda rows: writer.write_table(pyarrow.Table.from_pylist(list(rows), schema))
