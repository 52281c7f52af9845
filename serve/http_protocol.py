"""Connections: how long one may be silent, and what it may not become."""

from asyncio import TimerHandle, Transport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# From a connection, or the first byte of a request, to the end of its headers.
_HEADER_SECONDS = 10.0
_BODY_HEADERS = (b"content-length", b"transfer-encoding")


class PunctualProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, which by itself would wait for ever for a client that says nothing."""

    _late: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Starts the clock."""
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops it."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Starts it anew for each request of the connection."""
        super().on_message_begin()
        self._wait_for_headers()

    def on_headers_complete(self) -> None:
        """Stops it, and refuses a request with a body that asks for another protocol.

        After an upgrade the parser leaves off: the body would be lost, or taken for a request.
        """
        self._stop_waiting()
        has_body = any(name in _BODY_HEADERS for name, _ in self.headers)
        if self.parser.should_upgrade() and has_body:
            self.send_400_response("Send this without the header Upgrade.")
            return
        super().on_headers_complete()

    def _wait_for_headers(self) -> None:
        self._stop_waiting()
        self._late = self.loop.call_later(_HEADER_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
