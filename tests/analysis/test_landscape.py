import copy
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import optuna
import pytest
from optuna.distributions import (
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)

from sentiment.analysis.figures.sweeps import plot_surface, plot_together
from sentiment.analysis.sweeps import Landscape, read_study
from sentiment.errors import UserError

Floats = npt.NDArray[np.float64]
SPACE = {
    "rate": FloatDistribution(1e-4, 1e-1, log=True),
    "width": IntDistribution(10, 90),
    "pooling": CategoricalDistribution(("max", "mean")),
    "nothing": FloatDistribution(0, 1),
}


def study_of(count: int, storage: str | None = None) -> optuna.Study:
    """The rate matters by itself; a wide network is good with one pooling, and bad with another."""
    study = optuna.create_study(storage=storage, directions=["maximize", "minimize"])
    random = np.random.default_rng(0)
    for rate, width, pooling, nothing in random.random((count, 4)).tolist():
        together = (width - 0.5) * (1 if pooling < 0.5 else -1)
        study.add_trial(
            optuna.create_trial(
                params={
                    "rate": 10 ** (-4 + 3 * rate),
                    "width": round(10 + 80 * width),
                    "pooling": "max" if pooling < 0.5 else "mean",
                    "nothing": nothing,
                },
                distributions=SPACE,
                values=[2 * rate + 1.5 * together, width],
            )
        )
    return study


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return Landscape(study_of(120))


def test_what_matters_alone_and_together(landscape: Landscape) -> None:
    assert landscape.fit > 0.7
    (best, share), *_ = landscape.ranked()
    assert best == "rate"
    assert share > 0.4
    first, second, together = landscape.strongest_pair()
    assert {first, second} == {"width", "pooling"}
    assert together > 0.15
    assert dict(landscape.ranked())["nothing"] < 0.05
    assert np.allclose(landscape.shares, landscape.shares.T)
    # Parts of one whole; three at once do the rest.
    assert 0.9 < np.triu(landscape.shares).sum() < 1.05
    (slowest, share), *_ = Landscape(study_of(120), objective=1).ranked()
    assert slowest == "width"
    assert share > 0.9


class Exactly:
    """A forest that has learnt a function without an error."""

    def __init__(self, outcome: Callable[[Floats], Floats]) -> None:
        self.predict = outcome


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (lambda places: 2 * places[:, 0] + places[:, 1], {(0, 0): 0.8, (1, 1): 0.2}),
        (lambda places: (places[:, 0] - 0.5) * (places[:, 1] - 0.5), {(0, 1): 1.0}),
        (lambda places: places[:, 2], {(2, 2): 1.0}),
        (lambda places: np.zeros(len(places)), {}),
    ],
)
def test_shares_of_known_functions(
    landscape: Landscape,
    outcome: Callable[[Floats], Floats],
    expected: dict[tuple[int, int], float],
) -> None:
    landscape = copy.copy(landscape)
    landscape._forest = Exactly(outcome)
    shares = np.triu(landscape._shares())
    for place, share in np.ndenumerate(shares):
        assert share == pytest.approx(expected.get(place, 0), abs=0.03), place


def test_two_together(landscape: Landscape, tmp_path: Path) -> None:
    across, up, means = landscape.surface("width", "pooling")
    assert up == ["max", "mean"]
    assert (across[0], across[-1]) == ("10", "90")
    assert means.shape == (2, len(across))
    assert means[0, -1] - means[0, 0] > 0.4
    assert means[1, 0] - means[1, -1] > 0.4
    rates, _, means = landscape.surface("rate", "width")
    assert (rates[0], rates[-1]) == ("0.0001", "0.1")
    assert (np.diff(means.mean(axis=0)) > 0).mean() > 0.7
    assert plot_together(tmp_path / "together.png", landscape).stat().st_size > 5000
    assert (
        plot_surface(tmp_path / "two.png", landscape, "width", "rate", "it").stat().st_size > 5000
    )


def test_same_study_same_landscape(landscape: Landscape) -> None:
    assert np.array_equal(Landscape(study_of(120)).shares, landscape.shares)


def test_too_few_trials() -> None:
    with pytest.raises(UserError, match=r"has 9 finished trials; 10 are needed"):
        Landscape(study_of(9))


def test_a_study_is_read_from_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "swept"
    folder.mkdir()
    with pytest.raises(UserError, match=r"nor beside it: choose the folder of a sweep"):
        read_study(folder)
    study_of(12, f"sqlite:///{tmp_path / 'swept.db'}")
    assert len(read_study(folder).trials) == 12
    study_of(11, f"sqlite:///{folder / 'study.db'}")
    assert len(read_study(folder).trials) == 11
