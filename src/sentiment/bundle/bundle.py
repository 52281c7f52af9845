"""A loaded bundle."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sentiment.bundle.manifest import Manifest
from sentiment.bundle.network import Network
from sentiment.explanation import Explanation, explanation_of
from sentiment.text import Encoder
from sentiment.verdict import sigmoid, verdict


class Bundle:
    """Predicts and explains; independent of torch, and safe to use from several threads."""

    def __init__(
        self,
        path: Path,
        manifest: Manifest,
        encoder: Encoder,
        network: bytes,
        explainer: bytes,
        threads: int | None = None,
    ) -> None:
        """Takes what ``load`` read and checked; ``threads`` as for ``Network``."""
        self.path = path
        self.manifest = manifest
        self.encoder = encoder
        self._temperature = manifest.calibration.temperature
        self._network = Network(network, threads)
        self._explainer_content = explainer

    def predict(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """P(positive) of each text, calibrated; a text's does not depend on the others.

        Args:
            texts: raw reviews, of any length.

        Returns:
            [texts] float32 in [0, 1].
        """
        return sigmoid(self.logits(texts) / self._temperature)

    def logits(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """The network's own logits [texts] float32, before the temperature."""
        return self._network(list(self.encoder.encode(texts)))

    def verdict(self, probability: float) -> tuple[str, float]:
        """The label and the confidence in it, by this bundle's threshold."""
        return verdict(probability, self.manifest.decision_threshold)

    def explain(self, text: str) -> Explanation:
        """The prediction, and each word's share in it, at about the cost of two predictions.

        The shares come from the network itself (see ``contributions`` in ``sentiment.models``),
        not from predicting again without each word.
        """
        reading = self.encoder.read(text)
        logits, by_position = self._explainer.run([reading.token_ids])
        return explanation_of(reading, float(logits[0]), by_position[0], self._temperature)

    @cached_property
    def _explainer(self) -> Network:
        # Read when it is first asked for: most processes only ever predict.
        return Network(self._explainer_content, threads=1)
