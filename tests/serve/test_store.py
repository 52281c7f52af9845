"""The review store, on SQLite and on PostgreSQL."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from sentiment.errors import UserError
from serve.store import Base, KeyReused, NewReview, ReviewStore
from serve.store.migrating import migrate
from serve.store.reviews import make_engine, movie_key
from serve.store.tallies import MovieTally

from running_server import PATIENCE

GOOD = NewReview("Alien", "A fine film.", 9, "positive", 0.9, 0.9, "v1")
BAD = replace(GOOD, text="A dull film.", rating=None, sentiment="negative", probability=0.2)


@pytest.fixture
def store(store_url: str) -> Iterator[ReviewStore]:
    migrate(store_url)
    store = ReviewStore(store_url)
    yield store
    store.close()


def test_adds_and_reads(store: ReviewStore) -> None:
    began = datetime.now(UTC)
    first, second = store.add(GOOD), store.add(BAD)
    assert (first.tally.total_reviews, second.tally.total_reviews) == (1, 2)
    assert first.review.id != second.review.id
    found = store.movie("Alien", recent=10)
    assert found is not None
    tally, reviews = found
    assert tally == MovieTally("Alien", 2, 1, 9.0)
    assert [review.review for review in reviews] == ["A dull film.", "A fine film."]
    assert reviews[1] == first.review
    assert reviews[1].rating == 9
    assert reviews[0].rating is None
    assert began <= reviews[1].created_at <= reviews[0].created_at <= datetime.now(UTC)
    assert store.movie("Aliens", recent=10) is None
    assert [review.id for review in store.movie("Alien", recent=1)[1]] == [second.review.id]  # type: ignore[index]


@pytest.mark.parametrize("name", ["alien", " ALIEN ", "\tAlien\u00a0", "\uff21lien"])
def test_names_match_regardless_of_case_and_space(store: ReviewStore, name: str) -> None:
    store.add(GOOD)
    assert store.add(replace(BAD, movie=name)).tally == MovieTally("Alien", 2, 1, 9.0)
    assert store.movie(name, recent=0) == (MovieTally("Alien", 2, 1, 9.0), [])


@pytest.mark.parametrize(
    "name", ["Straße", "ΟΔΟΣ", "ΐ", "İstanbul", "é", "映画", "a/b", "'; DROP TABLE x"]
)
def test_any_name(store: ReviewStore, name: str) -> None:
    store.add(replace(GOOD, movie=name))
    assert store.movie(name, recent=1)[0].movie == name  # type: ignore[index]
    assert store.movie(name.swapcase(), recent=1) is not None or name == "İstanbul"


def test_long_reviews_are_not_shown_all_at_once(store: ReviewStore) -> None:
    for length in (10, 600_000, 300_000, 2_000_000):
        store.add(replace(GOOD, text="x" * length))

    def lengths(recent: int) -> list[int]:
        found = store.movie("Alien", recent)
        assert found is not None
        return [len(review.review) for review in found[1]]

    # The newest in any case.
    assert lengths(10) == [2_000_000]
    store.add(GOOD)
    assert lengths(10) == [12]
    for length in (400_000, 500_000):
        store.add(replace(GOOD, text="x" * length))
    assert lengths(10) == [500_000, 400_000, 12]
    assert lengths(2) == [500_000, 400_000]


def test_only_the_owner_reads_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "reviews.db"
    migrate(f"sqlite:///{path}")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    migrate(f"sqlite:///{path}")
    assert path.stat().st_mode & 0o777 == 0o640


def test_most_reviewed_first_in_pages(store: ReviewStore) -> None:
    for name, count in (("b", 1), ("a", 1), ("c", 3), ("d", 2)):
        for _ in range(count):
            store.add(replace(GOOD, movie=name))
    names = [tally.movie for tally in store.movies(limit=10, offset=0)]
    assert names == ["c", "d", "a", "b"]
    assert [tally.movie for tally in store.movies(limit=2, offset=1)] == ["d", "a"]
    assert store.movies(limit=2, offset=9) == []


def test_a_repeated_request_adds_nothing(store: ReviewStore) -> None:
    first = store.add(replace(GOOD, request_key="k"))
    store.add(BAD)
    again = store.add(replace(GOOD, movie=" ALIEN", probability=0.1, request_key="k"))
    assert again.review == first.review
    assert again.tally.total_reviews == 2
    assert (first.is_new, again.is_new) == (True, False)


@pytest.mark.parametrize("change", [{"movie": "Heat"}, {"text": "Another."}, {"rating": 3}])
def test_a_key_belongs_to_one_review(store: ReviewStore, change: dict[str, object]) -> None:
    store.add(replace(GOOD, request_key="k"))
    with pytest.raises(KeyReused):
        store.add(replace(GOOD, request_key="k", **change))  # type: ignore[arg-type]
    assert [tally.total_reviews for tally in store.movies(9, 0)] == [1]


def test_many_writers_lose_nothing(store: ReviewStore) -> None:
    start = threading.Barrier(8)

    def write(writer: int) -> None:
        start.wait()
        for number in range(10):
            movie = ("Alien", "Heat")[number // 2 % 2]
            store.add(replace(GOOD, movie=movie, request_key=f"{writer}-{number // 2}"))
            store.add(replace(BAD, movie=movie))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    for name in ("Alien", "Heat"):
        tally, reviews = store.movie(name, recent=100)  # type: ignore[misc]
        assert tally.total_reviews == len(reviews)
        assert tally.positive_reviews == sum(one.sentiment == "positive" for one in reviews)
    # A key counts once.
    assert sum(tally.positive_reviews for tally in store.movies(9, 0)) == 8 * 5
    assert sum(tally.total_reviews for tally in store.movies(9, 0)) == 8 * (5 + 10)


def test_the_same_request_at_once(store: ReviewStore) -> None:
    start = threading.Barrier(6)

    def write(_: int) -> int:
        start.wait()
        return store.add(replace(GOOD, request_key="same")).review.id

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(write, range(6)))) == 1
    assert store.movie("Alien", recent=9)[0].total_reviews == 1  # type: ignore[index]


def test_long_and_odd_reviews(store: ReviewStore) -> None:
    odd = "😀 عربي \u202e 'quotes' \"both\" \\ %s :name \n" * 2000
    store.add(replace(GOOD, text=odd))
    assert store.movie("Alien", recent=1)[1][0].review == odd  # type: ignore[index]


def test_migrations_make_what_the_code_expects(store_url: str) -> None:
    migrate(store_url)
    migrate(store_url)
    engine = make_engine(store_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert {"movies", "reviews"} < set(inspect(connection).get_table_names())
    engine.dispose()


@pytest.mark.slow
def test_two_servers_may_start_at_once(store_url: str) -> None:
    # Whoever is not the first waits for one that may be slow.
    code = (
        "from serve.store import migrating, reviews\n"
        f"reviews._PATIENCE_SECONDS = {PATIENCE}\n"
        f"migrating.migrate({store_url!r})"
    )
    starting = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [process.wait(PATIENCE) for process in starting] == [0, 0, 0]


def test_a_database_of_a_newer_version(store: ReviewStore, store_url: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError, match="written by another version"):
        migrate(store_url)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "is not a database URL"),
        ("mysql://host/name", "use SQLite or PostgreSQL"),
        ("sqlite://", "have to be in a file"),
        ("sqlite:////proc/nothing/reviews.db", "can't be used"),
        ("postgresql+psycopg://someone:secret@127.0.0.1:1/none", "can't be used"),
        ("postgresql+psycopg://someone:p@ss:secret@127.0.0.1:1/none", "write @ as %40"),
        ("postgresql+psycopg://someone:p@secret@127.0.0.1:1/none", "write it as %40"),
        ("postgresql+psycopg://someone:p@secret/word@127.0.0.1:1/none", "write it as %40"),
        ("postgresql+psycopg://someone:p@secret?word@127.0.0.1:1/none", "write it as %40"),
        ("postgresql+psycopg://127.0.0.1:1/none?password=secret", r"password=\*\*\*"),
        ("postgresql+psycopg://127.0.0.1:1/none?sslpassword=secret", r"sslpassword=\*\*\*"),
    ],
)
def test_urls_that_can_not_be_used(url: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence) as caught:
        migrate(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "reviews.db"
    path.write_text("not a database" * 100)
    with pytest.raises(UserError, match="can't be used"):
        migrate(f"sqlite:///{path}")


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/reviews.db")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    engine.dispose()


@pytest.mark.parametrize(
    ("total", "positive", "score", "words"),
    [
        (1, 1, 6.7, "too few reviews to tell"),
        (3, 3, 8.0, "highly recommended"),
        (10, 6, 5.8, "mixed"),
        (10, 7, 6.7, "recommended"),
        (100, 3, 0.4, "not recommended"),
    ],
)
def test_scores(total: int, positive: int, score: float, words: str) -> None:
    tally = MovieTally("m", total, positive, None)
    assert tally.score == score
    assert tally.recommendation == words
    assert tally.positive_percentage == pytest.approx(100 * positive / total, abs=0.06)


def test_keys() -> None:
    assert movie_key("  The   THIRD\nMan ") == "the third man"


def put_under(store: ReviewStore, name: str, key: str) -> None:
    """Gives the movie that was first written so another key."""
    with store.engine.begin() as connection:
        statement = text("UPDATE movies SET key = :key WHERE name = :name")
        assert connection.execute(statement, {"key": key, "name": name}).rowcount == 1


def test_names_under_keys_of_earlier_versions(store: ReviewStore, store_url: str) -> None:
    alone, older, newer = "\u0390", "\u03b0", "\u01f0"
    # The same films, written with a capital letter and its accents.
    of_older, of_newer = "\u03a5\u0308\u0301", "J\u030c"
    for name in (alone, older):
        store.add(replace(BAD, movie=name))
        store.add(replace(GOOD, movie=name, request_key=name))
        put_under(store, name, name.casefold())
    store.add(replace(GOOD, movie=of_older, rating=4))
    # Here what has the key of now was there first.
    store.add(replace(GOOD, movie=of_newer, rating=6))
    put_under(store, of_newer, "another")
    store.add(replace(GOOD, movie=newer, rating=3))
    put_under(store, newer, newer.casefold())
    put_under(store, of_newer, movie_key(newer))
    assert store.movie(alone, recent=9) is None
    migrate(store_url)
    assert [store.movie(name, recent=0)[0] for name in (alone, older, newer)] == [  # type: ignore[index]
        MovieTally(alone, 2, 1, 9.0),
        MovieTally(older, 3, 2, 6.5),
        MovieTally(of_newer, 2, 2, 4.5),
    ]
    assert len(store.movies(limit=9, offset=0)) == 3
    assert [len(store.movie(name, recent=9)[1]) for name in (alone, older, newer)] == [2, 3, 2]  # type: ignore[index]
    # What comes again still adds nothing.
    assert not store.add(replace(GOOD, movie=older, request_key=older)).is_new


def test_a_deleted_file_loses_nothing_in_silence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/reviews.db"
    migrate(url)
    store = ReviewStore(url)
    store.add(GOOD)
    for path in tmp_path.glob("reviews.db*"):
        path.unlink()
    with pytest.raises(SQLAlchemyError):
        store.add(BAD)
    store.close()
