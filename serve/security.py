"""Who may write, and what browsers may load."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Security
from fastapi.security import APIKeyHeader

_HEADER = APIKeyHeader(name="X-API-Key", auto_error=False)

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Swagger UI sets styles on its elements.
_POLICY_FOR_DOCS = _POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def security_headers(path: str) -> list[tuple[bytes, bytes]]:
    """What every answer carries."""
    return _DOCS_HEADERS if path == "/docs" else _HEADERS


def require_key(api_key: str) -> Callable[[str | None], Awaitable[None]]:
    """A dependency that lets nobody through without the key."""
    expected = api_key.encode()

    # Not a plain function: that would go through the threads that wait for the database.
    async def check(given: Annotated[str | None, Security(_HEADER)]) -> None:
        if given is None or not hmac.compare_digest(given.encode(), expected):
            raise HTTPException(
                401,
                "The header X-API-Key is missing or wrong.",
                headers={"WWW-Authenticate": "ApiKey"},
            )

    return check


def key_dependencies(api_key: str | None, needed: bool) -> list[Depends]:  # type: ignore[valid-type]
    """For a router: the key's check, where there is a key and the router needs it."""
    return [Depends(require_key(api_key))] if api_key is not None and needed else []


def _encode(policy: str) -> list[tuple[bytes, bytes]]:
    headers = {"Content-Security-Policy": policy, **_COMMON}
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_HEADERS, _DOCS_HEADERS = _encode(_POLICY), _encode(_POLICY_FOR_DOCS)
