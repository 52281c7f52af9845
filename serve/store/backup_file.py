"""A backup's file: gzip around JSON lines.

The first line says what follows, then each row of each table is a line, and the last line has their
number and the SHA-256 of everything before it, which tells a whole file from one that was cut or
changed. Any language, and ``zcat FILE | head``, can read it without this program or its database.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from pydantic import BaseModel, Field, NonNegativeInt, ValidationError

from sentiment.errors import UserError
from serve.store.tables import Base

FORMAT = 1

Row = dict[str, Any]


class TableHeader(BaseModel):
    """What the first line tells of a table."""

    columns: list[str]
    rows: NonNegativeInt


class Header(BaseModel):
    """The first line.

    Attributes:
        format: of the file.
        schema_version: of the tables, as Alembic counts them.
        created_at: when the reviews were as they are in the file.
        tables: by name, in an order in which they can be filled.
    """

    format: int = Field(alias="sentiment_lab_reviews")
    schema_version: str
    created_at: datetime
    tables: dict[str, TableHeader]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables.values())


class Ending(BaseModel):
    """The last line."""

    rows: int
    sha256: str


class BackupWriter:
    """Writes a backup; what was not finished can't be read."""

    def __init__(self, file: BinaryIO, header: Header) -> None:
        """Writes the first line."""
        # No name and no time of its own: the same reviews make the same bytes.
        self._gzip = gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0)
        self._digest = hashlib.sha256()
        self._rows = 0
        self._write(header.model_dump_json(by_alias=True))

    def add(self, row: Row) -> None:
        """Writes a row, whose values JSON has to have."""
        self._write(json.dumps(row, ensure_ascii=False))
        self._rows += 1

    def finish(self) -> None:
        """Writes the last line."""
        self._write(Ending(rows=self._rows, sha256=self._digest.hexdigest()).model_dump_json())
        self._gzip.close()

    def _write(self, line: str) -> None:
        data = line.encode() + b"\n"
        self._digest.update(data)
        self._gzip.write(data)


class BackupReader:
    """Reads a backup, as often as is asked."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        """Reads the first line.

        Args:
            file: that can be read from its beginning again.
            name: to call it by.

        Raises:
            UserError: when it is no backup, or one of a newer version.
        """
        self._file, self._name = file, name
        try:
            first = json.loads(next(self._lines(), b""))
            written_as = first.get("sentiment_lab_reviews")
        except (ValueError, AttributeError) as error:
            raise UserError(f"{name} is not a backup of python -m serve.backup.") from error
        if isinstance(written_as, int) and written_as > FORMAT:
            raise UserError(
                f"{name} has format {written_as}, and this version of Sentiment Lab reads up to "
                f"{FORMAT}; update it."
            )
        try:
            self.header = Header.model_validate(first)
        except ValidationError as error:
            raise UserError(f"{name} is not a backup of python -m serve.backup.") from error
        if strange := set(self.header.tables) - set(Base.metadata.tables):
            raise UserError(f"{name} has tables that reviews have not: {', '.join(strange)}.")

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yields each row with its table's name.

        Raises:
            UserError: at the latest after the last row, when the file was cut or changed.
        """
        lines = self._lines()
        try:
            digest = hashlib.sha256(next(lines))
            for name, table in self.header.tables.items():
                for _ in range(table.rows):
                    line = next(lines)
                    digest.update(line)
                    row = json.loads(line)
                    if list(row) != table.columns:
                        raise ValueError
                    yield name, row
            ending = Ending.model_validate_json(next(lines))
            expected = Ending(rows=self.header.rows, sha256=digest.hexdigest())
            if ending != expected or next(lines, None) is not None:
                raise ValueError
        except (ValueError, StopIteration) as error:
            raise UserError(
                f"{self._name} was cut short or changed after it was written, so nothing of it is "
                "used; take another backup."
            ) from error

    def _lines(self) -> Iterator[bytes]:
        """Yields all lines; raises ValueError where they can't be unpacked."""
        self._file.seek(0)
        try:
            yield from gzip.GzipFile(fileobj=self._file, mode="rb")
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ValueError from error
