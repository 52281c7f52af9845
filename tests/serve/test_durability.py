"""No acknowledged review is ever lost or doubled, whenever the server is killed."""

import random
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest
import requests
from sqlalchemy import text

from serve.store.reviews import make_engine

from running_server import PATIENCE, free_port, signal_all, start, wait_for

# With each database: of each of the server's processes, and of all at once.
KILLS = 6


class Writer(threading.Thread):
    """A client that adds reviews without a pause, numbered.

    Every other one has a key and is sent again until it is acknowledged; the others are sent once.

    Attributes:
        acknowledged: the id that each number was stored under.
        sent: all numbers that were sent at least once.
    """

    def __init__(self, url: str, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.url = url
        self.acknowledged: dict[int, int] = {}
        self.sent: set[int] = set()
        self.stop = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            self.sent.add(number)
            while not self._add(number) and number % 2 and not self.stop.is_set():
                time.sleep(0.05)

    def _add(self, number: int) -> bool:
        body = {"movie": f"Film {number % 3}", "review": f"{self.name} {number} is a fine film."}
        headers = {"Idempotency-Key": f"{self.name}-{number}"} if number % 2 else {}
        try:
            answer = requests.post(
                f"{self.url}/add_review", json=body, headers=headers, timeout=PATIENCE
            )
        except requests.RequestException:
            return False
        if answer.status_code != 200:
            return False
        self.acknowledged[number] = answer.json()["id"]
        return True


@pytest.mark.slow
def test_kills_lose_and_double_nothing(tiny_bundle: Path, tmp_path: Path, store_url: str) -> None:
    generator = random.Random(0)  # noqa: S311
    port = free_port()
    arguments = (f"bundle={tiny_bundle}", "workers=1")
    writers = [Writer(f"http://127.0.0.1:{port}", name) for name in ("a", "b", "c")]
    for writer in writers:
        writer.start()
    for number in range(KILLS):
        server = start(tmp_path, *arguments, port=port, SENTIMENT_STORE_URL=store_url)
        server.wait_until_healthy()
        time.sleep(generator.uniform(0.05, 0.6))
        family = server.family()
        assert len(family) == KILLS - 1
        signal_all(family[number : number + 1] or family, signal.SIGKILL)
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait(PATIENCE)
        assert not psutil.wait_procs(family, PATIENCE)[1]
    last = start(tmp_path, *arguments, port=port, SENTIMENT_STORE_URL=store_url)
    last.wait_until_healthy()
    wait_for(lambda: all(len(writer.acknowledged) > KILLS for writer in writers))
    for writer in writers:
        writer.stop.set()
        writer.join()

    stored = read(store_url)
    for writer in writers:
        assert len(set(writer.acknowledged.values())) == len(writer.acknowledged)
        for number in writer.sent:
            ids = stored.pop(f"{writer.name} {number} is a fine film.", [])
            assert len(ids) <= 1, f"{writer.name} {number} was stored {len(ids)} times"
            if number in writer.acknowledged:
                assert ids == [writer.acknowledged[number]], f"{writer.name} {number} was lost"
    assert not stored
    # The tallies are those of the reviews.
    for movie in last.get("/movies").json()["movies"]:
        found = last.get(f"/movie/{movie['movie']}", params={"recent": 0}).json()
        assert found["total_reviews"] == count_of(store_url, movie["movie"])
    last.process.terminate()
    assert last.process.wait(PATIENCE) == 0


def read(url: str) -> dict[str, list[int]]:
    """Which ids each text is stored under."""
    engine = make_engine(url)
    stored: dict[str, list[int]] = {}
    with engine.connect() as connection:
        for identifier, review in connection.execute(text("SELECT id, text FROM reviews")):
            stored.setdefault(review, []).append(identifier)
    engine.dispose()
    return stored


def count_of(url: str, movie: str) -> int:
    engine = make_engine(url)
    with engine.connect() as connection:
        count = connection.execute(
            text(
                "SELECT count(*) FROM reviews JOIN movies ON movies.id = reviews.movie_id "
                "WHERE movies.name = :name"
            ),
            {"name": movie},
        ).scalar_one()
    engine.dispose()
    return int(count)
