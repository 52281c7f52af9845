"""The reviews that are sent."""

import itertools
import json
import math
import random
from pathlib import Path

from sentiment.data.sources import DemoSource, Source, open_source
from sentiment.errors import UserError
from serve.benchmarking.measured import TEXTS_A_BATCH
from serve.settings import BenchServeSettings


def bench_source(settings: BenchServeSettings) -> Source:
    """Where reviews come from.

    Raises:
        UserError: when ``source`` is given and is not there.
    """
    if settings.source is None:
        return DemoSource(settings.reviews, settings.reviews, settings.seed)
    if not Path(settings.source).expanduser().exists():
        raise UserError(
            f"source={settings.source}: there is no such folder or file; leave source out to "
            "measure on the built-in corpus."
        )
    return open_source(settings.source)


def some_reviews(source: Source, settings: BenchServeSettings) -> list[str]:
    """Some of the test split, from all over it."""
    texts = source.read("test").texts
    return random.Random(settings.seed).sample(texts, min(settings.reviews, len(texts)))  # noqa: S311


def bodies_of(texts: list[str]) -> list[bytes]:
    """What to post to ``/predict`` and ``/explain``."""
    return [json.dumps({"text": text}).encode() for text in texts]


def batch_bodies(texts: list[str]) -> list[bytes]:
    """For ``/predict_batch``: each text once, some again where the last would not be full."""
    turn = itertools.cycle(texts)
    return [
        json.dumps({"texts": list(itertools.islice(turn, TEXTS_A_BATCH))}).encode()
        for _ in range(math.ceil(len(texts) / TEXTS_A_BATCH))
    ]
