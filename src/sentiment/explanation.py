"""Why a review got its probability, word by word."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sentiment.text import Reading
from sentiment.verdict import sigmoid


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


def loudest_words(
    text: str, explanation: Explanation, *, positive: bool, count: int = 3
) -> list[str]:
    """The words that speak most for one side, the loudest first, each once."""
    shares: dict[str, float] = {}
    for word in explanation.words:
        signed = (word.contribution or 0.0) * (1 if positive else -1)
        name = text[word.start : word.end].strip(".,;:!?()\"'").lower()
        if name:
            shares[name] = shares.get(name, 0.0) + signed
    ordered = sorted(shares, key=lambda name: -shares[name])
    return [name for name in ordered[:count] if shares[name] > 0]


def explanation_of(
    reading: Reading,
    logit: float,
    by_position: npt.NDArray[np.float32],
    temperature: float = 1.0,
) -> Explanation:
    """Gives the words of a review what a network gave the positions of its token ids.

    Args:
        reading: of the review.
        logit: of the network.
        by_position: what each position adds to the logit [length], see ``contributions`` in
            ``sentiment.models``.
        temperature: logits are divided by it.
    """
    words, left_out = reading.words, reading.left_out
    log_odds = np.array([logit], dtype=np.float32) / temperature
    places = np.cumsum([0, *(len(word.tokens) for word in words)])
    by_token = by_position.astype(np.float64) / temperature
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
