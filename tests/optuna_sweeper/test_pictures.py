"""The pictures and the page of real studies, large and small, whole and broken."""

import logging
import math
import struct
import warnings
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import matplotlib
import optuna
import pytest
from matplotlib import image
from matplotlib.figure import Figure
from optuna.samplers import RandomSampler
from optuna.study import Study
from optuna.trial import Trial, TrialState, create_trial
from plotly.offline import get_plotlyjs

from hydra_plugins.optuna_sweeper._page import _fit_for_plotly, write_page
from hydra_plugins.optuna_sweeper._pictures import _PICTURES, write_pictures
from hydra_plugins.optuna_sweeper._snapshot import Snapshot

pytestmark = pytest.mark.slow

PLOTLY = get_plotlyjs()
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(2)>",
    "</td></table><h1>",
    "$\\alpha$",
    "${oc.env:HOME}",
    "&amp;",
    '"quoted"',
    "new\nline",
    "名字",
    "a" * 300,
    "a" * 299 + "b",
]
HOSTILE_NAME = "</script><script>alert(3)</script>$x_{$"
LONG_NAME = "model." + "p" * 400


class Page(HTMLParser):
    """What a browser would find on a page, without running it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self._inside = ""
        self.feed(path.read_text(encoding="utf-8"))
        self.figures = [script for script in self.scripts if "Plotly.newPlot" in script]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._inside = tag if tag not in ("wbr", "div") else self._inside
        self.links += [value or "" for name, value in attributes if name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)
        elif self._inside in ("td", "th"):
            self.rows[-1][-1] += data
        if self._inside not in ("script", "style"):
            self.text += data


def new_study(*directions: str, names: list[str] | None = None) -> Study:
    study = optuna.create_study(
        directions=directions or ["minimize"],
        sampler=RandomSampler(seed=0),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=4, n_warmup_steps=1),
    )
    if names:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            study.set_metric_names(names)
    return study


def run(study: Study, objective: Callable[[Trial], Any], count: int = 8) -> Study:
    study.optimize(objective, n_trials=count, catch=(RuntimeError,))
    return study


def tuned_objective(trial: Trial) -> float:
    rate = trial.suggest_float("optimizer.learning_rate", 1e-5, 1e-1, log=True)
    width = trial.suggest_int("model.hidden_dim", 32, 512, step=32)
    cell = trial.suggest_categorical("model.cell", ["lstm", "gru"])
    quality = 0.9 - 0.02 * (math.log10(rate) + 3) ** 2 + width / 1e5 - 0.01 * (cell == "gru")
    for step in range(4):
        trial.report(quality * (1 - 0.5**step), step)
        if trial.should_prune():
            raise optuna.TrialPruned
    return quality


def double_objective(trial: Trial) -> tuple[float, float]:
    layers = trial.suggest_int("layers", 1, 6)
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    trial.set_constraint("memory", layers - 5)
    return layers + math.log10(rate), layers**2 + rate


@pytest.fixture(autouse=True, scope="module")
def _quiet_optuna() -> Iterator[None]:
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    yield
    optuna.logging.set_verbosity(before)


@pytest.fixture(scope="module")
def tuned() -> Study:
    study = run(new_study("maximize", names=["accuracy"]), tuned_objective, 24)
    states = {trial.state for trial in study.trials}
    assert states == {TrialState.COMPLETE, TrialState.PRUNED}
    return study


@pytest.fixture(scope="module")
def double() -> Study:
    study = run(new_study("maximize", "minimize", names=["score", "cost"]), double_objective, 20)
    assert any(trial.constraints["memory"] > 0 for trial in study.trials)
    return study


@pytest.fixture(scope="module")
def small() -> Study:
    return run(new_study(), lambda trial: trial.suggest_float("x", 0, 1), 3)


@pytest.fixture
def no_complaints(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing that should be drawn fails to be."""
    yield
    complaints = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert not [record.getMessage() for record in complaints]


def stems(paths: list[Path]) -> list[str]:
    return [path.stem for path in paths]


def check_picture(path: Path) -> None:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert 500 < width < 5000
    assert 200 < height < 5000
    assert image.imread(path).std() > 0.02


def draw(name: str, study: Study) -> Figure:
    figure = Figure()
    assert _PICTURES[name](Snapshot.of(study), figure)
    return figure


def labels(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def stars(figure: Figure) -> list[list[tuple[float, float]]]:
    """Where the best trial is marked, for each axes that has it."""
    return [
        [tuple(map(float, point)) for point in collection.get_offsets()]
        for axis in figure.axes
        for collection in axis.collections
        if collection.get_label() == "best trial"
    ]


@pytest.mark.usefixtures("no_complaints")
def test_pictures_of_one_objective(tuned: Study, tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    written = write_pictures(tuned, folder)
    assert stems(written) == [
        "history",
        "importance",
        "parallel_coordinates",
        "slice",
        "intermediate_values",
    ]
    # Nothing temporary stays.
    assert sorted(folder.iterdir()) == sorted(written)
    for path in written:
        check_picture(path)


@pytest.mark.usefixtures("no_complaints")
def test_pictures_of_two_objectives(double: Study, tmp_path: Path) -> None:
    written = write_pictures(double, tmp_path)
    assert stems(written) == ["history", "importance", "parallel_coordinates", "slice", "pareto"]
    for path in written:
        check_picture(path)
    axis = draw("pareto", double).axes[0]
    assert axis.get_xlabel() == "score (maximize)"
    assert axis.get_ylabel() == "cost (minimize)"
    groups = {collection.get_label(): collection.get_offsets() for collection in axis.collections}
    assert sorted(map(tuple, groups["Pareto front"])) == sorted(
        tuple(trial.values) for trial in double.best_trials
    )
    infeasible = [trial.values for trial in double.trials if trial.constraints["memory"] > 0]
    assert sorted(map(tuple, groups["infeasible trial"])) == sorted(map(tuple, infeasible))


def test_pruned_trials_look_different(tuned: Study) -> None:
    figure = draw("intermediate_values", tuned)
    lines = figure.axes[0].lines
    pruned = [line for line in lines if line.get_label() == "pruned"]
    assert len(pruned) == sum(trial.state == TrialState.PRUNED for trial in tuned.trials)
    looks = {
        line.get_label(): (line.get_color(), line.get_linestyle(), line.get_marker())
        for line in lines
    }
    assert len(set(looks.values())) == len(looks) == 3
    assert looks["pruned"][1:] == ("--", "x")
    assert set(labels(figure)) == {"done", "pruned", "best trial"}


def test_best_trial_is_marked(tuned: Study) -> None:
    best = tuned.best_trial
    assert stars(draw("history", tuned)) == [[(best.number, best.value)]]
    slices = stars(draw("slice", tuned))
    assert len(slices) == len(best.params)
    rate = math.log10(best.params["optimizer.learning_rate"])
    assert slices[0] == [(pytest.approx(rate), best.value)]
    parallel = draw("parallel_coordinates", tuned).axes[0]
    marked = [line for line in parallel.lines if line.get_label() == "best trial"]
    assert len(marked) == 1
    heights = marked[0].get_ydata()
    assert heights[0] == 1
    assert heights[2] == pytest.approx((best.params["model.hidden_dim"] - 32) / 480)


def test_best_is_by_direction_and_among_the_feasible(double: Study) -> None:
    feasible = [trial for trial in double.trials if trial.constraints["memory"] <= 0]
    first = max(feasible, key=lambda trial: trial.values[0])
    second = min(feasible, key=lambda trial: trial.values[1])
    assert stars(draw("history", double)) == [
        [(first.number, first.values[0])],
        [(second.number, second.values[1])],
    ]


def _failing(trial: Trial) -> float:
    trial.suggest_float("x", 0, 1)
    raise RuntimeError("no memory")


def _pruned(trial: Trial) -> float:
    trial.report(trial.suggest_float("x", 0, 1), 0)
    raise optuna.TrialPruned


def _broken_reports(trial: Trial) -> float:
    for step, value in enumerate((0.5, math.nan, math.inf, -math.inf, 0.4)):
        trial.report(value, step)
    return trial.suggest_float("x", 0, 1)


def _conditional(trial: Trial) -> float:
    value = trial.suggest_float("x", 0, 1)
    if trial.suggest_categorical("deep", [True, False]):
        value += trial.suggest_int("layers", 2, 64, log=True)
    return value


def _mixed_choices(trial: Trial) -> float:
    choice = trial.suggest_categorical("choice", [None, True, 1, "1", "None", 2.5, False])
    return trial.suggest_float("x", 0, 1) + (choice is None)


def _hostile(trial: Trial) -> float:
    trial.suggest_categorical(HOSTILE_NAME, HOSTILE)
    trial.suggest_float(LONG_NAME, 0, 1)
    trial.suggest_float(LONG_NAME[:-1] + "q", 0, 1)
    trial.report(trial.number, 0)
    if trial.number == 3:
        trial.set_user_attr("sweeper:error", "<b>bad</b> </script>")
        raise RuntimeError
    return float(trial.number)


def _infeasible(trial: Trial) -> float:
    trial.set_constraint("never", 1)
    return trial.suggest_float("x", 0, 1) + trial.suggest_float("y", 0, 1)


def _many_parameters(trial: Trial) -> float:
    return sum(trial.suggest_float(f"group.parameter_{index}", 0, 1) for index in range(7))


def _three(trial: Trial) -> tuple[float, ...]:
    x = trial.suggest_float("x", 0, 1)
    return x, 1 - x, trial.suggest_int("y", 0, 3)


ALL = ["history", "importance", "parallel_coordinates", "slice"]
WITHOUT_PARALLEL = ["history", "importance", "slice"]
CASES: dict[str, tuple[Callable[[], Study], list[str]]] = {
    "no trials": (new_study, []),
    "all failed": (lambda: run(new_study(), _failing), []),
    "all pruned": (lambda: run(new_study(), _pruned), ["intermediate_values"]),
    "one trial": (
        lambda: run(new_study(), lambda trial: trial.suggest_float("x", 0, 1), 1),
        ["history", "slice"],
    ),
    "one parameter": (
        lambda: run(new_study(), lambda trial: trial.suggest_float("x", 2e-4, 8e-4, log=True)),
        WITHOUT_PARALLEL,
    ),
    "no parameters": (lambda: run(new_study(), lambda trial: trial.number / 2), ["history"]),
    "one value": (
        lambda: run(new_study(), lambda trial: 0 * trial.suggest_int("x", 3, 3)),
        ["history", "slice"],
    ),
    "infinite values": (
        lambda: run(
            new_study(),
            lambda trial: math.inf if trial.number % 2 else trial.suggest_float("x", 0, 1),
        ),
        WITHOUT_PARALLEL,
    ),
    "only infinite values": (
        lambda: run(new_study(), lambda trial: -math.inf * trial.suggest_int("x", 1, 9)),
        [],
    ),
    "values without differences": (
        lambda: run(
            new_study(),
            lambda trial: (-1) ** trial.number * 1.7e308 + trial.suggest_int("x", 1, 9),
        ),
        [],
    ),
    "broken reports": (
        lambda: run(new_study(), _broken_reports),
        [*WITHOUT_PARALLEL, "intermediate_values"],
    ),
    "conditional parameters": (lambda: run(new_study(), _conditional), ALL),
    "mixed choices": (lambda: run(new_study(), _mixed_choices, 20), ALL),
    "hostile names": (
        lambda: run(new_study(names=["<i>metric</i>"]), _hostile, 20),
        [*ALL, "intermediate_values"],
    ),
    "all infeasible": (lambda: run(new_study(), _infeasible), ALL),
    "three objectives": (
        lambda: run(new_study("minimize", "minimize", "maximize"), _three),
        [*ALL, "pareto"],
    ),
}


@pytest.mark.usefixtures("no_complaints")
@pytest.mark.parametrize("case", CASES)
def test_whatever_a_study_holds(case: str, tmp_path: Path) -> None:
    make, expected = CASES[case]
    study = make()
    written = write_pictures(study, tmp_path / "pictures")
    assert stems(written) == expected
    for path in written:
        check_picture(path)
    write_page(study, tmp_path / "study.html", case)
    page = Page(tmp_path / "study.html")
    assert [row[0].removeprefix("★ ") for row in page.rows[1:]] == [
        str(trial.number) for trial in study.trials
    ]
    # The picture of intermediate values has failed trials too, and the page their table.
    assert page.tags.count("h2") == 1 + len(page.figures)
    assert bool(page.figures) == bool(expected)


@pytest.mark.usefixtures("no_complaints")
def test_unfinished_trials(tmp_path: Path) -> None:
    study = run(new_study(), lambda trial: trial.suggest_float("x", 0, 1), 3)
    study.ask()
    study.ask().report(0.5, 0)
    study.enqueue_trial({"x": 0.5})
    assert stems(write_pictures(study, tmp_path)) == [*WITHOUT_PARALLEL, "intermediate_values"]
    write_page(study, tmp_path / "study.html", "unfinished")
    page = Page(tmp_path / "study.html")
    assert "6 trials: 3 done, 2 running, 1 again" in page.text
    assert [row[1] for row in page.rows[4:]] == ["running", "running", "again"]


@pytest.mark.usefixtures("no_complaints")
def test_trials_begun_by_mistake_are_nowhere(tmp_path: Path) -> None:
    def add(value: float | None, surplus: bool = False, **reports: float) -> None:
        study.add_trial(
            create_trial(
                state=TrialState.COMPLETE if value is not None else TrialState.FAIL,
                value=value,
                params={"x": 0.5, "only_surplus": 0.5} if surplus else {"x": value},
                distributions={
                    name: optuna.distributions.FloatDistribution(0, 1)
                    for name in (["x", "only_surplus"] if surplus else ["x"])
                },
                intermediate_values={0: 99.0} if surplus else {0: 0.5},
                user_attrs={"sweeper:outcome": "surplus"} if surplus else {},
            )
        )

    study = new_study()
    add(0.0, surplus=True)
    add(0.3)
    add(None, surplus=True)
    add(0.2)
    assert stems(write_pictures(study, tmp_path)) == [*WITHOUT_PARALLEL, "intermediate_values"]
    assert stars(draw("history", study)) == [[(3, 0.2)]]
    lines = draw("intermediate_values", study).axes[0].lines
    assert [list(line.get_ydata()) for line in lines] == [[0.5], [0.5]]
    write_page(study, tmp_path / "study.html", "surplus")
    page = Page(tmp_path / "study.html")
    assert [row[0] for row in page.rows] == ["trial", "1", "★ 3"]
    assert "2 trials: 2 done" in page.text
    figures = "".join(page.figures)
    assert "only_surplus" not in page.text + figures
    assert "99.0" not in figures
    # Optuna's figure finds the trials after those left out.
    assert '"x":[1,3]' in figures.replace(" ", "")


def test_no_trace_is_left(small: Study, tmp_path: Path) -> None:
    from matplotlib import pyplot

    settings, shown = dict(matplotlib.rcParams), list(warnings.filters)
    write_pictures(small, tmp_path)
    write_page(small, tmp_path / "study.html", "a title")
    assert pyplot.get_fignums() == []
    assert dict(matplotlib.rcParams) == settings
    assert list(warnings.filters) == shown


def test_a_failed_write_leaves_the_old_files(
    small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_the_disk(path: Path, *_: object, **__: object) -> None:
        Path(path).write_bytes(b"half")
        raise OSError("no space left on device")

    for name in ("history.png", "study.html"):
        (tmp_path / name).write_text("old")
    monkeypatch.setattr(Figure, "savefig", lambda _, path: fill_the_disk(path))
    with pytest.raises(OSError, match="no space"):
        write_pictures(small, tmp_path)
    monkeypatch.setattr(Path, "write_text", fill_the_disk)
    with pytest.raises(OSError, match="no space"):
        write_page(small, tmp_path / "study.html", "a title")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["history.png", "study.html"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}


def test_a_folder_that_can_not_be(small: Study, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        write_pictures(small, tmp_path / "file")
    with pytest.raises(OSError, match="file"):
        write_page(small, tmp_path / "file" / "study.html", "a title")


def test_a_picture_has_room_for_so_many_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hydra_plugins.optuna_sweeper._pictures.MOST_PARAMETERS", 3)
    study = run(new_study(), _many_parameters, 3)
    for name, count in (("slice", 3 + 1), ("parallel_coordinates", 1 + 1)):
        figure = draw(name, study)
        assert figure.get_suptitle().endswith(" (without 4 more parameters)")
        # One of them is the colour bar.
        assert len([axis for axis in figure.axes if axis.axison]) == count
    assert len(draw("importance", study).axes[0].get_yticks()) == 3


def test_a_picture_that_fails_costs_no_other(
    small: Study,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("not today")

    monkeypatch.setattr(optuna.importance, "get_param_importances", fail)
    written = write_pictures(small, tmp_path)
    assert stems(written) == ["history", "slice"]
    write_page(small, tmp_path / "study.html", "a title")
    page = Page(tmp_path / "study.html")
    assert "Slices" in page.text
    assert "Importance" not in page.text
    assert len(page.rows) == 1 + len(small.trials)
    assert [
        record.getMessage() for record in caplog.records if record.levelno == logging.WARNING
    ] == [
        "importance.png could not be drawn (ValueError: not today)",
        "Importance of the parameters could not be drawn (ValueError: not today)",
    ]


def test_page_says_what_the_study_holds(tuned: Study, tmp_path: Path) -> None:
    write_page(tuned, tmp_path / "study.html", "Study <tuned>")
    page = Page(tmp_path / "study.html")
    best = tuned.best_trial
    assert page.text.count("Study <tuned>") == 2
    for heading in (
        "History",
        "Importance of the parameters",
        "Parallel coordinates",
        "Slices",
        "Intermediate values",
        f"Best accuracy (maximize): {best.value:.6g}, trial {best.number}",
    ):
        assert heading in page.text
    head, *rows = page.rows
    assert head == ["trial", "state", "accuracy", *best.params, "seconds"]
    assert len(rows) == len(tuned.trials)
    for trial, row in zip(tuned.trials, rows, strict=True):
        state = "done" if trial.state == TrialState.COMPLETE else "pruned"
        assert row[:2] == [f"★ {trial.number}" if trial == best else str(trial.number), state]
        assert float(row[2]) == pytest.approx(trial.value, rel=1e-5)
        assert float(row[3]) == pytest.approx(trial.params["optimizer.learning_rate"], rel=1e-5)
        assert row[4:6] == [str(trial.params["model.hidden_dim"]), trial.params["model.cell"]]
        assert float(row[6]) >= 0


def test_page_of_two_objectives(double: Study, tmp_path: Path) -> None:
    write_page(double, tmp_path / "study.html", "a title")
    page = Page(tmp_path / "study.html")
    best = [trial.number for trial in double.best_trials]
    assert f"{len(best)} on the Pareto front of score (maximize) and cost (minimize)" in page.text
    assert [row[0] for row in page.rows if row[0].startswith("★")] == [f"★ {n}" for n in best]
    infeasible = [row[0] for row in page.rows if row[1] == "done, infeasible"]
    assert infeasible == [
        str(trial.number) for trial in double.trials if trial.constraints["memory"] > 0
    ]
    for heading in ("History of score", "History of cost", "Slices of cost", "Pareto front"):
        assert heading in page.text


def test_page_needs_nothing_from_elsewhere(tuned: Study, tmp_path: Path) -> None:
    path = tmp_path / "study.html"
    write_page(tuned, path, "a title")
    page = Page(path)
    assert page.scripts.count(PLOTLY) == 1
    assert len(page.scripts) == 6
    assert {link.split("-")[0] for link in page.links} == {"data:,", "#trial"}
    own = path.read_text(encoding="utf-8").replace(PLOTLY, "")
    assert "http://" not in own
    assert "https://" not in own
    assert "url(" not in own
    assert "default-src 'none'" in own
    assert [path.name for path in tmp_path.iterdir()] == ["study.html"]


def test_page_without_figures_is_small(tmp_path: Path) -> None:
    write_page(new_study(), tmp_path / "study.html", "a title")
    assert (tmp_path / "study.html").stat().st_size < 10_000
    page = Page(tmp_path / "study.html")
    assert "script" not in page.tags
    assert "0 trials" in page.text
    assert "No result yet for value (minimize)" in page.text


def test_page_shows_hostile_texts_as_they_are(tmp_path: Path) -> None:
    study = run(new_study(names=["<i>metric</i>"]), _hostile, 20)
    write_page(study, tmp_path / "study.html", "<script>alert(4)</script>")
    page = Page(tmp_path / "study.html")
    assert not {"img", "b", "i"} & set(page.tags)
    figures = "".join(page.figures)
    assert page.tags.count("script") == len(page.figures) + 1
    assert page.tags.count("h1") == 1
    assert page.rows[0][2:6] == ["<i>metric</i>", HOSTILE_NAME, LONG_NAME, LONG_NAME[:-1] + "q"]
    shown = {row[3] for row in page.rows[1:]}
    assert shown == {trial.params[HOSTILE_NAME] for trial in study.trials}
    assert page.rows[4][1] == "failed<b>bad</b> </script>"
    # Plotly takes some HTML in its texts for markup.
    assert "\\u003cimg" not in figures
    assert "\\u003ci\\u003e" not in figures
    assert "&lt;" in figures


def test_figures_tell_apart_what_looks_alike() -> None:
    def objective(trial: Trial) -> float:
        # Alike where they are shortened, and to Python alike.
        trial.suggest_categorical("s", ["a" * 40 + "1" + "a" * 40, "a" * 40 + "2" + "a" * 40])
        trial.suggest_categorical("n", [True, 1, False])
        return sum(trial.suggest_float("a" * 40 + sign + "a" * 40, 0, 1) for sign in "12")

    study = run(new_study(), objective, 12)
    snapshot = Snapshot.of(study)
    shown = _fit_for_plotly(snapshot)
    assert len(shown.parameters) == 4
    assert max(map(len, shown.parameters)) <= 25
    assert len({trial.params["s"] for trial in shown.completed}) == 2
    # Each trial once for each parameter.
    points = [len(trace.x) for trace in optuna.visualization.plot_slice(shown).data]
    assert points == [12] * 4
    ticks = [axis.get_xticklabels() for axis in draw("slice", study).axes[:2]]
    assert [text.get_text() for text in ticks[1]] == ["True", "1", "False"]


def test_page_survives_what_is_not_unicode(tmp_path: Path) -> None:
    study = run(new_study(), lambda trial: trial.suggest_float("name\udcff", 0, 1), 3)
    assert stems(write_pictures(study, tmp_path)) == WITHOUT_PARALLEL
    write_page(study, tmp_path / "study.html", "title\udcff")
    assert "name?" in Page(tmp_path / "study.html").text


@pytest.mark.slow
def test_a_browser_draws_every_figure(tuned: Study, double: Study, tmp_path: Path) -> None:
    from browsers import chromium
    from playwright.sync_api import expect

    hostile = run(new_study(names=["<i>metric</i>"]), _hostile, 20)
    with chromium() as browser:
        for study in (tuned, double, hostile):
            path = tmp_path / "study.html"
            write_page(study, path, "a title")
            tab = browser.new_page(viewport={"width": 400, "height": 800})
            faults: list[str] = []
            requests: list[str] = []
            tab.on("pageerror", lambda error, faults=faults: faults.append(str(error)))
            tab.on("dialog", lambda dialog, faults=faults: faults.append(dialog.message))
            tab.on(
                "console",
                lambda message, faults=faults: (
                    faults.append(message.text) if message.type == "error" else None
                ),
            )
            tab.on("request", lambda request, requests=requests: requests.append(request.url))
            tab.goto(path.as_uri())
            drawn = tab.locator(".plotly-graph-div:has(.main-svg .cartesianlayer .subplot)")
            expect(drawn).to_have_count(len(Page(path).figures))
            assert not faults
            assert [url for url in requests if not url.startswith(("data:", "blob:"))] == [
                path.as_uri()
            ]
            # What is wide scrolls by itself, not with the whole page.
            assert tab.evaluate("document.documentElement.scrollWidth") == 400
