"""What a movie's reviews come to."""

from dataclasses import dataclass
from datetime import datetime

from serve.store.tables import Movie

# Below this many reviews nothing is recommended.
_ENOUGH = 3
_RECOMMENDATIONS = (
    (8.0, "highly recommended"),
    (6.0, "recommended"),
    (4.0, "mixed"),
    (0.0, "not recommended"),
)


@dataclass(frozen=True)
class StoredReview:
    """A review as it is shown."""

    id: int
    review: str
    rating: int | None
    sentiment: str
    confidence: float
    probability: float
    created_at: datetime


@dataclass(frozen=True)
class MovieTally:
    """A movie's totals.

    Attributes:
        movie: the name as it was first written.
        total_reviews: how many there are.
        positive_reviews: how many of them are positive.
        average_rating: 1 to 10; None where nobody gave one.
    """

    movie: str
    total_reviews: int
    positive_reviews: int
    average_rating: float | None

    @classmethod
    def of(cls, movie: Movie) -> "MovieTally":
        """The tally of a row."""
        average = movie.rating_sum / movie.rated_reviews if movie.rated_reviews else None
        return cls(movie.name, movie.total_reviews, movie.positive_reviews, average)

    @property
    def positive_percentage(self) -> float:
        """The share of positive reviews, 0 to 100."""
        return round(100 * self.positive_reviews / self.total_reviews, 1)

    @property
    def score(self) -> float:
        """0 to 10: the positive share with one more review of each kind (Laplace's rule).

        So one enthusiast does not put a film above one that a thousand like.
        """
        return round(10 * (self.positive_reviews + 1) / (self.total_reviews + 2), 1)

    @property
    def recommendation(self) -> str:
        """The score in words."""
        if self.total_reviews < _ENOUGH:
            return "too few reviews to tell"
        return next(words for least, words in _RECOMMENDATIONS if self.score >= least)
