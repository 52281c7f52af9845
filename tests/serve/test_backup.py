"""Backup and restore of the review database: SQLite and PostgreSQL, and from one to the other."""

import gzip
import hashlib
import io
import json
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, text

from sentiment.config import compose_config
from sentiment.errors import UserError
from serve.backup import backup
from serve.restore import restore
from serve.store import NewReview, ReviewStore, backing_up, migrating, restoring
from serve.store.backing_up import back_up
from serve.store.backup_file import BackupReader
from serve.store.migrating import migrate
from serve.store.reviews import make_engine
from serve.store.tallies import MovieTally

from databases import new_database
from running_server import PATIENCE, wait_for
from small import RunCommand

pytestmark = pytest.mark.slow

GOOD = NewReview("Alien", "A fine film.", 9, "positive", 0.9, 0.8, "v1", "first")
ODD = "😀 عربي \u202e \u2028 \r\n 'quotes' \"both\" \\ %s :name \x85 \x1f"
KINDS = ("sqlite", "postgresql")
# A word more than one row needs, so that a batch ends inside of a table.
MANY = 250
WRITERS = 3

NewUrl = Callable[[str], str]
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """Makes a new database of a kind."""

    def new(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / str(time.monotonic_ns()) / 'reviews.db'}"
        return new_database(request.getfixturevalue("postgresql_server"))

    return new


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of a few reviews; taken from SQLite."""
    url = f"sqlite:///{tmp_path / 'saved.db'}"
    fill(url)
    return save(url, tmp_path / "saved.jsonl.gz")


def fill(url: str, reviews: int = 3) -> None:
    migrate(url)
    store = ReviewStore(url)
    store.add(GOOD)
    for number in range(1, reviews):
        review = replace(GOOD, text=f"{ODD} {number}", rating=None, request_key=f"key {number}")
        store.add(replace(review, movie=f"Straße {number % 7}", sentiment="negative"))
    store.close()


def save(url: str, path: Path, *more: str) -> Path:
    backup(compose_config("backup", [f"to={path}", f"store.url='{url}'", *more]))
    return path


def bring_back(url: str, path: Path, *more: str) -> None:
    restore(compose_config("restore", [f"from={path}", f"store.url='{url}'", *more]))


def content(url: str) -> Rows:
    """All that is in the tables, times as SQLite writes them."""
    engine = make_engine(url)
    rows: Rows = {}
    zone = "::timestamptz AT TIME ZONE 'UTC'" if engine.dialect.name == "postgresql" else ""
    columns = (
        "id, movie_id, request_key, text, rating, sentiment, probability, confidence, "
        f"model_version, CAST(created_at{zone} AS TEXT)"
    )
    with engine.connect() as connection:
        for table, what in (("movies", "*"), ("reviews", columns)):
            found = connection.execute(text(f"SELECT {what} FROM {table} ORDER BY id"))  # noqa: S608
            rows[table] = [tuple(row) for row in found]
    engine.dispose()
    # PostgreSQL leaves trailing zeros of a second's fraction out.
    rows["reviews"] = [(*row[:-1], row[-1].rstrip("0").rstrip(".")) for row in rows["reviews"]]
    return rows


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The file as anybody can read it."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_everything_comes_back(new_url: NewUrl, tmp_path: Path, source: str, target: str) -> None:
    old, new = new_url(source), new_url(target)
    fill(old, MANY)
    bring_back(new, save(old, tmp_path / "reviews.jsonl.gz"))
    assert content(new) == content(old)
    assert len(content(new)["reviews"]) == MANY

    store = ReviewStore(new)
    # The same request as before the backup adds nothing; a new one gets a new id.
    again = store.add(GOOD)
    assert not again.is_new
    added = store.add(replace(GOOD, movie="Heat", request_key=None))
    assert added.review.id == MANY + 1
    assert store.movie("alien", recent=1)[0] == MovieTally("Alien", 1, 1, 9.0)  # type: ignore[index]
    store.close()


def test_a_second_backup_is_the_same(store_url: str, new_url: NewUrl, tmp_path: Path) -> None:
    fill(store_url)
    first = save(store_url, tmp_path / "first.jsonl.gz")
    other = new_url("sqlite")
    bring_back(other, first)
    second = save(other, tmp_path / "second.jsonl.gz")
    assert lines_of(first)[1:-1] == lines_of(second)[1:-1]


def test_a_database_without_reviews(store_url: str, new_url: NewUrl, tmp_path: Path) -> None:
    migrate(store_url)
    path = save(store_url, tmp_path / "reviews.jsonl.gz")
    for kind in KINDS:
        other = new_url(kind)
        bring_back(other, path)
        assert content(other) == {"movies": [], "reviews": []}
        store = ReviewStore(other)
        assert store.add(GOOD).review.id == 1
        store.close()


def test_while_others_write(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that was acknowledged before is in it, and the tallies are those of the reviews."""
    fill(store_url, MANY)
    ends = threading.Event()
    acknowledged: list[int] = []
    usual = backing_up._rows

    def slowly(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
        """The moment that is backed up has begun: nothing of what comes now belongs to it."""
        # What each writer has stored already it may not have said yet.
        enough = len(acknowledged) + WRITERS
        wait_for(lambda: len(acknowledged) > enough)
        yield from usual(connection, table)

    monkeypatch.setattr(backing_up, "_rows", slowly)

    def write(writer: int) -> None:
        store = ReviewStore(store_url)
        while not ends.is_set():
            movie = f"Film {len(acknowledged) % 3}"
            added = store.add(replace(GOOD, movie=movie, text=str(writer), request_key=None))
            acknowledged.append(added.review.id)
        store.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, writer) for writer in range(WRITERS)]
        try:
            for number in range(5):
                wait_for(lambda wanted=10 * (number + 1): len(acknowledged) >= wanted)
                before = set(acknowledged)
                lines = lines_of(save(store_url, tmp_path / f"{number}.jsonl.gz"))
                reviews = [line for line in lines if "movie_id" in line]
                ids = {review["id"] for review in reviews}
                assert before <= ids
                assert not set(acknowledged) <= ids
                assert lines[0]["tables"]["reviews"]["rows"] == len(reviews)
                for movie in (line for line in lines if "total_reviews" in line):
                    of_movie = sum(review["movie_id"] == movie["id"] for review in reviews)
                    assert movie["total_reviews"] == of_movie
        finally:
            ends.set()
        for one in writing:
            one.result()


def test_the_file(saved: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".*"))
    first, *rows, last = lines_of(saved)
    assert first["sentiment_lab_reviews"] == 1
    assert first["schema_version"] == "0001"
    assert {name: table["rows"] for name, table in first["tables"].items()} == {
        "movies": 3,
        "reviews": 3,
    }
    assert [row["name"] for row in rows[:3]] == ["Alien", "Straße 1", "Straße 2"]
    assert rows[4]["text"] == f"{ODD} 1"
    assert rows[3]["probability"] == 0.9
    assert rows[3]["created_at"].endswith("+00:00")
    lines = gzip.decompress(saved.read_bytes()).splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    assert last == {"rows": 6, "sha256": digest}


def test_what_is_there_is_not_lost(saved: Path, store_url: str, tmp_path: Path) -> None:
    before = saved.read_bytes()
    fill(store_url)
    with pytest.raises(UserError, match=r"saved\.jsonl\.gz is there already; .* replace=true"):
        save(store_url, saved)
    assert saved.read_bytes() == before
    save(store_url, saved, "replace=true")
    assert saved.read_bytes() != before

    store = ReviewStore(store_url)
    for number in range(10):
        store.add(replace(GOOD, movie="Heat", request_key=f"new {number}"))
    held = content(store_url)
    with pytest.raises(UserError, match="has 13 reviews; replace=true"):
        bring_back(store_url, saved)
    assert content(store_url) == held
    bring_back(store_url, saved, "replace=true")
    assert len(content(store_url)["reviews"]) == 3
    assert store.movie("Heat", recent=1) is None
    assert store.add(replace(GOOD, request_key=None)).review.id == 4
    store.close()


def test_cut_and_altered_files(saved: Path) -> None:
    """Whatever byte is another, nothing but what was backed up is ever read."""
    whole = saved.read_bytes()
    expected = list(BackupReader(io.BytesIO(whole), "it").rows())

    def read(data: bytes) -> bool:
        """Whether the data pass for a backup."""
        try:
            rows = list(BackupReader(io.BytesIO(data), "it").rows())
        except UserError:
            return False
        # The date in the header of gzip, and the like: not the content.
        assert rows == expected
        return True

    passed = [
        place
        for place in range(len(whole))
        for change in (1, 0x80)
        if read(whole[:place] + bytes([whole[place] ^ change]) + whole[place + 1 :])
    ]
    # Ten bytes of gzip's say when and where a file was packed, and before its checksum and length
    # some bits only fill the last byte.
    assert {place for place in passed if place >= 10} <= {len(whole) - 9}
    assert not any(read(whole[:length]) for length in range(len(whole)))
    assert not read(whole + whole)
    assert not read(whole + b"more")
    assert read(gzip.compress(gzip.decompress(whole)))


@pytest.mark.parametrize(
    "change", ["row left out", "rows swapped", "another word", "another count"]
)
def test_changed_lines(saved: Path, store_url: str, change: str) -> None:
    """Packed anew, so that gzip's own checksum is right."""
    lines = gzip.decompress(saved.read_bytes()).splitlines(keepends=True)
    if change == "row left out":
        del lines[4]
    elif change == "rows swapped":
        lines[4], lines[5] = lines[5], lines[4]
    elif change == "another word":
        lines[4] = lines[4].replace(b"fine", b"dull")
    else:
        lines[0] = lines[0].replace(b'"rows":3', b'"rows":2')
    saved.write_bytes(gzip.compress(b"".join(lines)))
    fill(store_url)
    held = content(store_url)
    with pytest.raises(UserError, match=r"saved\.jsonl\.gz was cut short or changed"):
        bring_back(store_url, saved, "replace=true")
    assert content(store_url) == held


def test_changed_between_the_two_readings(
    saved: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store_url)
    held = content(store_url)
    lines = gzip.decompress(saved.read_bytes()).replace(b"fine", b"dull")

    def make_room(connection: Any, *, replace: bool) -> None:
        saved.write_bytes(gzip.compress(lines))
        original(connection, replace=replace)

    original = restoring._make_room
    monkeypatch.setattr(restoring, "_make_room", make_room)
    with pytest.raises(UserError, match="was cut short or changed"):
        bring_back(store_url, saved, "replace=true")
    assert content(store_url) == held


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a backup"),
        (b"no gzip at all", "is not a backup"),
        (gzip.compress(b"no JSON"), "is not a backup"),
        (gzip.compress(b"[1]\n"), "is not a backup"),
        (gzip.compress(b'{"sentiment_lab_reviews": 1}\n'), "is not a backup"),
        (gzip.compress(b'{"sentiment_lab_reviews": 2}\n'), "has format 2.*update it"),
    ],
    ids=["empty", "no gzip", "no JSON", "no object", "header alone", "of a later version"],
)
def test_no_backup(tmp_path: Path, store_url: str, content: bytes, sentence: str) -> None:
    path = tmp_path / "some.gz"
    path.write_bytes(content)
    with pytest.raises(UserError, match=f"some.gz {sentence}"):
        bring_back(store_url, path)


def rewritten(path: Path, old: bytes, new: bytes) -> None:
    """Changes a backup's first line and makes its checksum right again."""
    first, *rows, _ = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    assert old in first
    body = b"".join([first.replace(old, new), *rows])
    ending = {"rows": len(rows), "sha256": hashlib.sha256(body).hexdigest()}
    path.write_bytes(gzip.compress(body + json.dumps(ending).encode() + b"\n"))


def test_of_a_newer_schema(saved: Path, store_url: str) -> None:
    rewritten(saved, b'"0001"', b'"0099"')
    fill(store_url)
    held = content(store_url)
    with pytest.raises(UserError, match=r"has schema 0099, which .* does not know; update it"):
        bring_back(store_url, saved, "replace=true")
    assert content(store_url) == held


@pytest.mark.parametrize("more", [[], ["replace=true"]])
def test_a_database_of_another_program(saved: Path, tmp_path: Path, more: list[str]) -> None:
    url = f"sqlite:///{tmp_path / 'theirs.db'}"
    with sqlite3.connect(tmp_path / "theirs.db") as theirs:
        theirs.execute("CREATE TABLE movies (id INTEGER, title TEXT)")
        theirs.execute("INSERT INTO movies VALUES (1, 'Alien')")
    with pytest.raises(UserError, match="has tables of another program"):
        bring_back(url, saved, *more)
    assert theirs.execute("SELECT title FROM movies").fetchall() == [("Alien",)]
    theirs.close()


def test_tables_of_others(saved: Path, store_url: str) -> None:
    rewritten(saved, b'"movies"', b'"users"')
    with pytest.raises(UserError, match="has tables that reviews have not: users"):
        bring_back(store_url, saved)


LATER = '''
"""A column more."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("movies", sa.Column("year", sa.Integer(), nullable=True))
    op.execute("UPDATE movies SET year = 1900 + id")


def downgrade() -> None:
    with op.batch_alter_table("movies") as movies:
        movies.drop_column("year")
'''


@pytest.mark.parametrize("is_there", [False, True], ids=["empty", "with later tables"])
def test_of_an_earlier_schema(
    saved: Path, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    """The tables are first those of the backup; then its rows are migrated."""
    migrations = tmp_path / "migrations"
    shutil.copytree(migrating._MIGRATIONS, migrations)
    (migrations / "versions" / "0002_later.py").write_text(LATER)
    monkeypatch.setattr(migrating, "_MIGRATIONS", migrations)
    more = []
    if is_there:
        fill(store_url, 2)
        more = ["replace=true"]
    bring_back(store_url, saved, *more)
    assert [row[-1] for row in content(store_url)["movies"]] == [1901, 1902, 1903]
    # And what is of the later schema now comes back as it is.
    later = save(store_url, tmp_path / "later.jsonl.gz")
    assert lines_of(later)[0]["schema_version"] == "0002"
    bring_back(store_url, later, "replace=true")
    assert [row[-1] for row in content(store_url)["movies"]] == [1901, 1902, 1903]


def test_names_under_keys_of_an_earlier_version(store_url: str, tmp_path: Path) -> None:
    name = "\u0390"
    fill(store_url, 1)
    store = ReviewStore(store_url)
    store.add(replace(GOOD, movie=name, request_key=None))
    with store.engine.begin() as connection:
        earlier = {"name": name, "key": name.casefold()}
        connection.execute(text("UPDATE movies SET key = :key WHERE name = :name"), earlier)
    bring_back(store_url, save(store_url, tmp_path / "reviews.jsonl.gz"), "replace=true")
    assert store.movie(name, recent=0) == (MovieTally(name, 1, 1, 9.0), [])
    store.close()


def test_a_failure_at_the_very_end(
    saved: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last row, and after PostgreSQL was told how to go on numbering."""
    fill(store_url, 9)
    held = content(store_url)

    def fail(_connection: Any, schema: str = "head") -> None:
        if schema == "head":
            raise UserError("the light went out")

    monkeypatch.setattr(restoring, "upgrade", fail)
    with pytest.raises(UserError, match="the light went out"):
        bring_back(store_url, saved, "replace=true")
    assert content(store_url) == held
    store = ReviewStore(store_url)
    assert store.add(replace(GOOD, request_key=None)).review.id == 10
    store.close()


def test_who_reads_meanwhile_sees_the_old_ones(
    saved: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store_url, 9)
    store = ReviewStore(store_url)
    seen = []

    def look(connection: Any, reader: BackupReader) -> None:
        original(connection, reader)
        seen.append(sum(tally.total_reviews for tally in store.movies(99, 0)))

    original = restoring._fill
    monkeypatch.setattr(restoring, "_fill", look)
    bring_back(store_url, saved, "replace=true")
    assert seen == [9]
    assert sum(tally.total_reviews for tally in store.movies(99, 0)) == 3
    store.close()


def test_databases_that_can_not_be_backed_up(store_url: str, tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonl.gz"
    sentence = "no such file" if store_url.startswith("sqlite") else "has no table of reviews"
    with pytest.raises(UserError, match=sentence):
        save(store_url, path)
    if store_url.startswith("sqlite"):
        assert not Path(store_url.removeprefix("sqlite:///")).parent.exists()
    migrate(store_url)
    engine = make_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(UserError, match=r"another version .*9999.*; update this one"):
        save(store_url, path)
    assert not list(tmp_path.glob("*reviews*"))


@pytest.mark.parametrize(
    ("verb", "arguments", "sentence"),
    [
        ("backup", [], r"Please give to=\.\.\."),
        ("restore", [], r"Please give from=\.\.\."),
        ("backup", ["to=''"], "to= String should have at least 1 character"),
        ("restore", ["from=[1]"], r"from=\[1\] should be a valid string"),
        ("restore", ["from=nothing.gz"], "from=nothing.gz can't be read .No such file"),
        ("restore", ["from=."], r"from=\. can't be read .Is a directory"),
        ("restore", ["from=a", "replace=maybe"], "replace=maybe should be a valid boolean"),
        ("backup", ["to=/proc/reviews.gz", "store.url={url}"], "to=/proc/reviews.gz can't be"),
        ("backup", ["to=a", "store.url=mysql://host/name"], "use SQLite or PostgreSQL"),
        ("backup", ["to=a", "store.url=sqlite:///no.db"], "store.url=.*no.db: there is no such"),
    ],
)
def test_settings(tmp_path: Path, verb: str, arguments: list[str], sentence: str) -> None:
    url = f"sqlite:///{tmp_path / 'reviews.db'}"
    fill(url)
    given = [argument.format(url=url) for argument in arguments]
    config = compose_config(verb, [*given, f"output_dir={tmp_path}"])
    with pytest.raises(UserError, match=sentence):
        (backup if verb == "backup" else restore)(config)


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    url = "postgresql+psycopg://someone:secret@127.0.0.1:1/none"
    with pytest.raises(UserError, match="can't be used") as caught:
        save(url, tmp_path / "reviews.jsonl.gz")
    assert "secret" not in str(caught.value)
    assert not list(tmp_path.glob("*reviews*"))


def test_the_commands(new_url: NewUrl, tmp_path: Path, run_command: RunCommand) -> None:
    """As a person gives them, and through a pipe between two databases."""
    old, new = new_url("sqlite"), new_url("sqlite")
    fill(old)
    said = run_command("-m", "serve.backup", "to=reviews.jsonl.gz", f"store.url={old}")
    assert said.returncode == 0, said.stderr
    assert re.search(r"Backed up 3 reviews of 3 movies into reviews\.jsonl\.gz", said.stderr)
    again = run_command("-m", "serve.backup", "to=reviews.jsonl.gz", f"store.url={old}")
    assert again.returncode == 1
    assert again.stderr.strip().splitlines()[-1].startswith("to=reviews.jsonl.gz is there already")

    piped = subprocess.run(  # noqa: S602
        f"{sys.executable} -m serve.backup to=- store.url={old} | "
        f"{sys.executable} -m serve.restore from=- store.url={new}",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert "Restored 3 reviews of 3 movies" in piped.stderr
    assert piped.stdout == ""
    assert content(new) == content(old)


@pytest.fixture(scope="module", params=KINDS)
def big(
    request: pytest.FixtureRequest, databases: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A database of 40 MB of reviews and a backup of it; who uses it leaves it as it was."""
    url = f"sqlite:///{databases / 'big.db'}"
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgresql_server"))
    fill(url, 2)
    engine = make_engine(url)
    words = [f"{number:x}" for number in range(900)]
    columns = "movie_id, text, sentiment, probability, confidence, model_version, created_at"
    values = "1, :text, 'positive', 0.5, 0.5, 'v1', '2026-01-01 00:00:00+00:00'"
    if engine.dialect.name == "sqlite":
        values = values.replace("+00:00", ".000000")
    statement = text(f"INSERT INTO reviews ({columns}) VALUES ({values})")  # noqa: S608
    with engine.begin() as connection:
        for start in range(0, 10_000, 500):
            rows = [{"text": f"{start + row} " + " ".join(words)} for row in range(500)]
            connection.execute(statement, rows)
        connection.execute(text("UPDATE movies SET total_reviews = 10001 WHERE id = 1"))
    engine.dispose()
    return url, save(url, tmp_path_factory.mktemp("big") / "big.jsonl.gz")


def test_killed_while_it_restores(big: tuple[str, Path], run_command: RunCommand) -> None:
    url, path = big
    held = content(url)
    # Among its writes: half of the rows are in.
    code = (
        "import os, signal; from serve.restore import main; from serve.store import restoring\n"
        "def half(reader):\n"
        "    for number, batch in enumerate(usual(reader)):\n"
        "        if number == 50: os.kill(os.getpid(), signal.SIGKILL)\n"
        "        yield batch\n"
        "usual, restoring._in_batches = restoring._in_batches, half\n"
        "main()"
    )
    killed = run_command("-c", code, f"from={path}", "replace=true", f"store.url='{url}'")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "restoring" in killed.stderr

    assert content(url) == held
    store = ReviewStore(url)
    added = store.add(replace(GOOD, request_key=None))
    assert added.review.id == len(held["reviews"]) + 1
    store.close()
    # PostgreSQL ends a lost connection's transaction by itself, and nothing has to be mended.
    bring_back(url, path, "replace=true")
    assert content(url) == held


def test_it_takes_little_memory(big: tuple[str, Path]) -> None:
    url, path = big
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from serve.store.backing_up import back_up\n"
        "from serve.store.restoring import restore\n"
        "def most(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "url, path = sys.argv[1:]\n"
        "from serve.store.migrating import migrate; migrate(url)\n"
        "before = most()\n"
        "with open(path + '.again', 'wb') as file: back_up(url, file)\n"
        "with open(path, 'rb') as file: restore(url, file, path, replace=True)\n"
        "print(most() - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, url, str(path)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    # MB, of 40 MB of reviews.
    assert float(done.stdout) < 20
    with path.open("rb") as file, path.with_name("big.jsonl.gz.again").open("rb") as again:
        assert list(BackupReader(file, "a").rows()) == list(BackupReader(again, "b").rows())


def test_it_may_be_written_anywhere(store_url: str) -> None:
    fill(store_url)
    file = io.BytesIO()
    header = back_up(store_url, file)
    assert header.rows == 6
    assert len(list(BackupReader(file, "it").rows())) == 6
