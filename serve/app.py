"""The FastAPI application that LitServe's HTTP processes run."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from litserve import LitServer
from sqlalchemy.exc import SQLAlchemyError

from sentiment import __version__
from serve import metrics
from serve.batching import DeadlineExceeded, NotPredicted, Overloaded
from serve.middleware import BoundedBody, Observed
from serve.pipeline import WorkFailed
from serve.routes import movies, operation, page, predictions
from serve.security import key_dependencies
from serve.service import Service
from serve.settings import ServeSettings
from serve.tracing import Tracing

log = logging.getLogger(__name__)

_MOST_PROBLEMS = 20
_LONGEST_NAME = 100

# Something went wrong that a client can wait out: the answer, its status, and why it is counted.
_BUSY: dict[type[Exception], tuple[int, str, str]] = {
    Overloaded: (503, "Too many requests are waiting; try again in a moment.", "overload"),
    DeadlineExceeded: (504, "It could not be done in time; try again in a moment.", "deadline"),
    WorkFailed: (503, "The prediction failed; try again in a moment.", "worker"),
    NotPredicted: (503, "This text could not be predicted.", "text"),
    SQLAlchemyError: (503, "The review store can't be used just now.", "store"),
}


def create_app(server: LitServer, settings: ServeSettings, supervisor: int) -> FastAPI:
    """Makes the application with all its routes.

    LitServe's own has routes that no key guards and an index that is not ours; of LitServe this
    takes the workers, the queues and the processes.

    Args:
        server: whose workers predict.
        settings: of this server.
        supervisor: the process id of its first process.
    """
    tracing = Tracing()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # Here and not above: this runs after LitServe has forked the process.
        service = app.state.service = Service(server, settings, supervisor, tracing)
        tracing.start_sending()
        async with server.lifespan(app):
            yield
        service.close()
        tracing.stop()

    app = FastAPI(
        title="Sentiment Lab",
        summary="The sentiment of film reviews.",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # It would send people to whatever host they say they came to, and without encryption.
        redirect_slashes=False,
    )
    for_all = key_dependencies(settings.api_key, settings.api_key_for == "all")
    for_writes = key_dependencies(settings.api_key, True)
    for router, dependencies in (
        (predictions.router, for_all),
        (movies.writing, for_writes),
        (movies.reading, for_all),
        (operation.router, for_all),
        (operation.probes, []),
        (page.router, []),
    ):
        app.include_router(router, dependencies=dependencies)
    page.mount_files(app)
    app.add_exception_handler(RequestValidationError, _bad_input)
    for kind, (status, detail, reason) in _BUSY.items():
        app.add_exception_handler(kind, _busy(status, detail, reason))
    app.add_middleware(
        BoundedBody,
        max_bytes=settings.limits.body_bytes,
        seconds=settings.limits.deadline_seconds,
    )
    app.add_middleware(Observed)
    tracing.instrument(app)
    return app


def _bad_input(_: Request, error: Exception) -> JSONResponse:
    """What was wrong and where; not what was sent, which may be long or can't be spelt."""
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    detail = [
        {
            "loc": [part if isinstance(part, int) else part[:_LONGEST_NAME] for part in one["loc"]],
            "msg": one["msg"],
            "type": one["type"],
        }
        for one in problems[:_MOST_PROBLEMS]
    ]
    return JSONResponse({"detail": detail}, status_code=422)


def _code(error: Exception) -> str:
    """What the database itself calls its error, such as SQLITE_BUSY."""
    original = getattr(error, "orig", None)
    code = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None)
    return f" ({code})" if code else ""


def _busy(status: int, detail: str, reason: str) -> Callable[[Request, Exception], JSONResponse]:
    def handle(_: Request, error: Exception) -> JSONResponse:
        metrics.rejected.labels(reason).inc()
        if reason in ("store", "worker", "text"):
            # Its kind alone: a database's message quotes what was to be stored.
            log.error("%s: %s%s", reason, type(error).__name__, _code(error))
        return JSONResponse({"detail": detail}, status_code=status, headers={"Retry-After": "1"})

    return handle
