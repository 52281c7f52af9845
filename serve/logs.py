"""Log lines are JSON objects on standard output; none holds what somebody wrote in a review."""

import logging
import sys
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class _WithRequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


def configure_logging(level: str) -> None:
    """Makes every logger of this process write so.

    Args:
        level: debug, info, warning or error.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.addFilter(_WithRequestId())
    handler.setFormatter(
        JsonFormatter(
            "{asctime}{levelname}{name}{message}{request_id}{process}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # What these say at INFO is of use to their authors.
    for name in ("litserve", "uvicorn", "alembic", "httpx"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
