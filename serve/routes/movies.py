"""Reviews that are kept, and what they come to."""

from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Query

from serve import metrics
from serve.routes.common import BAD_INPUT, BAD_QUERY, BUSY, TheService
from serve.schemas import (
    AddReviewAnswer,
    AddReviewRequest,
    ErrorAnswer,
    MovieAnswer,
    MovieLine,
    MoviesAnswer,
    RecentReview,
)
from serve.store import KeyReused, NewReview

writing = APIRouter(tags=["movies"], responses={**BAD_INPUT, **BUSY})
reading = APIRouter(tags=["movies"], responses={**BAD_QUERY, **BUSY})


@writing.post("/add_review")
async def add_review(
    request: AddReviewRequest,
    service: TheService,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=200,
            pattern=r"^[\x21-\x7e]+$",
            description="Names this review: sent again with the same key, it is not added again.",
        ),
    ] = None,
) -> AddReviewAnswer:
    """Predicts a review and keeps it; it is on the disk when the answer comes."""
    (result,) = await service.predict([request.review])
    new = NewReview(
        movie=request.movie,
        text=request.review,
        rating=request.rating,
        model_version=result.version,
        request_key=idempotency_key,
        **result.predicted._asdict(),
    )
    try:
        added = await service.with_store(lambda: service.store.add(new))
    except KeyReused:
        raise HTTPException(422, "This Idempotency-Key belongs to another review.") from None
    if added.is_new:
        metrics.stored.inc()
    return AddReviewAnswer(
        id=added.review.id,
        movie=added.tally.movie,
        sentiment=added.review.sentiment,
        confidence=added.review.confidence,
        probability=added.review.probability,
        total_reviews=added.tally.total_reviews,
    )


@reading.get(
    "/movie/{name:path}",
    responses={404: {"model": ErrorAnswer, "description": "There are no reviews of it."}},
)
async def movie(
    name: str, service: TheService, recent: Annotated[int, Query(ge=0, le=100)] = 10
) -> MovieAnswer:
    """A movie's totals and its last reviews; case and outer space do not matter.

    Long reviews make it fewer than ``recent``: beyond the newest, no more than make up a million
    characters.
    """
    # PostgreSQL can't even be asked for a name with a NUL.
    asked = "\0" not in name
    found = await service.with_store(lambda: service.store.movie(name, recent)) if asked else None
    if found is None:
        raise HTTPException(404, "There are no reviews of this movie yet.")
    tally, reviews = found
    return MovieAnswer(
        movie=tally.movie,
        total_reviews=tally.total_reviews,
        positive_reviews=tally.positive_reviews,
        negative_reviews=tally.total_reviews - tally.positive_reviews,
        positive_percentage=tally.positive_percentage,
        average_rating=tally.average_rating,
        score=tally.score,
        recommendation=tally.recommendation,
        recent_reviews=[RecentReview.model_validate(review) for review in reviews],
    )


@reading.get("/movies")
async def movies(
    service: TheService,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> MoviesAnswer:
    """All movies that have reviews, most reviewed first."""
    # One more than asked for tells whether there is another page.
    tallies = await service.with_store(lambda: service.store.movies(limit + 1, offset))
    return MoviesAnswer(
        movies=[MovieLine.model_validate(tally) for tally in tallies[:limit]],
        next_offset=offset + limit if len(tallies) > limit else None,
    )
