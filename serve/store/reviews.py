"""The review store."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.orm import Session

from serve.store.tables import Movie, Review
from serve.store.tallies import MovieTally, StoredReview

# How long to wait for another writer, and for a connection; well below a request's deadline.
_PATIENCE_SECONDS = 2
# Of the reviews that are shown with a movie.
_MOST_CHARACTERS = 1_000_000
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class NewReview:
    """A review that was predicted and is to be kept; fields as in the table."""

    movie: str
    text: str
    rating: int | None
    sentiment: str
    probability: float
    confidence: float
    model_version: str
    request_key: str | None = None


@dataclass(frozen=True)
class Added:
    """What came of adding a review.

    Attributes:
        review: as it is stored now; of a repeated request, what the first one stored.
        tally: of its movie, this review counted.
        is_new: False for a repeated request, which changed nothing.
    """

    review: StoredReview
    tally: MovieTally
    is_new: bool


class KeyReused(Exception):
    """A request key came again with another review."""


class ReviewStore:
    """Adds and reads reviews; safe to use from several threads and processes."""

    def __init__(self, url: str) -> None:
        """Connects when it is first used.

        Args:
            url: of SQLAlchemy, such as ``sqlite:///reviews.db`` or ``postgresql+psycopg://...``.
        """
        self.engine = make_engine(url)
        self._insert = _INSERTS[self.engine.dialect.name]

    def add(self, new: NewReview) -> Added:
        """Stores a review; when it returns, the review is on the disk.

        The same review under a ``request_key`` that is known already changes nothing.

        Raises:
            KeyReused: when it is another review.
            sqlalchemy.exc.SQLAlchemyError: when the database can't be reached or written.
        """
        if found := self._find(new):
            return found
        try:
            with Session(self.engine) as session, session.begin():
                movie = self._count(session, new)
                review = _to_row(new, movie.id)
                session.add(review)
                session.flush()
                return Added(_shown(review), MovieTally.of(movie), is_new=True)
        except IntegrityError:
            # The same request came twice at once; the other one was first.
            if found := self._find(new):
                return found
            raise

    def movie(self, name: str, recent: int) -> tuple[MovieTally, list[StoredReview]] | None:
        """A movie's tally and last reviews, newest first; None where there are none.

        At most ``recent``, and beyond the newest no more than make up a million characters.
        """
        with Session(self.engine) as session:
            movie = session.scalar(select(Movie).where(Movie.key == movie_key(name)))
            if movie is None:
                return None
            lengths = session.execute(
                select(Review.id, func.length(Review.text).label("length"))
                .where(Review.movie_id == movie.id)
                .order_by(Review.id.desc())
                .limit(recent)
            )
            shown = _not_too_long((row.id, row.length) for row in lengths)
            reviews = session.scalars(
                select(Review).where(Review.id.in_(shown)).order_by(Review.id.desc())
            )
            return MovieTally.of(movie), [_shown(review) for review in reviews]

    def movies(self, limit: int, offset: int) -> Sequence[MovieTally]:
        """A page of all movies, most reviewed first, then by name."""
        with Session(self.engine) as session:
            rows = session.scalars(
                select(Movie)
                .order_by(Movie.total_reviews.desc(), Movie.key)
                .limit(limit)
                .offset(offset)
            )
            return [MovieTally.of(movie) for movie in rows]

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()

    def _count(self, session: Session, new: NewReview) -> Movie:
        """Makes the movie or adds to its tallies, in one statement that nothing gets between."""
        positive, rated = int(new.sentiment == "positive"), int(new.rating is not None)
        statement = self._insert(Movie).values(
            key=movie_key(new.movie),
            name=" ".join(new.movie.split()),
            total_reviews=1,
            positive_reviews=positive,
            rated_reviews=rated,
            rating_sum=new.rating or 0,
        )
        statement = statement.on_conflict_do_update(
            index_elements=[Movie.key],
            set_={
                "total_reviews": Movie.total_reviews + 1,
                "positive_reviews": Movie.positive_reviews + positive,
                "rated_reviews": Movie.rated_reviews + rated,
                "rating_sum": Movie.rating_sum + (new.rating or 0),
            },
        ).returning(Movie)
        movie: Movie = session.scalars(statement).one()
        return movie

    def _find(self, new: NewReview) -> Added | None:
        """What an earlier request with the same key stored."""
        if new.request_key is None:
            return None
        with Session(self.engine) as session:
            review = session.scalar(select(Review).where(Review.request_key == new.request_key))
            if review is None:
                return None
            movie = session.get_one(Movie, review.movie_id)
            stored = (movie.key, review.text, review.rating)
            if stored != (movie_key(new.movie), new.text, new.rating):
                raise KeyReused
            return Added(_shown(review), MovieTally.of(movie), is_new=False)


def movie_key(name: str) -> str:
    """The same for names that differ in case, outer space, double spaces or Unicode form alone."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    # Again, for what casefold makes of a letter may be one of several forms.
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def make_engine(url: str) -> Engine:
    """An engine whose commits are on the disk when they return."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        # A connection that the server closed meanwhile is replaced rather than used.
        milliseconds = 1000 * _PATIENCE_SECONDS
        return create_engine(
            parsed,
            pool_pre_ping=True,
            pool_timeout=_PATIENCE_SECONDS,
            connect_args={
                "connect_timeout": _PATIENCE_SECONDS,
                "options": f"-c statement_timeout={milliseconds}",
                "tcp_user_timeout": milliseconds,
            },
        )
    engine = create_engine(parsed, pool_timeout=_PATIENCE_SECONDS)
    path = Path(str(parsed.database))
    event.listen(engine, "connect", lambda raw, record: _connected(raw, record, path))
    event.listen(engine, "checkout", lambda _raw, record, _proxy: _still_there(record, path))
    return engine


def _connected(raw: Any, record: Any, path: Path) -> None:
    _set_pragmas(raw)
    record.info["file"] = path.stat().st_ino


def _still_there(record: Any, path: Path) -> None:
    """Replaces a connection to a file that was deleted: what it stored would be lost."""
    if not path.exists() or path.stat().st_ino != record.info["file"]:
        raise DisconnectionError


def _set_pragmas(connection: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        # Readers and one writer at once, and a commit that is in the log is never lost.
        "journal_mode=WAL",
        "synchronous=FULL",
        # Another process may be writing; milliseconds.
        f"busy_timeout={1000 * _PATIENCE_SECONDS}",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _not_too_long(lengths: Iterable[tuple[int, int]]) -> list[int]:
    """The ids of the first reviews, as many as may be shown together; at least one."""
    shown: list[int] = []
    characters = 0
    for review, length in lengths:
        characters += length
        if shown and characters > _MOST_CHARACTERS:
            break
        shown.append(review)
    return shown


def _to_row(new: NewReview, movie_id: int) -> Review:
    return Review(
        movie_id=movie_id,
        request_key=new.request_key,
        text=new.text,
        rating=new.rating,
        sentiment=new.sentiment,
        probability=new.probability,
        confidence=new.confidence,
        model_version=new.model_version,
        created_at=datetime.now(UTC),
    )


def _shown(review: Review) -> StoredReview:
    created_at = review.created_at
    # SQLite gives back what it got without its zone.
    created_at = created_at if created_at.tzinfo else created_at.replace(tzinfo=UTC)
    return StoredReview(
        review.id,
        review.text,
        review.rating,
        review.sentiment,
        review.confidence,
        review.probability,
        created_at.astimezone(UTC),
    )
