"""Probabilities for texts from a trained network."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from sentiment.checkpoint import TrainedModel
from sentiment.data.batches import collate


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
