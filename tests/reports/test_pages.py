"""Words in colours, and pages that are safe to open."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from browsers import chromium

from sentiment.compare import compare
from sentiment.config import compose_config
from sentiment.evaluate import evaluate
from sentiment.explanation import Explanation, WordContribution
from sentiment.reports.pages import coloured_words


def test_a_review_without_an_explanation() -> None:
    assert coloured_words("<b>good</b>", None) == "&lt;b&gt;good&lt;/b&gt;"


def test_the_strongest_word_is_coloured_most() -> None:
    text = "good <i> bad fine"
    words = [
        WordContribution(0, 4, 1.0),
        WordContribution(5, 8, None),
        WordContribution(9, 12, -0.5),
        WordContribution(13, 17, 0.001),
    ]
    html = coloured_words(text, Explanation(0.6, 0.0, words))
    good, bad = re.findall(r"rgba\(([\d, .]+)\)[^>]*title=\"([^\"]+)\">(\w+)<", html)
    assert good == ("0, 114, 178, 0.55", "+1.00", "good")
    assert bad[1:] == ("-0.50", "bad")
    assert float(bad[0].split(",")[-1]) == pytest.approx(0.55 / 2, abs=0.01)
    assert '<span class="unread"' in html
    assert "<i>" not in html
    assert re.sub(r"<[^>]+>", "", html) == "good &lt;i&gt; bad fine"


@pytest.fixture(scope="module")
def report(tiny_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    settings = [f"checkpoint={tiny_run}", f"output_dir={folder}", f"runs_dir={folder}"]
    evaluate(compose_config("evaluate", settings))
    return folder


def test_the_page_and_its_figures_are_the_same(report: Path) -> None:
    content = json.loads((report / "report.json").read_text())
    metrics = json.loads((report / "metrics.json").read_text())
    page = (report / "report.html").read_text()
    for name, one in content["metrics"].items():
        assert one["value"] == pytest.approx(metrics["test"][name], abs=1e-5)
        assert one["low"] <= one["value"] <= one["high"]
        assert f"{one['value']:.4f}" in page
    confusion = np.array(content["confusion"])
    assert confusion.sum() == metrics["reviews"]
    assert confusion.trace() / confusion.sum() == pytest.approx(metrics["test"]["accuracy"])
    for slices in content["slices"].values():
        assert sum(one["reviews"] for one in slices) == metrics["reviews"]
    assert content["curves"]["risk_coverage"][-1][1] == pytest.approx(
        1 - metrics["test"]["accuracy"]
    )
    assert content["checks"] == metrics["checks"]
    assert content["configuration"]["model"]["name"] == "bilstm"
    wrong = confusion.sum() - confusion.trace()
    assert len(content["mistakes"]) == min(wrong, 20)
    assert page.count('<article class="review">') == len(content["mistakes"])


def test_it_loads_nothing_from_elsewhere(report: Path) -> None:
    page = (report / "report.html").read_text()
    assert re.findall(r"(?:src|href)=\"(?!data:)[^\"]*\"", page) == []
    assert "<script" not in page
    assert "default-src 'none'" in page


@pytest.fixture(scope="module")
def comparison(
    tiny_run: Path, tiny_bundle: Path, imdb_like: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("comparison")
    runs = f"runs=[{tiny_run},{tiny_bundle}]"
    compare(compose_config("compare", [runs, f"source={imdb_like}", f"output_dir={folder}"]))
    return folder


@pytest.mark.slow
def test_on_a_screen_and_on_a_phone_nothing_is_too_wide(report: Path, comparison: Path) -> None:
    with chromium() as browser:
        for file in (report / "report.html", comparison / "comparison.html"):
            for width in (390, 1280):
                context = browser.new_context(viewport={"width": width, "height": 844})
                page = context.new_page()
                said: list[str] = []
                page.on("console", lambda message, said=said: said.append(message.text))
                page.goto(file.as_uri())
                assert page.evaluate("document.documentElement.scrollWidth") <= width, file.name
                assert page.evaluate("[...document.images].every(image => image.naturalWidth > 9)")
                assert said == []
                context.close()


def test_a_training_that_mlflow_does_not_know_gets_a_run_of_its_own(report: Path) -> None:
    from mlflow import MlflowClient

    client = MlflowClient(f"sqlite:///{report / 'mlflow.db'}")
    experiment = client.get_experiment_by_name("sentiment")
    assert experiment is not None
    (run,) = client.search_runs([experiment.experiment_id])
    assert run.info.status == "FINISHED"
    accuracy = json.loads((report / "metrics.json").read_text())["test"]["accuracy"]
    assert run.data.metrics["imdb_like/test/accuracy"] == pytest.approx(accuracy)
    (top,) = client.list_artifacts(run.info.run_id, "reports")
    (folder,) = client.list_artifacts(run.info.run_id, top.path)
    names = {Path(file.path).name for file in client.list_artifacts(run.info.run_id, folder.path)}
    assert names == {"metrics.json", "plots", "report.html", "report.json"}
