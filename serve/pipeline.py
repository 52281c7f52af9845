"""Handing work to LitServe's workers and waiting for the answer."""

import asyncio
import logging
import time
import uuid

from litserve import LitServer
from litserve.utils import LitAPIStatus, ResponseBufferItem

from serve import metrics
from serve.work import Done, Work
from serve.worker import API_PATH

log = logging.getLogger(__name__)

# One that is computed, one that waits for it, and as much again.
_TIMES_THE_USUAL = 4


class WorkFailed(Exception):
    """A worker raised where it should not, and has logged it."""


class Pipeline:
    """Asks the workers behind a ``LitServer``, as LitServe's own request handler does.

    Work that stays unanswered is given out once more: its worker may have been killed, and the
    queue may have lost what that one was about to take. Predicting twice changes nothing.
    """

    def __init__(self, server: LitServer, resend_after_seconds: float) -> None:
        """Takes the server whose queues there are once it runs."""
        self._server = server
        self._resend_after_seconds = resend_after_seconds
        self._usual_seconds = 0.0

    async def ask(self, work: Work) -> Done:
        """A worker's answer.

        Raises:
            WorkFailed: when the worker could not do it.
        """
        attempts = {asyncio.ensure_future(self._send(work))}
        # Not before it could be done: a slow network is no dead worker.
        patience = max(self._resend_after_seconds, _TIMES_THE_USUAL * self._usual_seconds)
        try:
            finished, _ = await asyncio.wait(attempts, timeout=patience)
            if not finished:
                metrics.resent.inc()
                log.warning("no answer in %.1f s, asking again", patience)
                attempts.add(asyncio.ensure_future(self._send(work)))
                finished, _ = await asyncio.wait(attempts, return_when=asyncio.FIRST_COMPLETED)
            done = finished.pop().result()
            self._usual_seconds = max(0.9 * self._usual_seconds, done.seconds)
            return done
        finally:
            for attempt in attempts:
                attempt.cancel()

    async def _send(self, work: Work) -> Done:
        uid = str(uuid.uuid4())
        item = ResponseBufferItem(event=asyncio.Event())
        self._server.response_buffer[uid] = item
        try:
            queue = self._server.litapi_request_queues[API_PATH]
            queue.put((self._server.app.response_queue_id, uid, time.monotonic(), work))
            await item.event.wait()
        finally:
            self._server.response_buffer.pop(uid, None)
        response, status = item.response
        if status == LitAPIStatus.ERROR or not isinstance(response, Done):
            raise WorkFailed
        return response
