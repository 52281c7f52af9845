"""The tables. A change here needs a migration in ``migrations/versions``."""

from datetime import datetime

from sqlalchemy import DateTime, Double, ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What Alembic compares the database with."""


class Movie(Base):
    """A film, with tallies that each review brings up to date in its own transaction.

    Attributes:
        key: the name without case, outer space and double spaces; one film has one.
        name: as it was first written.
        total_reviews: how many there are.
        positive_reviews: how many of them the model took for positive.
        rated_reviews: how many came with a rating.
        rating_sum: of those.
    """

    __tablename__ = "movies"
    __table_args__ = (Index("ix_movies_most_reviewed", "total_reviews", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(600), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    total_reviews: Mapped[int]
    positive_reviews: Mapped[int]
    rated_reviews: Mapped[int]
    rating_sum: Mapped[int]


class Review(Base):
    """A review with what the model made of it.

    Attributes:
        request_key: names the request that brought it, so that a repeated one adds nothing.
        rating: 1 to 10, or None.
        probability: P(positive).
        confidence: of the sentiment.
        model_version: of the bundle that predicted.
        created_at: UTC.
    """

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_of_movie", "movie_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    movie_id: Mapped[int] = mapped_column(ForeignKey("movies.id"))
    request_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    text: Mapped[str] = mapped_column(Text)
    rating: Mapped[int | None]
    sentiment: Mapped[str] = mapped_column(String(20))
    probability: Mapped[float] = mapped_column(Double)
    confidence: Mapped[float] = mapped_column(Double)
    model_version: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
