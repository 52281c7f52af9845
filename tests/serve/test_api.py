"""Every route, over a real socket."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from sentiment.bundle import load

from running_server import Server

TEXTS = ["A warm, funny film.", "Dull.", "映画は最高! 😀", "x " * 3000, "One\u0000two"]


def test_predict_as_the_bundle_does(server: Server, tiny_bundle: Path) -> None:
    bundle = load(tiny_bundle)
    for text, probability in zip(TEXTS, bundle.predict(TEXTS), strict=True):
        answer = server.post("/predict", {"text": text})
        assert answer.status_code == 200, answer.text
        sentiment, confidence = bundle.verdict(float(probability))
        assert answer.json() == {
            "sentiment": sentiment,
            "confidence": pytest.approx(confidence, abs=1e-5),
            "probability": pytest.approx(probability, abs=1e-5),
            "model_version": bundle.manifest.version,
        }


def test_a_batch_in_order(server: Server) -> None:
    texts = [f"{text} {number}" for number in range(40) for text in TEXTS]
    answer = server.post("/predict_batch", {"texts": texts})
    assert answer.status_code == 200, answer.text
    predictions = answer.json()["predictions"]
    assert len(predictions) == len(texts)
    for index in (0, 7, 123, 199):
        alone = server.post("/predict", {"text": texts[index]}).json()
        assert predictions[index]["probability"] == pytest.approx(alone["probability"], abs=1e-5)
        assert predictions[index]["sentiment"] == alone["sentiment"]


def test_explain(server: Server) -> None:
    text = 'A "warm",  funny film;\n😀 but long.'
    explained = server.post("/explain", {"text": text}).json()
    predicted = server.post("/predict", {"text": text}).json()
    assert {key: explained[key] for key in predicted} == predicted
    assert [word["word"] for word in explained["words"]] == [
        *(["A", '"warm",', "funny", "film;", "😀", "but", "long."]),
    ]
    for word in explained["words"]:
        assert text[word["start"] : word["end"]] == word["word"]
    assert any(word["contribution"] for word in explained["words"])


def test_reviews_are_kept_and_counted(server: Server) -> None:
    def add(review: str, movie: str = "The Third Man", **more: object) -> dict[str, object]:
        answer = server.post("/add_review", {"movie": movie, "review": review, **more})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    first = add("A warm, funny film.", rating=9)
    predicted = server.post("/predict", {"text": "A warm, funny film."}).json()
    assert first == {
        "id": first["id"],
        "movie": "The Third Man",
        "review_added": True,
        "sentiment": predicted["sentiment"],
        "confidence": predicted["confidence"],
        "probability": predicted["probability"],
        "total_reviews": 1,
    }
    second = add("Dull.", movie="  the THIRD   man ")
    assert (second["movie"], second["total_reviews"]) == ("The Third Man", 2)

    movie = server.get("/movie/" + quote(" The third MAN ")).json()
    assert movie["movie"] == "The Third Man"
    assert movie["total_reviews"] == movie["positive_reviews"] + movie["negative_reviews"] == 2
    assert movie["positive_percentage"] == 50 * movie["positive_reviews"]
    assert movie["average_rating"] == 9
    assert movie["recommendation"] == "too few reviews to tell"
    assert [one["review"] for one in movie["recent_reviews"]] == ["Dull.", "A warm, funny film."]
    assert movie["recent_reviews"][1]["rating"] == 9
    assert (
        server.get("/movie/The Third Man", params={"recent": 1}).json()["recent_reviews"][0]["id"]
        == second["id"]
    )

    add("Fine.", movie="AC/DC: Live?")
    assert server.get("/movie/" + quote("AC/DC: Live?", safe="")).json()["total_reviews"] == 1
    assert server.get("/movie/ac/dc: live%3F").json()["movie"] == "AC/DC: Live?"

    listed = server.get("/movies").json()
    assert listed["next_offset"] is None
    line = next(one for one in listed["movies"] if one["movie"] == "The Third Man")
    assert line == {
        "movie": "The Third Man",
        "total_reviews": 2,
        "positive_percentage": movie["positive_percentage"],
    }
    counts = [one["total_reviews"] for one in listed["movies"]]
    assert counts == sorted(counts, reverse=True)
    page = server.get("/movies", params={"limit": 1, "offset": 0}).json()
    assert (len(page["movies"]), page["next_offset"]) == (1, 1)
    missing = server.get("/movie/Never made")
    assert missing.status_code == 404
    assert "no reviews" in missing.json()["detail"]


def test_the_same_key_adds_once(server: Server) -> None:
    review = {"movie": "Twice", "review": "A fine film."}
    answers = [
        server.post("/add_review", review, headers={"Idempotency-Key": "abc-1"}).json()
        for _ in range(3)
    ]
    assert answers[0] == answers[1] == answers[2]
    assert server.get("/movie/twice").json()["total_reviews"] == 1
    other = server.post("/add_review", review, headers={"Idempotency-Key": "abc-2"}).json()
    assert other["total_reviews"] == 2
    reused = {"movie": "Another", "review": "A fine film."}
    answer = server.post("/add_review", reused, headers={"Idempotency-Key": "abc-1"})
    assert answer.status_code == 422
    assert "belongs to another review" in answer.json()["detail"]


def test_explain_a_very_long_text(server: Server) -> None:
    answer = server.post("/explain", {"text": "a " * 250_000})
    assert answer.status_code == 200
    assert len(answer.content) < 50_000
    (gap,) = [word for word in answer.json()["words"] if word["contribution"] is None]
    assert gap["word"] == ""
    assert gap["end"] - gap["start"] > 400_000


def test_health_and_model(server: Server, tiny_bundle: Path) -> None:
    manifest = json.loads((tiny_bundle / "model.json").read_text())
    assert server.get("/health").json() == {
        "status": "healthy",
        "model_loaded": True,
        "model_version": manifest["version"],
    }
    assert server.get("/model").json() == manifest


def test_openapi_tells_of_all_of_it(server: Server) -> None:
    document = server.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/predict",
        "/predict_batch",
        "/explain",
        "/add_review",
        "/movie/{name}",
        "/movies",
        "/health",
        "/metrics",
        "/model",
    }
    page = server.get("/docs")
    assert page.status_code == 200
    for part in ("/static/swagger/swagger-ui-bundle.js", "/static/docs.js"):
        assert part in page.text
        assert server.get(part).status_code == 200


@pytest.mark.parametrize("path", ["/", "/static/app.js", "/static/style.css", "/static/icon.svg"])
def test_the_page_is_there(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status_code == 200
    # It loads nothing from elsewhere; names of XML dialects are no addresses.
    assert "//" not in answer.text.replace("http://www.w3.org/2000/svg", "").replace("// ", "")


@pytest.mark.parametrize(
    "path", ["/work", "/info", "/shutdown", "/static/../service.py", "/x", "/health/"]
)
def test_nothing_else_is(server: Server, path: str) -> None:
    for method in ("get", "post"):
        assert getattr(server, method)(path).status_code in (404, 405)
