"""A loaded bundle."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sentiment.bundle.manifest import Manifest
from sentiment.bundle.network import Network
from sentiment.text import TextEncoder, split_words
from sentiment.verdict import verdict


@dataclass(frozen=True)
class WordContribution:
    """What a word ``text[start:end]`` speaks for.

    Attributes:
        start: index of its first character.
        end: index after its last character.
        contribution: to the log-odds of positive; None where the network does not read the word,
            for it stands in the part of a long review that is left out.
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
        encoder: TextEncoder,
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
        return _sigmoid(self.logits(texts) / self._temperature)

    def logits(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """The network's own logits [texts] float32, before the temperature."""
        return self._network(list(self.encoder.encode(texts)))

    def verdict(self, probability: float) -> tuple[str, float]:
        """The label and the confidence in it, by this bundle's threshold."""
        return verdict(probability, self.manifest.decision_threshold)

    def explain(self, text: str) -> Explanation:
        """The prediction, and each word's share in it, at about the cost of two predictions.

        The shares come from the network's own states (see ``position_contributions`` in
        ``sentiment.models.pooling``), not from predicting again without each word.
        """
        words = split_words(text)
        token_ids = self.encoder.vocabulary.encode(token for word in words for token in word.tokens)
        logits, by_position = self._explainer.run([self.encoder.cut(token_ids)])
        by_position = by_position[0] / self._temperature
        log_odds = logits / self._temperature
        # A text without any token is read as one unknown one, which belongs to no word.
        by_token = np.full(len(token_ids), np.nan)
        kept = self.encoder.places_kept(len(token_ids))
        by_token[kept] = by_position[: len(kept)]
        ends = np.cumsum([len(word.tokens) for word in words], dtype=np.int64)
        return Explanation(
            probability=float(_sigmoid(log_odds)[0]),
            bias=float(log_odds[0] - np.nansum(by_token)),
            words=[
                WordContribution(
                    word.start, word.end, _total(by_token[end - len(word.tokens) : end])
                )
                for word, end in zip(words, ends, strict=True)
            ],
        )

    @cached_property
    def _explainer(self) -> Network:
        # Read when it is first asked for: most processes only ever predict.
        return Network(self._explainer_content, threads=1)


def _total(contributions: npt.NDArray[np.float64]) -> float | None:
    """The sum over a word's tokens that were read, None where none was."""
    if np.isnan(contributions).all():
        return None
    return float(np.nansum(contributions))


def _sigmoid(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    # By tanh, which never overflows.
    result: npt.NDArray[np.float32] = 0.5 * (np.tanh(0.5 * values) + 1)
    return result
