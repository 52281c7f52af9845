"""Traffic and Locust against a real server: everything is answered as it should be."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sentiment.config import compose_config
from sentiment.errors import UserError
from serve.journeys import MOVIES, some_call
from serve.traffic import traffic

from running_server import PATIENCE, Server, serving, wait_for

ROOT = Path(__file__).parents[2]
MIX: Any = {"predict": 1, "batch": 1, "explain": 1, "review": 1, "movie": 1, "page": 1}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serve.sending._SECONDS_TO_GIVE_UP", PATIENCE)


def test_every_kind_is_answered_as_expected(server: Server, tmp_path: Path) -> None:
    overrides = [f"url={server.url}", f"output_dir={tmp_path}", "rate=60", "seconds=3", "bad=0.3"]
    results = traffic(compose_config("traffic", [*overrides, *(f"mix.{kind}=1" for kind in MIX)]))
    kinds = results["kinds"]
    assert set(kinds) == {
        *MIX,
        *("bad: empty text", "bad: a number for a text", "bad: no JSON", "bad: too large"),
        *("bad: no such movie", "bad: no such page"),
    }
    for name, kind in kinds.items():
        assert kind["unexpected"] == {}, name
        assert 0 < kind["median_milliseconds"] <= kind["p95_milliseconds"]
    # When each is due decides how many there are: 180 in the mean, give or take what chance does,
    # and one review of each movie before.
    assert 120 < sum(kind["requests"] for kind in kinds.values()) - len(MOVIES) < 240
    assert json.loads((tmp_path / "traffic.json").read_text()) == results


def test_shares() -> None:
    random = Random(1)  # noqa: S311
    calls = [some_call(random, ["text"], {"predict": 3, "movie": 1}, 0.1) for _ in range(2000)]
    names = [call.name for call in calls]
    assert sum(name.startswith("bad") for name in names) == pytest.approx(200, abs=60)
    assert names.count("predict") == pytest.approx(1350, abs=110)
    assert names.count("movie") == pytest.approx(450, abs=85)


@pytest.mark.slow
def test_the_key_goes_with_writes(tiny_bundle: Path, tmp_path: Path) -> None:
    key = "a-key-of-some-length"
    overrides = ["rate=40", "seconds=1", "bad=0", "mix.predict=0", "mix.page=0", "mix.batch=0"]
    with serving(
        tmp_path / "s", f"bundle={tiny_bundle}", "workers=1", SENTIMENT_API_KEY=key
    ) as server:
        overrides += [f"url={server.url}", f"output_dir={tmp_path}"]
        results = traffic(compose_config("traffic", [*overrides, f"api_key={key}"]))
        assert results["kinds"]["review"]["unexpected"] == {}
        results = traffic(compose_config("traffic", [*overrides, "api_key=null"]))
        assert set(results["kinds"]["review"]["unexpected"]) == {"401"}


def test_mistakes_are_sentences(call_main: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no healthy service answers there"):
        traffic(compose_config("traffic", ["url=http://127.0.0.1:9", f"output_dir={tmp_path}"]))
    nothing = [f"mix.{kind}=0" for kind in MIX]
    with pytest.raises(UserError, match=r"mix=.* should have a weight above 0"):
        traffic(compose_config("traffic", [*nothing, f"output_dir={tmp_path}"]))
    with pytest.raises(UserError, match="mix"):
        traffic(compose_config("traffic", ["+mix.dance=1", f"output_dir={tmp_path}"]))


@pytest.mark.slow
def test_locust_makes_the_same_journeys(server: Server, tmp_path: Path) -> None:
    # Looked for and not imported: Locust changes the sockets and locks of whoever imports it.
    if importlib.util.find_spec("locust") is None:
        pytest.skip("no Locust: pip install -e '.[load]'")
    server.post("/add_review", {"movie": MOVIES[0], "review": "Fine."})

    def predicted() -> float:
        return server.metric('http_requests_total{method="POST",route="/predict",status="200"}')

    before = predicted()
    visitors = subprocess.Popen(
        [
            *(sys.executable, "-m", "locust", "-f", str(ROOT / "deploy/load/locustfile.py")),
            *("--host", server.url, "--headless", "--users", "20", "--spawn-rate", "20"),
            *("--json", "--only-summary", "--exit-code-on-error", "0"),
        ],
        cwd=tmp_path,
        env={**os.environ, "TRAFFIC_BAD": "0.3"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with visitors:
        try:
            # By then there have been mistakes, too.
            wait_for(lambda: visitors.poll() is not None or predicted() >= before + 30)
        finally:
            visitors.terminate()
        said, complained = visitors.communicate(timeout=PATIENCE)
    assert visitors.returncode == 0, complained
    kinds = {one["name"]: one for one in json.loads(said)}
    # An answer in the end may have come to nobody.
    assert 0 < kinds["predict"]["num_requests"] <= predicted() - before
    assert any(name.startswith("bad: ") for name in kinds)
    # Of movies that nobody has reviewed yet there is nothing to see.
    failures = {name: one["num_failures"] for name, one in kinds.items() if name != "movie"}
    assert not any(failures.values()), failures
