"""How a server starts, and what it says when it can't."""

import json
import shutil
import time
from pathlib import Path

import pytest

from running_server import Server, serving, start


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ([], "No bundle was exported below"),
        (["bundle=nothing"], "There is no bundle at nothing"),
        (["bundle={bundle}", "port=80"], "port=80 should be greater than or equal to 1024"),
        (["bundle={bundle}", "host=example.org"], "host=example.org should be"),
        (["bundle={bundle}", "workers=0"], "workers=0 should be"),
        (["bundle={bundle}", "limits.queue=5"], "limits.queue=5 should be"),
        (["bundle={bundle}", "store.url=nonsense"], "store.url is not a database URL"),
        (["bundle={bundle}", "api_key=short"], "api_key string should have at least 8"),
        (["bundle={bundle}", "bundel=x"], "no setting 'bundel'; did you mean bundle"),
    ],
)
def test_mistakes_at_the_start(
    tiny_bundle: Path, tmp_path: Path, overrides: list[str], sentence: str
) -> None:
    # The port that comes last is the one that counts.
    server = start(tmp_path, *(one.format(bundle=tiny_bundle) for one in overrides))
    assert server.process.wait(timeout=30) == 1
    assert sentence in server.said().strip().splitlines()[-1], server.said()
    assert "Traceback" not in server.said()
    assert "short" not in server.said()


def test_a_port_that_is_taken(tiny_bundle: Path, server: Server, tmp_path: Path) -> None:
    second = start(tmp_path, f"bundle={tiny_bundle}", port=server.port)
    assert second.process.wait(timeout=30) == 1
    assert f"port={server.port} can't be had" in second.said()


@pytest.mark.slow
def test_the_newest_bundle_without_asking(tiny_bundle: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_bundle, tmp_path / "runs" / "export" / "day" / "run" / "bundle")
    with serving(tmp_path, "workers=1") as server:
        version = json.loads((tiny_bundle / "model.json").read_text())["version"]
        assert server.get("/health").json()["model_version"] == version
        end = time.monotonic() + 5
        while f"http://127.0.0.1:{server.port}/ (Ctrl-C ends it)" not in server.said():
            assert time.monotonic() < end, server.said()
            time.sleep(0.05)


@pytest.mark.slow
def test_on_either_database(tiny_bundle: Path, tmp_path: Path, store_url: str) -> None:
    review = {"movie": "Alien", "review": "A fine film.", "rating": 9}
    for expected in (1, 2):
        # The second time on tables that are there.
        overrides = [f"bundle={tiny_bundle}", "workers=1"]
        with serving(tmp_path, *overrides, SENTIMENT_STORE_URL=store_url) as server:
            assert server.post("/add_review", review).json()["total_reviews"] == expected
            assert server.get("/movie/ALIEN").json()["average_rating"] == 9
            assert server.get("/movies").json()["movies"][0]["movie"] == "Alien"
            for missing in ("/movie/nothing", "/movie/a%00b", "/movie/%EF%B7%BA"):
                assert server.get(missing).status_code == 404
