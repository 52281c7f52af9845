"""How a server starts, and what it says when it can't."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sentiment.errors import UserError
from serve import processes
from serve.store import NewReview, ReviewStore
from serve.store.migrating import migrate

from running_server import PATIENCE, Server, serving, start, wait_for


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ([], "No bundle was exported below"),
        (["bundle=nothing"], "There is no bundle at nothing"),
        (["bundle={bundle}", "port=80"], "port=80 should be greater than or equal to 1024"),
        (["bundle={bundle}", "host=example.org"], "host=example.org should be"),
        (["bundle={bundle}", "workers=0"], "workers=0 should be"),
        (["bundle={bundle}", "limits.queue=5"], "limits.queue=5 should be"),
        (["bundle={bundle}", "api_key=short"], "api_key string should have at least 8"),
        (["bundle={bundle}", "bundel=x"], "no setting 'bundel'; did you mean bundle"),
    ],
)
def test_mistakes_in_the_settings(
    tiny_bundle: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call_main: Callable[..., tuple[int, str]],
    overrides: list[str],
    sentence: str,
) -> None:
    monkeypatch.setenv("SENTIMENT_RUNS", str(tmp_path))
    code, said = call_main("serve.__main__", *(one.format(bundle=tiny_bundle) for one in overrides))
    assert code == 1
    assert sentence in said.strip().splitlines()[-1], said
    assert "Traceback" not in said
    assert "short" not in said


def test_a_mistake_at_the_start(tiny_bundle: Path, tmp_path: Path) -> None:
    server = start(tmp_path, f"bundle={tiny_bundle}", "store.url=nonsense")
    assert server.process.wait(PATIENCE) == 1
    assert "store.url is not a database URL" in server.said().strip().splitlines()[-1]
    assert "Traceback" not in server.said()


def test_a_port_that_is_taken(tiny_bundle: Path, server: Server, tmp_path: Path) -> None:
    second = start(tmp_path, f"bundle={tiny_bundle}", port=server.port)
    assert second.process.wait(PATIENCE) == 1
    assert f"port={server.port} can't be had" in second.said()


@pytest.mark.slow
def test_a_folder_for_temporary_files_with_a_long_name(tiny_bundle: Path, tmp_path: Path) -> None:
    """Longer than a socket's name may be."""
    temporary = tmp_path / ("long" * 30)
    temporary.mkdir()
    with serving(tmp_path, f"bundle={tiny_bundle}", "workers=1", TMPDIR=str(temporary)) as server:
        assert server.post("/predict", {"text": "A warm, funny film."}).status_code == 200


def test_where_sockets_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    def is_there(*places: str) -> None:
        monkeypatch.setattr(os, "access", lambda place, _mode: place in places)

    memory, short, long, system = "/dev/shm", "/t", "/long" * 20, "/tmp"  # noqa: S108
    monkeypatch.setattr(tempfile, "tempdir", short)
    is_there(memory, short, system)
    assert processes._place() == Path(memory)
    is_there(short, system)
    assert processes._place() == Path(short)
    monkeypatch.setattr(tempfile, "tempdir", long)
    is_there(long, system)
    assert processes._place() == Path(system)
    is_there(long)
    with pytest.raises(UserError, match=f"{long}, has too long a name .* set TMPDIR"):
        processes._place()


@pytest.mark.slow
def test_the_newest_bundle_without_asking(tiny_bundle: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_bundle, tmp_path / "runs" / "export" / "day" / "run" / "bundle")
    with serving(tmp_path, "workers=1") as server:
        version = json.loads((tiny_bundle / "model.json").read_text())["version"]
        assert server.get("/health").json()["model_version"] == version
        wait_for(lambda: f"http://127.0.0.1:{server.port}/ (Ctrl-C ends it)" in server.said())


@pytest.mark.slow
def test_on_either_database(tiny_bundle: Path, tmp_path: Path, store_url: str) -> None:
    # On tables that are there; most others begin on none.
    migrate(store_url)
    store = ReviewStore(store_url)
    store.add(NewReview("Alien", "A fine film.", 9, "positive", 0.9, 0.9, "v1"))
    store.close()
    review = {"movie": "Alien", "review": "A fine film.", "rating": 9}
    overrides = [f"bundle={tiny_bundle}", "workers=1"]
    with serving(tmp_path, *overrides, SENTIMENT_STORE_URL=store_url) as server:
        assert server.post("/add_review", review).json()["total_reviews"] == 2
        assert server.get("/movie/ALIEN").json()["average_rating"] == 9
        assert server.get("/movies").json()["movies"][0]["movie"] == "Alien"
        for missing in ("/movie/nothing", "/movie/a%00b", "/movie/%EF%B7%BA"):
            assert server.get(missing).status_code == 404
