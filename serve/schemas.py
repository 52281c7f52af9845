"""What requests and answers hold."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, model_validator

from serve.store.reviews import movie_key

_LONGEST_NAME = 200
_LONGEST_KEY = 600
_MOST_FIELDS = 20
MOST_TEXTS = 1000

Sentiment = Literal["negative", "positive"]
Probability = Annotated[float, Field(ge=0, le=1)]


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("should hold more than white space")
    return text


def _storable(text: str) -> str:
    # PostgreSQL's text can't hold it.
    if "\0" in text:
        raise ValueError("should hold no NUL character")
    return text


def _movie_name(name: str) -> str:
    if not 0 < len(movie_key(name)) <= _LONGEST_KEY:
        raise ValueError("is no name of a movie")
    return name


Text = Annotated[
    str, Field(min_length=1, examples=["A warm, funny film."]), AfterValidator(_not_blank)
]
StoredText = Annotated[Text, AfterValidator(_storable)]
MovieName = Annotated[
    str,
    Field(min_length=1, max_length=_LONGEST_NAME, examples=["The Third Man"]),
    AfterValidator(_not_blank),
    AfterValidator(_storable),
    AfterValidator(_movie_name),
]


class _Request(BaseModel):
    # A misspelt field is an error and not a silent default.
    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _refuse_many_fields(cls, data: Any) -> Any:
        # Before each of a hundred thousand is found to be unknown.
        if isinstance(data, dict) and len(data) > _MOST_FIELDS:
            raise ValueError("has too many fields")
        return data


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True, protected_namespaces=())


class PredictRequest(_Request):
    """One review."""

    text: Text


class PredictBatchRequest(_Request):
    """Several reviews."""

    texts: Annotated[list[Text], Field(min_length=1, max_length=MOST_TEXTS)]


class AddReviewRequest(_Request):
    """A review of a movie, with the reviewer's own rating where there is one."""

    movie: MovieName
    review: StoredText
    rating: Annotated[StrictInt, Field(ge=1, le=10)] | None = None


class Prediction(_Answer):
    """``probability`` is P(positive); ``confidence`` is that of the sentiment given."""

    sentiment: Sentiment
    confidence: Probability
    probability: Probability
    model_version: str


class PredictBatchAnswer(_Answer):
    """In the order of the texts."""

    predictions: list[Prediction]


class ExplainedWord(_Answer):
    """``text[start:end]`` (in code points) and what it adds to the log-odds of positive.

    ``contribution`` is null for the stretch of a long text that the network does not read; its
    ``word`` is empty.
    """

    word: str
    start: int
    end: int
    contribution: float | None


class ExplainAnswer(Prediction):
    """``bias`` and all contributions add up to the log-odds of ``probability``."""

    bias: float
    words: list[ExplainedWord]


class AddReviewAnswer(_Answer):
    """``total_reviews`` are the movie's, this one counted."""

    id: int
    movie: str
    review_added: Literal[True] = True
    sentiment: Sentiment
    confidence: Probability
    probability: Probability
    total_reviews: int


class RecentReview(_Answer):
    """A stored review."""

    id: int
    review: str
    rating: int | None
    sentiment: Sentiment
    confidence: Probability
    probability: Probability
    created_at: datetime


class MovieAnswer(_Answer):
    """A movie's tally; ``score`` is from 0 to 10."""

    movie: str
    total_reviews: int
    positive_reviews: int
    negative_reviews: int
    positive_percentage: float
    average_rating: float | None
    score: float
    recommendation: str
    recent_reviews: list[RecentReview]


class MovieLine(_Answer):
    """A line of the list of movies."""

    movie: str
    total_reviews: int
    positive_percentage: float


class MoviesAnswer(_Answer):
    """A page of movies; ``next_offset`` is null on the last one."""

    movies: list[MovieLine]
    next_offset: int | None


class HealthAnswer(_Answer):
    """Given only when a worker has predicted with the bundle a moment ago."""

    status: Literal["healthy"] = "healthy"
    model_loaded: Literal[True] = True
    model_version: str


class UnhealthyAnswer(_Answer):
    """Why there is nothing to be had just now."""

    status: Literal["unhealthy"] = "unhealthy"
    model_loaded: Literal[False] = False
    detail: str


class Problem(_Answer):
    """What was wrong with one part of a request."""

    loc: list[str | int]
    msg: str
    type: str


class ErrorAnswer(_Answer):
    """Every error looks like this."""

    detail: str | list[Problem]
