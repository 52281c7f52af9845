"""Turning a whole corpus into token ids on every core."""

import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sentiment.processors import usable_processors
from sentiment.text import Vocabulary, basic_english_many

# Below this, starting a second process costs more than it saves.
_TEXTS_WORTH_A_PROCESS = 5000


@dataclass(frozen=True)
class Tokenised:
    """Texts as ids into their own list of tokens.

    Attributes:
        tokens: each distinct token, in the order of first sight.
        token_ids: [total] int32, all texts one after the other.
        lengths: [texts] int64.
    """

    tokens: list[str]
    token_ids: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int64]

    def counts(self) -> Counter[str]:
        """How often each token occurs."""
        occurrences = np.bincount(self.token_ids, minlength=len(self.tokens))
        return Counter(dict(zip(self.tokens, occurrences.tolist(), strict=True)))

    def encode(self, vocabulary: Vocabulary) -> npt.NDArray[np.int32]:
        """The ids [total] int32 that ``vocabulary`` gives the same tokens."""
        return vocabulary.encode(self.tokens)[self.token_ids]


def tokenise(texts: Sequence[str]) -> Tokenised:
    """Tokenises texts in this process."""
    # A missing key gets the next free number: one dictionary look-up a token, all of it in C.
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    parts = [
        np.fromiter(map(numbers.__getitem__, tokens), dtype=np.int32, count=len(tokens))
        for tokens in basic_english_many(texts)
    ]
    lengths = np.array([len(part) for part in parts], dtype=np.int64)
    token_ids = np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
    return Tokenised(list(numbers), token_ids, lengths)


def tokenise_parallel(texts: Sequence[str]) -> list[Tokenised]:
    """Tokenises texts on every core; the parts stand in the order of the texts."""
    processes = min(usable_processors(), len(texts) // _TEXTS_WORTH_A_PROCESS)
    if processes < 2 or multiprocessing.current_process().daemon:
        return [tokenise(texts)]
    # Forking a process that has started threads is not safe; spawning costs 0.2 s.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes - 1, mp_context=context) as pool:
        bounds = np.linspace(0, len(texts), processes + 1).astype(int)
        shares = [texts[start:end] for start, end in pairwise(bounds)]
        others = [pool.submit(tokenise, share) for share in shares[1:]]
        return [tokenise(shares[0]), *(other.result() for other in others)]
