"""N-gram counts of texts, as sparse matrices."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator

from sentiment.data.encoding import tokenise
from sentiment.errors import UserError

Integers = npt.NDArray[np.int64]
_NOT_KNOWN = -1


class NgramCounter(BaseEstimator):
    """Counts n-grams of ``basic_english`` tokens, as a step of a scikit-learn pipeline.

    Gives what ``CountVectorizer(tokenizer=basic_english, ngram_range=ngrams, min_df=min_reviews)``
    gives, its columns in another order, in a third of the time: an n-gram is the number of its
    beginning beside that of its last token and never a string, and where the beginning is too rare
    nothing further is looked at.
    """

    def __init__(self, ngrams: tuple[int, int], min_reviews: int) -> None:
        """Knows no n-grams yet.

        Args:
            ngrams: the fewest and the most tokens of an n-gram.
            min_reviews: an n-gram that stands in fewer training reviews is left out.
        """
        self.ngrams = ngrams
        self.min_reviews = min_reviews
        self.numbers: dict[str, int] = {}
        # Of each order the n-grams that are known, ascending: the column of the beginning times the
        # number of distinct tokens, plus the number of the last token.
        self.keys: list[Integers] = []

    def fit_transform(self, texts: Sequence[str], labels: object = None) -> csr_matrix:
        """Learns which n-grams there are; needs no labels.

        Returns:
            Counts [texts, n-grams] float32.

        Raises:
            UserError: when no n-gram stands in enough texts.
        """
        self.keys = []
        counts = self._count(texts, learn=True)
        if counts.shape[1] == 0:
            raise UserError(
                f"min_reviews={self.min_reviews}: no n-gram stands in so many of the "
                f"{len(texts):,} training reviews; lower it."
            )
        return counts

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Counts [texts, n-grams] float32 of the n-grams that are known."""
        return self._count(texts, learn=False)

    def _count(self, texts: Sequence[str], *, learn: bool) -> csr_matrix:
        tokenised = tokenise(texts)
        if learn:
            self.numbers = {token: number for number, token in enumerate(tokenised.tokens)}
        known = [self.numbers.get(token, _NOT_KNOWN) for token in tokenised.tokens]
        token_ids = np.array(known, dtype=np.int64)[tokenised.token_ids]
        rows = np.repeat(np.arange(len(texts), dtype=np.int32), tokenised.lengths)
        # Where the known beginnings of the n-grams of the next order start, and their columns.
        starts = np.arange(len(token_ids), dtype=np.int32)
        columns = np.zeros(len(token_ids), dtype=np.int64)
        counts = []
        for order in range(1, self.ngrams[1] + 1):
            fits = starts + order <= len(token_ids)
            starts, columns = starts[fits], columns[fits]
            ends = starts + order - 1
            whole = (rows[starts] == rows[ends]) & (token_ids[ends] != _NOT_KNOWN)
            starts, keys = starts[whole], (columns * len(self.numbers) + token_ids[ends])[whole]
            # Sorted look-ups are many times as fast as scattered ones.
            distinct, inverse = np.unique(keys, return_inverse=True)
            if learn:
                shape = (len(texts), len(distinct))
                self.keys.append(distinct[self._is_frequent(rows[starts], inverse, shape)])
            columns = _find(distinct, self.keys[order - 1])[inverse]
            found = columns != _NOT_KNOWN
            starts, columns = starts[found], columns[found]
            if order >= self.ngrams[0]:
                shape = (len(texts), len(self.keys[order - 1]))
                ones = np.ones(len(starts), dtype=np.float32)
                counts.append(csr_matrix((ones, (rows[starts], columns)), shape=shape))
        return hstack(counts, format="csr", dtype=np.float32)

    def _is_frequent(
        self, rows: Integers, columns: Integers, shape: tuple[int, int]
    ) -> npt.NDArray[np.bool_]:
        # One entry for each review that an n-gram stands in, however often.
        presence = csr_matrix((np.ones(len(columns), dtype=bool), (rows, columns)), shape)
        reviews = np.bincount(presence.indices, minlength=shape[1])
        frequent: npt.NDArray[np.bool_] = reviews >= self.min_reviews
        return frequent


def _find(wanted: Integers, ascending: Integers) -> Integers:
    """Where each of ``wanted`` stands in ``ascending``, -1 where it does not."""
    if len(ascending) == 0:
        return np.full(len(wanted), _NOT_KNOWN)
    index = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    return np.where(ascending[index] == wanted, index, _NOT_KNOWN)
