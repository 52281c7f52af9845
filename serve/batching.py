"""Collecting what comes at the same time into batches, within bounds."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sentiment.explanation import Explanation
from serve import metrics
from serve.work import Done, Predicted, Work

# Long texts make smaller batches, so that no batch takes long.
_CHARACTERS_A_BATCH = 250_000


class Overloaded(Exception):
    """More waits already than can be done in time."""


class DeadlineExceeded(Exception):
    """It was not done in time."""


class NotPredicted(Exception):
    """This text could not be predicted; others of its batch were."""


@dataclass(frozen=True)
class Result:
    """A text's prediction, and which bundle it comes from."""

    predicted: Predicted
    version: str
    explanation: Explanation | None = None


@dataclass(eq=False)
class _Item:
    text: str
    explain: bool
    future: asyncio.Future[Result]
    since: float = field(default_factory=time.perf_counter)


class Batcher:
    """Turns texts into batches for the workers.

    Nothing waits for a batch to fill: while the workers are busy, what comes is put by, and the
    next batch is as much of it as fits. So one text alone goes straight through, and under load
    batches grow by themselves.
    """

    def __init__(
        self,
        ask: Callable[[Work], Awaitable[Done]],
        on_done: Callable[[Done], None],
        known_version: Callable[[], str | None],
        *,
        max_size: int,
        max_in_flight: int,
        max_waiting: int,
        max_waiting_characters: int,
        deadline_seconds: float,
    ) -> None:
        """Bounds everything.

        Args:
            ask: gives work to a worker.
            on_done: is told each answer.
            known_version: the bundle whose manifest is known here.
            max_size: texts in a batch.
            max_in_flight: batches that workers have or are about to take.
            max_waiting: texts that wait for a batch.
            max_waiting_characters: in all of them together.
            deadline_seconds: from a text's coming to its answer.
        """
        self._ask = ask
        self._on_done = on_done
        self._known_version = known_version
        self._max_size = max_size
        self._max_in_flight = max_in_flight
        self._max_waiting = max_waiting
        self._max_waiting_characters = max_waiting_characters
        self._deadline_seconds = deadline_seconds
        self._waiting: deque[_Item] = deque()
        self._waiting_characters = 0
        self._in_flight: set[asyncio.Task[None]] = set()

    async def predict(self, texts: list[str], *, explain: bool = False) -> list[Result]:
        """The results in the order of the texts; ``explain`` takes one text.

        Raises:
            Overloaded: at once, when too much waits already.
            DeadlineExceeded: when it took too long.
            NotPredicted: when one of the texts makes the network fail.
            WorkFailed: when a worker failed altogether.
        """
        characters = self._waiting_characters + sum(map(len, texts))
        if (
            len(self._waiting) + len(texts) > self._max_waiting
            # Alone, a request is let in however long it is.
            or (self._waiting and characters > self._max_waiting_characters)
        ):
            raise Overloaded
        loop = asyncio.get_running_loop()
        items = [_Item(text, explain, loop.create_future()) for text in texts]
        # Reviews of like lengths share a batch, for a batch is padded to its longest.
        self._waiting.extend(sorted(items, key=lambda item: len(item.text)))
        self._waiting_characters = characters
        self._hand_out()
        try:
            async with asyncio.timeout(self._deadline_seconds):
                results = await asyncio.gather(*(item.future for item in items))
        except TimeoutError:
            # What nobody waits for takes nobody's place.
            self._waiting = deque(item for item in self._waiting if not item.future.done())
            self._waiting_characters = sum(len(item.text) for item in self._waiting)
            raise DeadlineExceeded from None
        finally:
            for item in items:
                item.future.cancel()
        metrics.prediction_seconds.observe(time.perf_counter() - items[0].since)
        return results

    def _hand_out(self) -> None:
        while self._waiting and len(self._in_flight) < self._max_in_flight:
            batch = self._next_batch()
            if batch:
                task = asyncio.ensure_future(self._run(batch))
                self._in_flight.add(task)
                task.add_done_callback(self._handed_back)

    def _handed_back(self, task: asyncio.Task[None]) -> None:
        self._in_flight.discard(task)
        self._hand_out()

    def _next_batch(self) -> list[_Item]:
        """Takes from the front; what nobody waits for any more is dropped on the way."""
        batch: list[_Item] = []
        characters = 0
        while self._waiting and len(batch) < self._max_size:
            characters += len(self._waiting[0].text)
            if batch and (self._waiting[0].explain or characters > _CHARACTERS_A_BATCH):
                break
            item = self._waiting.popleft()
            self._waiting_characters -= len(item.text)
            if not item.future.done():
                batch.append(item)
                if item.explain:
                    break
        return batch

    async def _run(self, batch: list[_Item]) -> None:
        now = time.perf_counter()
        for item in batch:
            metrics.queue_wait_seconds.observe(now - item.since)
        metrics.batch_size.observe(len(batch))
        texts = [item.text for item in batch]
        work = Work("explain" if batch[0].explain else "predict", texts, self._known_version())
        try:
            # A worker may be lost with all that was sent to it; its place must not be.
            async with asyncio.timeout(self._deadline_seconds):
                done = await self._ask(work)
        except Exception as error:
            if isinstance(error, TimeoutError):
                error = DeadlineExceeded()
            for item in batch:
                if not item.future.done():
                    item.future.set_exception(error)
            return
        self._on_done(done)
        metrics.inference_seconds.observe(done.seconds)
        for item, predicted in zip(batch, done.predictions, strict=True):
            if predicted is not None:
                _count(predicted)
            if item.future.done():
                continue
            if predicted is None:
                item.future.set_exception(NotPredicted())
            else:
                item.future.set_result(Result(predicted, done.version, done.explanation))


def _count(predicted: Predicted) -> None:
    metrics.predictions.inc()
    (metrics.positive if predicted.sentiment == "positive" else metrics.negative).inc()
