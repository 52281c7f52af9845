"""Who may do what, and what every answer carries."""

import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from running_server import Server, serving

KEY = "correct-horse"
REVIEW = {"movie": "Alien", "review": "A fine film."}
TEXT = {"text": "A fine film."}
OPEN = ("/", "/health", "/metrics", "/docs", "/openapi.json", "/static/app.js")


def test_a_key_for_writes(tiny_bundle: Path, tmp_path: Path) -> None:
    key = {"X-API-Key": KEY}
    overrides = [f"bundle={tiny_bundle}", "workers=1"]
    with serving(tmp_path, *overrides, SENTIMENT_API_KEY=KEY) as server:
        for wrong in ({}, {"X-API-Key": ""}, {"X-API-Key": KEY + "x"}, {"X-API-Key": "ü"}):
            encoded = {name: value.encode() for name, value in wrong.items()}
            answer = server.post("/add_review", REVIEW, headers=encoded)
            assert answer.status_code == 401
            assert "X-API-Key" in answer.json()["detail"]
        assert server.get("/movies").json()["movies"] == []
        assert server.post("/add_review", REVIEW, headers=key).status_code == 200
        assert server.post("/predict", TEXT).status_code == 200
        for path in (*OPEN, "/movies", "/movie/alien", "/model"):
            assert server.get(path).status_code == 200
        # The key is in the environment, and nowhere else.
        for path in tmp_path.rglob("*"):
            assert not path.is_file() or KEY.encode() not in path.read_bytes()
        assert KEY not in server.get("/metrics").text


@pytest.mark.slow
def test_a_key_for_all(tiny_bundle: Path, tmp_path: Path) -> None:
    key = {"X-API-Key": KEY}
    overrides = [f"bundle={tiny_bundle}", "workers=1", "api_key_for=all"]
    with serving(tmp_path, *overrides, SENTIMENT_API_KEY=KEY) as server:
        for path in ("/predict", "/explain"):
            assert server.post(path, TEXT).status_code == 401
            assert server.post(path, TEXT, headers=key).status_code == 200
        assert server.post("/predict_batch", {"texts": ["a"]}).status_code == 401
        for path in ("/movies", "/movie/alien", "/model"):
            assert server.get(path).status_code == 401
            assert server.get(path, headers=key).status_code in (200, 404)
        for path in OPEN:
            assert server.get(path).status_code == 200
        # Without the key nothing is looked at.
        assert server.post("/predict", {"nonsense": 1}).status_code == 401


@pytest.mark.parametrize(
    "path",
    ["/", "/health", "/metrics", "/docs", "/movies", "/nothing", "/movie/nothing", "/static"],
)
def test_every_answer_carries_the_usual_headers(server: Server, path: str) -> None:
    headers = server.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert ("'unsafe-inline'" in policy) == (path == "/docs")
    assert "unsafe-eval" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "server" not in {name.lower() for name in headers}


def test_errors_carry_them_too(server: Server) -> None:
    for answer in (server.post("/predict", {}), server.post("/predict", {"text": "a" * (1 << 21)})):
        assert 400 <= answer.status_code < 500
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Request-ID"]


def test_no_other_site_may_ask(server: Server) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = server.get("/movies", headers=headers)
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}",
        "__import__('os').system('touch executed')",
        "cos\nsystem\n(S'touch executed'\ntR.",
        "${oc.env:HOME} ${run_folder:a,b}",
        "%s %n %(name)s {0} {text}",
        "'; DROP TABLE reviews; --",
    ],
)
def test_nothing_is_evaluated(server: Server, text: str) -> None:
    review = {"movie": text[:100], "review": text}
    assert server.post("/add_review", review).status_code == 200
    movie = server.get("/movie/" + quote(" ".join(text[:100].split()), safe="")).json()
    (stored,) = movie["recent_reviews"][:1]
    assert stored["review"] == text
    assert server.post("/explain", {"text": text}).status_code == 200
    assert not list(server.folder.rglob("executed"))


def test_pickles_are_nothing_to_it() -> None:
    """What comes over HTTP is never unpickled: the service's own code has no such call."""
    folder = Path(__file__).parents[2] / "serve"
    found = subprocess.run(
        ["grep", "-rnE", r"\b(pickle|marshal|eval|exec|jinja2)\b", "--include=*.py", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
