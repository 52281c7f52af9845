"""Linear models of n-grams, and their file."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from sentiment.data.ngrams import NgramCounter
from sentiment.errors import UserError
from sentiment.files import atomic_path

SYSTEM_FILE = "baseline.npz"

# More than was ever needed: 20 on IMDB.
_MOST_ITERATIONS = 1000


class NaiveBayesRatios(TransformerMixin, BaseEstimator):
    """The presence of each n-gram times its log-count ratio (Wang and Manning 2012)."""

    def __init__(self, smoothing: float) -> None:
        """Takes how many reviews of either label each n-gram is taken to have stood in besides."""
        self.smoothing = smoothing

    def fit(self, counts: csr_matrix, labels: npt.NDArray[np.int8]) -> "NaiveBayesRatios":
        """Compares in how many reviews of either label each n-gram stands.

        Args:
            counts: [reviews, n-grams].
            labels: [reviews] 0 or 1.
        """
        positive, negative = (
            np.bincount(counts[labels == label].indices, minlength=counts.shape[1]) + self.smoothing
            for label in (1, 0)
        )
        ratios = np.log(positive / positive.sum()) - np.log(negative / negative.sum())
        self.ratios = ratios.astype(np.float32)
        return self

    def transform(self, counts: csr_matrix) -> csr_matrix:
        """Features [reviews, n-grams] float32 in the place of counts of the same shape."""
        return csr_matrix(
            (self.ratios[counts.indices], counts.indices, counts.indptr), counts.shape
        )


def make_system(name: str, settings: Mapping[str, Any]) -> Pipeline:
    """From texts to P(negative) and P(positive).

    Args:
        name: ``tfidf_logistic_regression`` or ``nb_logistic_regression``.
        settings: what ``conf/baseline.yaml`` has under that name.
    """
    low, high = settings["ngrams"]
    is_naive_bayes = name == "nb_logistic_regression"
    features = NaiveBayesRatios(settings["smoothing"]) if is_naive_bayes else TfidfTransformer()
    return Pipeline(
        [
            ("counts", NgramCounter((low, high), settings["min_reviews"])),
            ("features", features),
            ("regression", LogisticRegression(C=settings["C"], max_iter=_MOST_ITERATIONS)),
        ]
    )


def save_system(path: Path, system: Pipeline, description: Mapping[str, Any]) -> None:
    """Writes a trained system as numbers and JSON, atomically.

    Args:
        path: a ``.npz`` file.
        system: of ``make_system``, trained.
        description: ``name``, ``settings`` and ``dataset``; primitives.
    """
    counter, features, regression = (step for _, step in system.steps)
    is_naive_bayes = isinstance(features, NaiveBayesRatios)
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.savez(
            file,
            description=_as_bytes(dict(description)),
            tokens=_as_bytes(list(counter.numbers)),
            scales=features.ratios if is_naive_bayes else features.idf_,
            weights=regression.coef_,
            intercept=regression.intercept_,
            **{f"keys_{order}": keys for order, keys in enumerate(counter.keys, start=1)},
        )


def load_system(path: Path) -> tuple[Pipeline, dict[str, Any]]:
    """The system that ``save_system`` wrote, and its description.

    Raises:
        UserError: when the file is no such file.
    """
    try:
        with path.open("rb") as file, np.load(file) as content:
            description = json.loads(bytes(content["description"]))
            system = make_system(description["name"], description["settings"])
            counter, features, regression = (step for _, step in system.steps)
            counter.numbers = {
                token: number for number, token in enumerate(json.loads(bytes(content["tokens"])))
            }
            orders = range(1, counter.ngrams[1] + 1)
            counter.keys = [content[f"keys_{order}"] for order in orders]
            is_naive_bayes = isinstance(features, NaiveBayesRatios)
            setattr(features, "ratios" if is_naive_bayes else "idf_", content["scales"])
            regression.coef_, regression.intercept_ = content["weights"], content["intercept"]
            regression.classes_ = np.array([0, 1])
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise UserError(f"{path} can't be read as a baseline; train it again.") from error
    return system, description


def _as_bytes(content: Any) -> npt.NDArray[np.uint8]:
    return np.frombuffer(json.dumps(content, ensure_ascii=False).encode(), dtype=np.uint8)
