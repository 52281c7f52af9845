"""How texts become batches, with workers that are easy to watch."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from serve.batching import Batcher, DeadlineExceeded, NotPredicted, Overloaded, Result
from serve.pipeline import WorkFailed
from serve.work import Done, Predicted, Work
from serve.worker import predict_each

from running_server import PATIENCE

Scenario = Callable[["Workers", Batcher], Coroutine[Any, Any, None]]


class Workers:
    """Answers when it is told to; the probability of a text is its length in hundredths."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.go = asyncio.Event()
        self.fails = False

    async def ask(self, work: Work) -> Done:
        self.asked.append(work.texts)
        await self.go.wait()
        if self.fails:
            raise WorkFailed
        predictions = [
            None if "poison" in text else Predicted("positive", len(text) / 100, len(text) / 100)
            for text in work.texts
        ]
        return Done("v1", None, 0.001, predictions)


def run(scenario: Scenario, **settings: Any) -> None:
    async def inside() -> None:
        workers = Workers()
        bounds: dict[str, Any] = {
            "max_size": 4,
            "max_in_flight": 2,
            "max_waiting": 10,
            "max_waiting_characters": 1000,
            "deadline_seconds": PATIENCE,
            **settings,
        }
        batcher = Batcher(workers.ask, lambda _: None, lambda: "v1", **bounds)
        await asyncio.wait_for(scenario(workers, batcher), PATIENCE)

    asyncio.run(inside())


def work_again(workers: Workers, batcher: Batcher) -> None:
    """After deadlines that were to be missed, and soon."""
    batcher._deadline_seconds = PATIENCE
    workers.go.set()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def probabilities(results: list[Result]) -> list[float]:
    return [result.predicted.probability for result in results]


def test_one_alone_goes_straight_through_and_the_rest_together() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        asked = []
        for length in range(1, 9):
            asked.append(asyncio.ensure_future(batcher.predict(["x" * length])))
            await settle()
        # Two are with the workers; the others wait, and go together as soon as there is room.
        assert [len(texts) for texts in workers.asked] == [1, 1]
        workers.go.set()
        answers = await asyncio.gather(*asked)
        assert [len(texts) for texts in workers.asked] == [1, 1, 4, 2]
        assert [answer[0].predicted.probability for answer in answers] == [
            pytest.approx(length / 100) for length in range(1, 9)
        ]

    run(scenario)


def test_order_over_several_batches() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        workers.go.set()
        results = await batcher.predict(["x" * length for length in (9, 1, 5, 2, 7, 3)])
        assert probabilities(results) == [0.09, 0.01, 0.05, 0.02, 0.07, 0.03]

    run(scenario)


def test_an_explanation_goes_alone() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        asked = [asyncio.ensure_future(batcher.predict([f"{n}"])) for n in range(3)]
        asked.append(asyncio.ensure_future(batcher.predict(["why"], explain=True)))
        asked.append(asyncio.ensure_future(batcher.predict(["after"])))
        await settle()
        workers.go.set()
        await asyncio.gather(*asked)
        assert ["why"] in workers.asked

    run(scenario)


def test_too_much_is_turned_away_at_once() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        first = asyncio.ensure_future(batcher.predict(["x"] * 10))
        await settle()
        second = asyncio.ensure_future(batcher.predict(["x"] * 8))
        await settle()
        # Eight of the first ten are with the workers, so two and eight wait.
        with pytest.raises(Overloaded):
            await batcher.predict(["x"])
        workers.go.set()
        assert len(await first) == 10
        assert len(await second) == 8
        assert len(await batcher.predict(["x"])) == 1

    run(scenario)


def test_too_many_characters_are_turned_away_but_one_request_alone_is_not() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        asked = [asyncio.ensure_future(batcher.predict(["x" * 900])) for _ in range(3)]
        await settle()
        # Two are with the workers; the third waits.
        with pytest.raises(Overloaded):
            await batcher.predict(["x" * 200])
        asked.append(asyncio.ensure_future(batcher.predict(["x" * 100])))
        workers.go.set()
        await asyncio.gather(*asked)
        assert len(await batcher.predict(["x" * 5000])) == 1
        assert len(await batcher.predict(["x" * 900])) == 1

    run(scenario)


def test_what_nobody_waits_for_leaves_its_characters() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        await asyncio.gather(
            *(batcher.predict(["x" * 900]) for _ in range(3)), return_exceptions=True
        )
        work_again(workers, batcher)
        await settle()
        answers = [asyncio.ensure_future(batcher.predict(["x" * 450])) for _ in range(2)]
        assert len(await asyncio.gather(*answers)) == 2
        assert batcher._waiting_characters == 0

    run(scenario, deadline_seconds=0.1)


def test_a_deadline_frees_the_place() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        outcomes = await asyncio.gather(
            *(batcher.predict([name * 2]) for name in "abcdef"), return_exceptions=True
        )
        assert [type(one) for one in outcomes] == [DeadlineExceeded] * 6
        work_again(workers, batcher)
        await settle()
        # Nobody waits for c to f any more: they are not computed.
        assert (await batcher.predict(["late"]))[0].predicted.probability == 0.04
        assert workers.asked == [["aa"], ["bb"], ["late"]]

    run(scenario, deadline_seconds=0.05)


def test_a_bad_text_harms_no_neighbour() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        busy = [asyncio.ensure_future(batcher.predict(["x"])) for _ in range(2)]
        await settle()
        bad = asyncio.ensure_future(batcher.predict(["poison"]))
        good = asyncio.ensure_future(batcher.predict(["fine"]))
        await settle()
        workers.go.set()
        with pytest.raises(NotPredicted):
            await bad
        assert probabilities(await good) == [0.04]
        assert ["poison", "fine"] in workers.asked
        await asyncio.gather(*busy)

    run(scenario)


def test_a_failed_worker_fails_what_it_held() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        workers.fails = True
        workers.go.set()
        with pytest.raises(WorkFailed):
            await batcher.predict(["x"] * 6)
        workers.fails = False
        assert len(await batcher.predict(["x"])) == 1

    run(scenario)


class Sour:
    """A bundle that can't stand one text."""

    def predict(self, texts: list[str]) -> list[float]:
        if any("poison" in text for text in texts):
            raise ArithmeticError("overflow")
        return [0.75 for _ in texts]

    def verdict(self, probability: float) -> tuple[str, float]:
        return "positive", probability


def test_a_worker_goes_on_one_by_one() -> None:
    good = Predicted("positive", 0.75, 0.75)
    sour: Any = Sour()
    assert predict_each(sour, ["a", "b"]) == [good, good]
    assert predict_each(sour, ["a", "poison", "b"]) == [good, None, good]


def test_a_lost_worker_gives_its_place_back() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        # Nothing is ever answered, several times over.
        for _ in range(5):
            with pytest.raises(DeadlineExceeded):
                await batcher.predict(["x"] * 10)
        work_again(workers, batcher)
        assert len(await batcher.predict(["x"] * 10)) == 10

    run(scenario, deadline_seconds=0.05)


def test_long_texts_make_small_batches() -> None:
    async def scenario(workers: Workers, batcher: Batcher) -> None:
        workers.go.set()
        await batcher.predict(["x" * 200_000] * 3 + ["x"])
        assert [len(texts) for texts in workers.asked] == [2, 1, 1]

    run(scenario)
