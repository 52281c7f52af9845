"""Movies under the keys that their names have now."""

import logging

from sqlalchemy import Connection, delete, select, update

from serve.store.reviews import movie_key
from serve.store.tables import Movie, Review

log = logging.getLogger(__name__)

_ROWS_AT_ONCE = 1000


def rekey(connection: Connection) -> None:
    """Gives every movie the key that this version makes of its name.

    Earlier versions made another of some names, and so may a Python that knows fewer letters; such
    a movie would not be found. Where two turn out to be one they become one, under the name that
    came first.
    """
    rows = connection.execute(
        select(Movie.id, Movie.name, Movie.key).execution_options(yield_per=_ROWS_AT_ONCE)
    )
    # A key of plain letters is what any version makes.
    renamed = {
        row.id: key
        for row in rows
        if not row.key.isascii() and (key := movie_key(row.name)) != row.key
    }
    for movie, key in sorted(renamed.items()):
        other = connection.scalar(select(Movie.id).where(Movie.key == key))
        if other is None:
            connection.execute(update(Movie).where(Movie.id == movie).values(key=key))
        else:
            kept, gone = sorted((movie, other))
            _merge(connection, kept, gone, key)
    if renamed:
        log.info("%d movies have another key in this version", len(renamed))


def _merge(connection: Connection, kept: int, gone: int, key: str) -> None:
    # Locked, so that no review comes to it any more.
    tally = connection.execute(
        select(Movie.total_reviews, Movie.positive_reviews, Movie.rated_reviews, Movie.rating_sum)
        .where(Movie.id == gone)
        .with_for_update()
    ).one()
    connection.execute(update(Review).where(Review.movie_id == gone).values(movie_id=kept))
    connection.execute(delete(Movie).where(Movie.id == gone))
    connection.execute(
        update(Movie)
        .where(Movie.id == kept)
        .values(
            key=key,
            total_reviews=Movie.total_reviews + tally.total_reviews,
            positive_reviews=Movie.positive_reviews + tally.positive_reviews,
            rated_reviews=Movie.rated_reviews + tally.rated_reviews,
            rating_sum=Movie.rating_sum + tally.rating_sum,
        )
    )
