"""What the routes share."""

from typing import Annotated, Any, cast

from fastapi import Depends, Request

from serve.schemas import ErrorAnswer
from serve.service import Service


# Not plain functions: those go through the threads that wait for the database.
async def service_of(request: Request) -> Service:
    """The service that this process works with."""
    return cast(Service, request.app.state.service)


TheService = Annotated[Service, Depends(service_of)]

# For OpenAPI: what a route answers besides 200.
BAD_INPUT: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorAnswer, "description": description}
    for status, description in (
        (400, "The body can't be read."),
        (401, "The API key is missing or wrong."),
        (408, "The body did not come in time."),
        (413, "The body is too large."),
        (422, "The body is not as it should be."),
    )
}
BUSY: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorAnswer, "description": description}
    for status, description in (
        (503, "Not just now; Retry-After says when."),
        (504, "It could not be done in time."),
    )
}
NO_KEY: dict[int | str, dict[str, Any]] = {401: BAD_INPUT[401]}
BAD_QUERY: dict[int | str, dict[str, Any]] = {**NO_KEY, 422: BAD_INPUT[422]}
