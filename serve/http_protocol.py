"""Connections: how long one may be silent, how much it may say, what it may not become."""

import json
from asyncio import TimerHandle, Transport

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from serve import metrics
from serve.security import security_headers

# From a connection, or the first byte of a request, to the end of its headers.
_HEADER_SECONDS = 10.0
_MOST_HEADER_BYTES = 65_536
# So much is looked at, and counted, at a time.
_PIECE_BYTES = 4096
# Around a request's method and path, and around a header's name and value.
_LINE_FRAME = len("  HTTP/1.1\r\n\r\n")
_HEADER_FRAME = len(": \r\n")
# An answer is taken at least so fast, or the rest of it.
_READING_SECONDS = 10.0
_LEAST_READ_BYTES = 65_536
_BODY_HEADERS = (b"content-length", b"transfer-encoding")
# In a request's scope: more connections are open than are allowed.
CROWDED = "serve.crowded"


class PunctualProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, which by itself would wait for ever for a client that says nothing.

    Nor would it mind headers without end, or a client that never takes its answer.
    """

    _late: TimerHandle | None = None
    _unread: TimerHandle | None = None
    # Of the request that has begun: its line and headers, as they are usually written.
    _header_bytes = 0
    # Since a request, its headers, a part of its body or it itself was complete.
    _bytes_for_nothing = 0
    _brought_something = False
    # What is answered once all that came before it is.
    _refusal: tuple[int, str] | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Starts the clock."""
        # Uvicorn's own answer would be plain text, that nobody counts, to the probes too.
        self._most_connections, self.limit_concurrency = self.limit_concurrency, None
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops it."""
        self._stop_waiting()
        self._stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes what came, but nothing behind what was refused."""
        # In pieces, or headers without end could come in one that brought something, too.
        for start in range(0, len(data), _PIECE_BYTES):
            if self._refusal is not None or self.transport.is_closing():
                return
            self._take(data[start : start + _PIECE_BYTES])

    def _take(self, data: bytes) -> None:
        """Refuses headers that are too long, and waits for the rest of what has begun."""
        self._brought_something = False
        super().data_received(data)
        self._bytes_for_nothing += len(data)
        if self._brought_something:
            self._bytes_for_nothing = 0
        if self._bytes_for_nothing > _MOST_HEADER_BYTES:
            if self._late is None:
                # What follows a body, or stands between its parts; an answer may have begun.
                self.transport.abort()
            else:
                self._refuse_headers()
        elif self._late is None and self._is_idle():
            # Bytes without a request have stopped the clock of an idle connection.
            self._wait_for_headers()

    def on_url(self, url: bytes) -> None:
        """Takes a part of it."""
        self._header_bytes += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Takes none that follow a body: nobody looks at them, and there is no end of them."""
        if self._late is not None:
            self._header_bytes += len(name) + len(value) + _HEADER_FRAME
            super().on_header(name, value)

    def on_message_begin(self) -> None:
        """Starts the clock and the count anew for each request of the connection."""
        super().on_message_begin()
        self._brought_something = True
        self._header_bytes = _LINE_FRAME
        self._wait_for_headers()

    def on_body(self, body: bytes) -> None:
        """Takes a part of a body."""
        self._brought_something = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is there."""
        self._brought_something = True
        super().on_message_complete()

    def on_headers_complete(self) -> None:
        """Stops it, and refuses headers that are too long, and a body beside an upgrade.

        After an upgrade the parser leaves off: the body would be lost, or taken for a request.
        """
        self._brought_something = True
        self._stop_waiting()
        if self._header_bytes + len(self.parser.get_method()) > _MOST_HEADER_BYTES:
            self._refuse_headers()
            # Stops the parser, to which its body would be one of the request before.
            raise _Refused
        has_body = any(name in _BODY_HEADERS for name, _ in self.headers)
        if self.parser.should_upgrade() and has_body:
            self._refuse(400, "Send this without the header Upgrade.")
            return
        most = self._most_connections
        self.scope[CROWDED] = most is not None and len(self.connections) > most  # type: ignore[literal-required]
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Answers what is no HTTP."""
        self._refuse(400, msg)

    def pause_writing(self) -> None:
        """Watches a client that is slower than we are."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """It has taken what there was; the rest of a last answer it has still to take."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._stop_watching()

    def on_response_complete(self) -> None:
        """Watches a last answer, after which nothing else would end the connection."""
        super().on_response_complete()
        if self._refusal is not None:
            self._refuse(*self._refusal)
        if self.transport.is_closing() and self._unread is None:
            self._watch()

    def timeout_keep_alive_handler(self) -> None:
        """Closes once all is taken, for which there is no longer time than otherwise."""
        super().timeout_keep_alive_handler()
        self._watch()

    def _is_idle(self) -> bool:
        return (
            not self.transport.is_closing()
            and self.timeout_keep_alive_task is None
            and (self.cycle is None or self.cycle.response_complete)
        )

    def _wait_for_headers(self) -> None:
        self._stop_waiting()
        self._late = self.loop.call_later(_HEADER_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _watch(self) -> None:
        self._stop_watching()
        left = self.transport.get_write_buffer_size()
        self._unread = self.loop.call_later(_READING_SECONDS, self._look, left)

    def _look(self, before: int) -> None:
        if self.transport.get_write_buffer_size() > max(before - _LEAST_READ_BYTES, 0):
            self.transport.abort()
        else:
            self._watch()

    def _stop_watching(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _owes_an_answer(self) -> bool:
        """Whether something that came whole is not yet answered."""
        return self.cycle is not None and not (self.cycle.more_body or self.cycle.response_complete)

    def _refuse_headers(self) -> None:
        self._refuse(431, f"The headers are larger than {_MOST_HEADER_BYTES} bytes.")

    def _refuse(self, status: int, detail: str) -> None:
        """Answers where there is no request that the application could answer, and hangs up."""
        if self.transport.is_closing():
            return
        if self._owes_an_answer():
            self._stop_waiting()
            # The first is why there were others.
            self._refusal = self._refusal or (status, detail)
            return
        metrics.rejected.labels("unreadable").inc()
        content = json.dumps({"detail": detail}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(content)).encode()),
            (b"connection", b"close"),
            *security_headers(""),
        ]
        lines = [b"%s: %s\r\n" % header for header in headers]
        self.transport.write(b"".join([STATUS_LINE[status], *lines, b"\r\n", content]))
        self.transport.close()
        self._watch()


class _Refused(Exception):
    pass
