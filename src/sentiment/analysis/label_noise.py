"""Labels that may be wrong."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import cross_val_predict

from sentiment.baseline_systems import make_system
from sentiment.config import compose_config
from sentiment.data.reviews import Reviews


class Doubt(NamedTuple):
    """A review whose label a model that has not seen it does not believe.

    Attributes:
        review: its index.
        label: 0 or 1, as given.
        probability: of that label, after the model, in [0, 1].
    """

    review: int
    label: int
    probability: float


def doubtful_labels(reviews: Reviews, folds: int = 4, most: int = 20) -> list[Doubt]:
    """Labels that are least likely to n-grams with logistic regression, trained on other reviews.

    The first step of confident learning (Northcutt et al. 2021): probabilities for each review
    come from a model that was fitted without it. What is found is to be read by a person; irony
    is found too.

    Args:
        reviews: with their labels.
        folds: how many models are fitted.
        most: how many to return, the least likely first.
    """
    name = "nb_logistic_regression"
    pipeline = make_system(name, compose_config("baseline", ["output_dir=unused"])[name])
    probabilities: npt.NDArray[np.float64] = cross_val_predict(
        pipeline, reviews.texts, reviews.labels, cv=folds, method="predict_proba"
    )
    given = probabilities[np.arange(len(reviews)), reviews.labels]
    order = np.argsort(given, kind="stable")[:most]
    return [Doubt(int(index), int(reviews.labels[index]), float(given[index])) for index in order]
