"""A network in ONNX Runtime."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from sentiment.processors import usable_processors
from sentiment.text import PADDING_ID

TokenIds = npt.NDArray[np.int32]

# What was fastest: below, the weights are read too often; above, a step's tensors leave the cache,
# and reviews of very different lengths are padded to the longest.
_REVIEWS_A_BATCH = 4


class Network:
    """Runs an ONNX graph that takes ``token_ids`` [batch, time] and ``lengths`` [batch] int64."""

    def __init__(self, content: bytes, threads: int | None = None) -> None:
        """Reads the graph.

        Args:
            content: of the ``.onnx`` file.
            threads: batches that are computed at once, each on a thread of its own; None takes
                one a core.
        """
        self.threads = threads or usable_processors()
        options = onnxruntime.SessionOptions()
        # Several batches side by side use the cores better than several threads inside a step.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Its warnings are about graphs; what is wrong with one, it raises.
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            content, options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, token_ids: Sequence[TokenIds]) -> npt.NDArray[np.float32]:
        """The logits [reviews] of reviews of any lengths, in their order."""
        order = sorted(range(len(token_ids)), key=lambda index: -len(token_ids[index]))
        batches = [
            order[start : start + _REVIEWS_A_BATCH]
            for start in range(0, len(order), _REVIEWS_A_BATCH)
        ]
        logits = np.empty(len(token_ids), dtype=np.float32)

        def compute(batch: list[int]) -> None:
            logits[batch] = self.run([token_ids[index] for index in batch])[0]

        if self.threads == 1 or len(batches) < 2:
            for batch in batches:
                compute(batch)
        else:
            with ThreadPoolExecutor(min(self.threads, len(batches))) as pool:
                list(pool.map(compute, batches))
        return logits

    def run(self, token_ids: Sequence[TokenIds]) -> list[npt.NDArray[np.float32]]:
        """All of the graph's outputs for one batch, padded to its longest review."""
        lengths = np.array([len(ids) for ids in token_ids], dtype=np.int64)
        padded = np.full((len(token_ids), lengths.max()), PADDING_ID, dtype=np.int64)
        for row, ids in enumerate(token_ids):
            padded[row, : len(ids)] = ids
        outputs: list[npt.NDArray[np.float32]] = self._session.run(
            None, {"token_ids": padded, "lengths": lengths}
        )
        return outputs
