"""Around every request: its id, its size and time, what is logged and counted, what is sent along.

Plain ASGI, for starlette's ``BaseHTTPMiddleware`` costs a task and two queues a request.
"""

import asyncio
import json
import logging
import re
import secrets
import time
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve import metrics
from serve.http_protocol import CROWDED
from serve.logs import request_id
from serve.security import security_headers

log = logging.getLogger(__name__)

_GIVEN_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_QUIET = ("/health", "/metrics")
# Bodies of a process together, as a multiple of the largest; small ones are always let in.
_MOST_LARGE_BODIES = 32
_SMALL_BODY = 65_536


class Observed:
    """Gives every request an id, and logs, counts and times it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        identifier = _identifier(scope)
        request_id.set(identifier)
        extra = [(b"x-request-id", identifier.encode()), *security_headers(scope["path"])]
        status = 500
        has_started = False
        started = time.perf_counter()

        async def send_with_headers(message: Message) -> None:
            nonlocal status, has_started
            if message["type"] == "http.response.start":
                has_started = True
                status = message["status"]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        metrics.in_flight.inc()
        try:
            if scope.get(CROWDED) and scope["path"] not in _QUIET:
                await _turn_away(send_with_headers, "connections")
            else:
                await self.app(scope, receive, send_with_headers)
        except Exception as error:
            # Where, and not what it says: that may quote a review.
            places = traceback.format_list(traceback.extract_tb(error.__traceback__)[-5:])
            log.error("unexpected %s", type(error).__name__, extra={"places": places})
            if not has_started:
                await _answer(send_with_headers, 500, "Something went wrong here.")
        finally:
            metrics.in_flight.dec()
            _account(scope, status, time.perf_counter() - started)


class BoundedBody:
    """Refuses a body that is too large or too slow, before anything looks at it.

    All bodies of a process are bounded together, too, or many large ones would take its memory.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds
        self._most_held = _MOST_LARGE_BODIES * max_bytes
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.max_bytes:
            await self._refuse(413, "body too large", send)
            return
        body = bytearray()
        try:
            await self._pass_on(scope, receive, send, body)
        finally:
            self._held -= len(body)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, body: bytearray) -> None:
        try:
            async with asyncio.timeout(self.seconds):
                await self._read(receive, body)
        except TimeoutError:
            await self._refuse(408, "body too slow", send)
            return
        except _TooLarge:
            await self._refuse(413, "body too large", send)
            return
        except _TooMany:
            await _turn_away(send, "bodies")
            return
        messages = iter([{"type": "http.request", "body": bytes(body), "more_body": False}])

        async def receive_whole() -> Message:
            return next(messages, None) or await receive()

        await self.app(scope, receive_whole, send)

    async def _read(self, receive: Receive, body: bytearray) -> None:
        """Reads all of it into ``body``, or up to the first byte that is too many."""
        while True:
            message = await receive()
            chunk = message.get("body", b"")
            body += chunk
            self._held += len(chunk)
            if len(body) > self.max_bytes:
                raise _TooLarge
            if len(body) > _SMALL_BODY and self._held > self._most_held:
                raise _TooMany
            if not message.get("more_body", False):
                return

    async def _refuse(self, status: int, reason: str, send: Send) -> None:
        metrics.rejected.labels(reason).inc()
        details = {
            413: f"The body is larger than {self.max_bytes} bytes.",
            408: f"The body did not come within {self.seconds:g} seconds.",
        }
        # The rest of the body is not read: the connection can't be used again.
        await _answer(send, status, details[status], (b"connection", b"close"))


class _TooLarge(Exception):
    pass


class _TooMany(Exception):
    pass


async def _turn_away(send: Send, reason: str) -> None:
    metrics.rejected.labels(reason).inc()
    detail = "Too many requests at once; try again in a moment."
    await _answer(send, 503, detail, (b"retry-after", b"1"), (b"connection", b"close"))


async def _answer(send: Send, status: int, detail: str, *headers: tuple[bytes, bytes]) -> None:
    content = json.dumps({"detail": detail}).encode()
    usual = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*usual, *headers]})
    await send({"type": "http.response.body", "body": content})


def _identifier(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN_ID.fullmatch(value):
            return str(value.decode())
    return secrets.token_hex(8)


def _account(scope: Scope, status: int, seconds: float) -> None:
    # The route and not the path: a path has names in it, and there is no end of them.
    route = getattr(scope.get("route"), "path_format", None) or "unmatched"
    metrics.requests.labels(scope["method"], route, str(status)).inc()
    metrics.request_seconds.labels(route).observe(seconds)
    log.log(
        logging.DEBUG if route in _QUIET else logging.INFO,
        "answered",
        extra={
            "method": scope["method"],
            "route": route,
            "status": status,
            "milliseconds": round(1000 * seconds, 2),
        },
    )
