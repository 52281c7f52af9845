from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from sentiment.data.ngrams import NgramCounter
from sentiment.data.sources import open_source
from sentiment.errors import UserError
from sentiment.text import basic_english


def assert_same_but_for_the_order_of_columns(
    ours: Sequence[csr_matrix], theirs: Sequence[csr_matrix]
) -> None:
    assert [one.shape for one in ours] == [one.shape for one in theirs]
    for one, other in zip(ours, theirs, strict=True):
        # Products of rows, which know no order of columns.
        ours_by_train, theirs_by_train = one @ ours[0].T, other @ theirs[0].T
        assert np.array_equal(ours_by_train.toarray(), theirs_by_train.toarray())


@pytest.mark.parametrize(("ngrams", "min_reviews"), [((1, 1), 1), ((1, 3), 2), ((2, 4), 3)])
def test_counts_as_scikit_learn_does(
    imdb_like: Path, ngrams: tuple[int, int], min_reviews: int
) -> None:
    source = open_source(str(imdb_like))
    train, test = source.read("train").texts[:150], source.read("test").texts[:50]
    # Shorter than an n-gram, without a token, and without one that is known.
    test += ["Fine", '"', "Zzyzx zzyzx"]
    counter = NgramCounter(ngrams, min_reviews)
    vectorizer = CountVectorizer(
        tokenizer=basic_english,
        token_pattern=None,
        lowercase=False,
        ngram_range=ngrams,
        min_df=min_reviews,
    )
    assert_same_but_for_the_order_of_columns(
        [counter.fit_transform(train), counter.transform(test)],
        [vectorizer.fit_transform(train), vectorizer.transform(test)],
    )


def test_nothing_is_frequent_enough() -> None:
    with pytest.raises(UserError, match="min_reviews=3: no n-gram stands in so many of the 2"):
        NgramCounter((1, 2), 3).fit_transform(["A film.", "A film."])
