"""A loaded bundle."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sentiment.bundle.manifest import Manifest
from sentiment.bundle.network import Network
from sentiment.text import Encoder
from sentiment.verdict import sigmoid, verdict


@dataclass(frozen=True)
class WordContribution:
    """What a word ``text[start:end]`` speaks for.

    Attributes:
        start: index of its first character.
        end: index after its last character.
        contribution: to the log-odds of positive; None for the one stretch of a long review that
            the network does not read.
    """

    start: int
    end: int
    contribution: float | None


@dataclass(frozen=True)
class Explanation:
    """Why a review got its probability.

    Attributes:
        probability: P(positive).
        bias: the log-odds of positive that speak for no word. With all contributions it adds up
            to the log-odds of ``probability``.
        words: in the order of the review.
    """

    probability: float
    bias: float
    words: list[WordContribution]


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
        words, left_out = reading.words, reading.left_out
        logits, by_position = self._explainer.run([reading.token_ids])
        log_odds = logits / self._temperature
        places = np.cumsum([0, *(len(word.tokens) for word in words)])
        by_token = by_position[0].astype(np.float64) / self._temperature
        # What stands at special tokens, all tokens of words have done alike.
        of_no_word = np.delete(by_token, reading.first_word + np.arange(places[-1])).sum()
        by_token = by_token[reading.first_word :][: places[-1]] + of_no_word / max(places[-1], 1)
        shares = [
            WordContribution(word.start, word.end, float(by_token[place:after].sum()))
            for word, place, after in zip(words, places[:-1], places[1:], strict=True)
        ]
        if left_out is not None:
            shares.append(WordContribution(*left_out, contribution=None))
            shares.sort(key=lambda share: share.start)
        return Explanation(
            probability=float(sigmoid(log_odds)[0]),
            bias=float(log_odds[0]) - float(by_token.sum()),
            words=shares,
        )

    @cached_property
    def _explainer(self) -> Network:
        # Read when it is first asked for: most processes only ever predict.
        return Network(self._explainer_content, threads=1)
