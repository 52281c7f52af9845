"""The dashboards: what Grafana needs of them, and a real answer to every question they ask."""

import functools
import json
import re
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from prometheus_server import ROOT, Program, node_exporter, prometheus, wait_until
from running_server import ADDRESS, Server, serving

GRAFANA = ROOT / "deploy" / "grafana"
FILES = sorted(GRAFANA.glob("dashboards/*.json"))
# Of Grafana's own; another would not be drawn, or be a bare number.
KINDS = {"row", "stat", "table", "timeseries"}
UNITS = {"Bps", "bytes", "ops", "percentunit", "pps", "reqps", "s", "short"}
SOURCE = {"type": "prometheus", "uid": "${datasource}"}

Panel = dict[str, Any]


def dashboard(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def panels(file: Path) -> list[Panel]:
    """Those that ask something."""
    return [panel for panel in dashboard(file)["panels"] if panel["type"] != "row"]


def test_there_are_three() -> None:
    assert [file.stem for file in FILES] == ["host", "model", "service"]
    # Links and bookmarks hold the uid.
    assert [dashboard(file)["uid"] for file in FILES] == [
        f"sentiment-{file.stem}" for file in FILES
    ]
    assert len({dashboard(file)["title"] for file in FILES}) == 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_structure(file: Path) -> None:
    board = dashboard(file)
    # A new one gets a number of its own from Grafana.
    assert "id" not in board
    assert board["schemaVersion"] >= 36
    assert board["description"]
    assert set(board["time"]) == {"from", "to"}
    everything = board["panels"]
    assert len({panel["id"] for panel in everything}) == len(everything)
    assert {panel["type"] for panel in everything} <= KINDS
    titles = [panel["title"] for panel in everything]
    assert len(set(titles)) == len(titles)
    assert all(title and not title.endswith(".") for title in titles)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_panels(file: Path) -> None:
    for panel in panels(file):
        assert panel["datasource"] == SOURCE, panel["title"]
        assert panel["description"].endswith("."), panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"] in UNITS, panel["title"]
        references = [target["refId"] for target in panel["targets"]]
        assert references == list("ABCDEFG"[: len(references)])
        assert references
        for target in panel["targets"]:
            assert target["datasource"] == SOURCE
            # A table has columns.
            assert bool(target["legendFormat"]) == (panel["type"] != "table")
            # A single number is asked for the present, a line for a time.
            assert target.get("range", False) == (panel["type"] == "timeseries")
            assert target.get("instant", False) == (panel["type"] != "timeseries")
        legends = [target["legendFormat"] for target in panel["targets"]]
        assert len(set(legends)) == len(legends)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_lies_on_something_else(file: Path) -> None:
    places = [panel["gridPos"] for panel in dashboard(file)["panels"]]
    for place in places:
        assert place["x"] >= 0
        assert place["x"] + place["w"] <= 24
        assert place["h"] > 0
    for one, other in combinations(places, 2):
        assert (
            one["x"] + one["w"] <= other["x"]
            or other["x"] + other["w"] <= one["x"]
            or one["y"] + one["h"] <= other["y"]
            or other["y"] + other["h"] <= one["y"]
        ), (one, other)
    # Top down, as Grafana counts rows.
    assert [place["y"] for place in places] == sorted(place["y"] for place in places)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_variables(file: Path) -> None:
    variables = {one["name"]: one for one in dashboard(file)["templating"]["list"]}
    used = set(re.findall(r"\$\{?([a-z_]\w*)", file.read_text(encoding="utf-8")))
    assert {name for name in used if not name.startswith("__")} == set(variables)
    assert variables["datasource"]["type"] == "datasource"
    assert variables["datasource"]["query"] == "prometheus"
    # Several, or all, are a pattern.
    for panel in panels(file):
        for target in panel["targets"]:
            assert target["expr"].count("$instance") == target["expr"].count(
                'instance=~"$instance"'
            )


def test_provisioning() -> None:
    def read(kind: str) -> dict[str, Any]:
        (file,) = (GRAFANA / "provisioning" / kind).iterdir()
        content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert content["apiVersion"] == 1
        return content

    sources = {one["uid"]: one for one in read("datasources")["datasources"]}
    assert [uid for uid, one in sources.items() if one.get("isDefault")] == ["prometheus"]
    assert sources["prometheus"]["type"] == "prometheus"
    chosen = {
        one["current"]["value"]
        for file in FILES
        for one in dashboard(file)["templating"]["list"]
        if one["name"] == "datasource"
    }
    assert chosen == {"prometheus"}
    settings = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())
    interval = settings["global"]["scrape_interval"]
    assert sources["prometheus"]["jsonData"]["timeInterval"] == interval
    (provider,) = read("dashboards")["providers"]
    assert provider["type"] == "file"
    assert provider["options"]["path"] == "/var/lib/grafana/dashboards"


def ask_for_everything(server: Server) -> None:
    """Something of all that is counted."""
    review = "A warm, funny film."
    assert server.post("/predict", {"text": review}).ok
    assert server.post("/predict_batch", {"texts": [review, "Dull and far too long."]}).ok
    assert server.post("/explain", {"text": review}).ok
    assert server.post("/add_review", {"movie": "Alien", "review": review}).ok
    assert server.get("/health").ok
    assert server.post("/predict", {"text": ""}).status_code == 422
    assert server.post("/predict", {"text": "long " * 300_000}).status_code == 413


@pytest.fixture(scope="module")
def watched(tiny_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Prometheus, which has seen a service at work and the machine below it."""
    folder = tmp_path_factory.mktemp("watched")
    link, next_link = folder / "current", folder / "next"
    link.symlink_to(tiny_bundle)
    next_link.symlink_to(shutil.copytree(tiny_bundle, folder / "bundle"))
    with (
        serving(folder / "service", f"bundle={link}", "workers=1", "follow_seconds=0.1") as server,
        node_exporter(folder / "node") as node,
        prometheus(
            folder / "prometheus",
            {"model": [f"{ADDRESS}:{server.port}"], "node-exporter": [node.address]},
        ) as watcher,
    ):
        ask_for_everything(server)
        # What counts changes of the bundle is there from the first change on.
        next_link.replace(link)
        wait_until(
            lambda: server.metric('model_swaps_total{outcome="taken over"}'), "another bundle"
        )
        enough = threading.Event()

        def keep_asking() -> None:
            while not enough.wait(1):
                ask_for_everything(server)

        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(keep_asking)
            try:
                yield watcher
            finally:
                enough.set()
            asking.result()


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_panel_shows_something(file: Path, watched: Program) -> None:
    for panel in panels(file):
        for target in panel["targets"]:
            expression = target["expr"].replace("$__rate_interval", "1m")
            expression = expression.replace("$instance", ".*")
            found: list[dict[str, Any]] = []

            def is_shown(expression: str = expression, found: list[Any] = found) -> bool:
                found[:] = watched.query(expression)
                numbers = {sample["value"][1] for sample in found}
                return bool(numbers) and not numbers & {"NaN", "+Inf"}

            # A rate needs two looks, and so does a rule that is made of one.
            wait_until(is_shown, f"{panel['title']}: {expression}")
            # What a legend or a column names is there.
            named = set(re.findall(r"{{(\w+)}}", target["legendFormat"])) - {"namespace"}
            for step in panel.get("transformations", []):
                named |= set(step["options"]["renameByName"])
            assert all(named <= set(sample["metric"]) for sample in found), (panel["title"], named)


@pytest.mark.slow
def test_the_choice_of_instances(watched: Program) -> None:
    for file in FILES:
        (variable,) = (
            one for one in dashboard(file)["templating"]["list"] if one["name"] == "instance"
        )
        asked = re.fullmatch(r"label_values\((.+), instance\)", variable["query"]["query"])
        assert asked
        assert variable["definition"] == variable["query"]["query"]
        ask = functools.partial(watched.query, asked[1])
        wait_until(ask, f"{file.stem}: {asked[1]}")
        assert len({sample["metric"]["instance"] for sample in ask()}) == 1
        for panel in panels(file):
            for target in panel["targets"]:
                if "$instance" in target["expr"]:
                    chosen = target["expr"].replace("$instance", "nobody")
                    chosen = chosen.replace("$__rate_interval", "1m")
                    assert not watched.query(chosen), panel["title"]
