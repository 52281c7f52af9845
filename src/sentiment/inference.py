"""Probabilities for texts from a trained network."""

import statistics
import time
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from tqdm import tqdm

from sentiment.batch import Batch
from sentiment.checkpoint import TrainedModel
from sentiment.data.batches import collate
from sentiment.explanation import Explanation, explanation_of

_TIMED_REVIEWS = 200
_WARM_UP_REVIEWS = 20


def predict_probabilities(
    model: TrainedModel, texts: Sequence[str], batch_size: int, *, progress: bool = False
) -> npt.NDArray[np.float32]:
    """P(positive) of each text.

    Texts of similar length share a batch, which changes the speed and not the result.

    Args:
        model: the network and its text encoder.
        texts: raw reviews.
        batch_size: the most reviews at once.
        progress: whether to show a bar.

    Returns:
        [texts] float32 in [0, 1], in the order of the texts.
    """
    logits = predict_logits(model, texts, batch_size, progress=progress)
    return torch.from_numpy(logits).sigmoid().numpy()


def explain_review(model: TrainedModel, text: str) -> Explanation:
    """Which words of a review speak for what, after ``contributions`` of the network."""
    reading = model.encoder.read(text)
    batch = collate([(0, reading.token_ids, 0)])
    with torch.inference_mode():
        logits = model.net(batch.token_ids, batch.lengths)
        by_position = model.net.contributions(batch.token_ids, batch.lengths)
    return explanation_of(reading, float(logits[0]), by_position[0].numpy())


def milliseconds_per_review(net: nn.Module, batches: Iterable[Batch]) -> float:
    """How long one review takes by itself, on one thread, the tokenizer not counted.

    Args:
        net: the network.
        batches: reviews to take the times of; the first few batches do.

    Returns:
        The median over reviews, in milliseconds.
    """
    reviews = [
        (batch.token_ids[row : row + 1, : batch.lengths[row]], batch.lengths[row : row + 1])
        for batch in batches
        for row in range(len(batch.lengths))
    ]
    # Batches are sorted by length: a stride takes long and short ones alike.
    timed = reviews[:: max(len(reviews) // _TIMED_REVIEWS, 1)]
    net, threads, times = net.eval().cpu(), torch.get_num_threads(), []
    torch.set_num_threads(1)
    try:
        with torch.inference_mode():
            for token_ids, lengths in [*timed[:_WARM_UP_REVIEWS], *timed]:
                began = time.perf_counter()
                net(token_ids, lengths)
                times.append(time.perf_counter() - began)
    finally:
        torch.set_num_threads(threads)
    return 1000 * statistics.median(times[_WARM_UP_REVIEWS:])


def predict_logits(
    model: TrainedModel, texts: Sequence[str], batch_size: int, *, progress: bool = False
) -> npt.NDArray[np.float32]:
    """The logit of each text [texts] float32; everything else as for ``predict_probabilities``."""
    token_ids = list(model.encoder.encode(texts))
    order = sorted(range(len(texts)), key=lambda index: -len(token_ids[index]))
    logits = np.empty(len(texts), dtype=np.float32)
    starts = range(0, len(order), batch_size)
    with torch.inference_mode():
        for start in tqdm(starts, desc="predicting", unit="batch", disable=not progress):
            indices = order[start : start + batch_size]
            batch = collate([(index, token_ids[index], 0) for index in indices])
            logits[indices] = model.net(batch.token_ids, batch.lengths).numpy()
    return logits
