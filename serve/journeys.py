"""What visitors do, one call after the other: for traffic, and for Locust."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal
from urllib.parse import quote

# Invented; they are stored by those who test.
MOVIES = (
    "The Lantern Keeper",
    "Nine Winters",
    "A Borrowed Coat",
    "Harbour Lights",
    "The Second Violin",
    "Paper Boats",
)
BATCH = 16
Kind = Literal["predict", "batch", "explain", "review", "movie", "page"]
_JSON = {"Content-Type": "application/json"}
# The service takes a mebibyte.
_TOO_LARGE = 1_100_000


@dataclass(frozen=True)
class Call:
    """One request.

    Attributes:
        name: of its kind, as a table shows it.
        method: of HTTP.
        path: with the query.
        expected: the status that is right.
        body: None without one.
        headers: besides those that every request has.
        writes: whether it needs the API key.
    """

    name: str
    method: str
    path: str
    expected: int = 200
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    writes: bool = False


def some_call(random: Random, texts: Sequence[str], mix: Mapping[Kind, float], bad: float) -> Call:
    """What the next visitor does.

    Args:
        random: decides.
        texts: reviews to take from.
        mix: weights of the kinds.
        bad: the share of calls that are mistakes, in [0, 1].
    """
    if random.random() < bad:
        return _mistake(random)
    (kind,) = random.choices(list(mix), weights=list(mix.values()))
    text, movie = random.choice(texts), random.choice(MOVIES)
    if kind in ("predict", "explain"):
        return _post(kind, f"/{kind}", {"text": text})
    if kind == "batch":
        return _post(kind, "/predict_batch", {"texts": random.choices(texts, k=BATCH)})
    if kind == "review":
        review = {"movie": movie, "review": text, "rating": random.randint(1, 10)}
        return _post(kind, "/add_review", review, writes=True)
    if kind == "movie":
        return Call(kind, "GET", random.choice(["/movies", f"/movie/{quote(movie)}"]))
    return Call(kind, "GET", random.choice(["/", "/model", "/health"]))


def first_calls(texts: Sequence[str]) -> list[Call]:
    """A review of each movie, so that all of them are found."""
    return [
        _post("review", "/add_review", {"movie": movie, "review": texts[0]}, writes=True)
        for movie in MOVIES
    ]


def _mistake(random: Random) -> Call:
    return random.choice(
        [
            _post("bad: empty text", "/predict", {"text": "  "}, expected=422),
            _post("bad: a number for a text", "/predict", {"text": 7}, expected=422),
            Call("bad: no JSON", "POST", "/predict", 422, b"{text", _JSON),
            _post("bad: too large", "/predict", {"text": "x" * _TOO_LARGE}, expected=413),
            Call("bad: no such movie", "GET", "/movie/nobody%20made%20this", 404),
            Call("bad: no such page", "GET", "/nothing", 404),
        ]
    )


def _post(
    name: str, path: str, content: object, *, expected: int = 200, writes: bool = False
) -> Call:
    return Call(name, "POST", path, expected, json.dumps(content).encode(), _JSON, writes)
