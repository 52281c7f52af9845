"""Reviews that stay: SQLite by default, PostgreSQL by URL."""

from serve.store.reviews import KeyReused, NewReview, ReviewStore
from serve.store.tables import Base, Movie, Review
from serve.store.tallies import MovieTally, StoredReview

__all__ = [
    "Base",
    "KeyReused",
    "Movie",
    "MovieTally",
    "NewReview",
    "Review",
    "ReviewStore",
    "StoredReview",
]
