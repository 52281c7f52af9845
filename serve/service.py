"""What a process that speaks HTTP works with."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from litserve import LitServer

from sentiment.bundle import Manifest
from serve.batching import Batcher, DeadlineExceeded, Result
from serve.pipeline import Pipeline, WorkFailed
from serve.settings import ServeSettings
from serve.store import ReviewStore
from serve.tracing import Tracing
from serve.work import Done, Work

log = logging.getLogger(__name__)

# An answer as young as this shows that a worker is well.
_FRESH_SECONDS = 1.0
_PROBE_SECONDS = 3.0
_STORE_THREADS = 8

Answer = TypeVar("Answer")


class Service:
    """The workers, the review store, and what is known of the bundle."""

    def __init__(
        self, server: LitServer, settings: ServeSettings, supervisor: int, tracing: Tracing
    ) -> None:
        """Connects to nothing yet.

        Args:
            server: whose workers predict.
            settings: of this server.
            supervisor: the process id of its first process.
            tracing: gets a span for each call of a worker.
        """
        self.settings = settings
        self.supervisor = supervisor
        self.tracing = tracing
        self.manifest: Manifest | None = None
        self.store = ReviewStore(settings.store.url)
        self._pipeline = Pipeline(server, settings.batching.resend_after_seconds)
        self._last_answer = float("-inf")
        # Its own: the usual threads carry the workers' answers, which must not wait for a database.
        self._store_threads = ThreadPoolExecutor(_STORE_THREADS, thread_name_prefix="store")
        self._store_room = asyncio.Semaphore(_STORE_THREADS)
        self._probe: asyncio.Task[None] | None = None
        self._batcher = Batcher(
            self._pipeline.ask,
            self._note,
            lambda: self.manifest.version if self.manifest else None,
            max_size=settings.batching.max_size,
            # One that is computed and one that is ready to be, for each worker.
            max_in_flight=2 * settings.worker_count,
            max_waiting=settings.limits.queue,
            max_waiting_characters=settings.limits.queue_characters,
            deadline_seconds=settings.limits.deadline_seconds,
        )

    async def predict(self, texts: list[str]) -> list[Result]:
        """The predictions in the order of the texts; raises as ``Batcher.predict`` does."""
        with self.tracing.span("predict", texts=len(texts)):
            return await self._batcher.predict(texts)

    async def explain(self, text: str) -> Result:
        """The prediction of one text with its explanation."""
        with self.tracing.span("explain"):
            (result,) = await self._batcher.predict([text], explain=True)
            return result

    async def with_store(self, call: Callable[[], Answer]) -> Answer:
        """What a call of the store returns, made in one of the threads that are kept for it.

        Raises:
            DeadlineExceeded: when they are all busy for too long.
        """
        try:
            # Only the waiting: what was begun may be stored, and is answered as it ends.
            async with asyncio.timeout(self.settings.limits.deadline_seconds):
                await self._store_room.acquire()
        except TimeoutError:
            raise DeadlineExceeded from None
        try:
            return await asyncio.get_running_loop().run_in_executor(self._store_threads, call)
        finally:
            self._store_room.release()

    async def healthy_version(self) -> str | None:
        """The bundle that a worker predicted with just now; None when none does.

        Where nothing was answered in the last second, a worker is asked for a self-test.
        """
        if time.monotonic() - self._last_answer > _FRESH_SECONDS:
            # However many ask, one test is enough.
            if self._probe is None or self._probe.done():
                self._probe = asyncio.ensure_future(self._test())
            await asyncio.shield(self._probe)
            if time.monotonic() - self._last_answer > _FRESH_SECONDS:
                return None
        return self.manifest.version if self.manifest else None

    def close(self) -> None:
        """Gives back threads and connections."""
        self._store_threads.shutdown(wait=False, cancel_futures=True)
        self.store.close()

    async def _test(self) -> None:
        version = self.manifest.version if self.manifest else None
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                self._note(await self._pipeline.ask(Work("probe", [], version)))
        except (TimeoutError, WorkFailed, OSError, EOFError) as error:
            log.error("no worker passes a self-test: %s", type(error).__name__)

    def _note(self, done: Done) -> None:
        # A worker that can predict nothing has answered, and is not well.
        if not done.predictions or any(one is not None for one in done.predictions):
            self._last_answer = time.monotonic()
        if done.manifest is not None:
            self.manifest = Manifest.model_validate_json(done.manifest)


STATIC = Path(__file__).parent / "static"
