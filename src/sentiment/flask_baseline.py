"""A plain Flask server around the reference network: what ``serve.bench`` compares with.

``python -m sentiment.flask_baseline PORT`` serves on 127.0.0.1 until it is ended.
"""

import sys
from collections import Counter
from typing import Any

import torch

from sentiment.baseline_pipeline import PlainPipeline
from sentiment.config import compose_config
from sentiment.data.sources import DemoSource
from sentiment.instantiation import build_net
from sentiment.text import Vocabulary

_VOCABULARY_SIZE = 30000
_CORPUS_SIZE = 1000


def main() -> None:
    """Serves as a runbook does it: with Flask's own server, a thread a request."""
    make_app().run(host="127.0.0.1", port=int(sys.argv[1]), threaded=True)


def make_app() -> Any:
    """The Flask application; ``POST /predict`` takes ``{"text": ...}``, one review a request.

    The weights are random: the time that a prediction takes does not depend on them.
    """
    # Here and not above: it is needed for measuring alone.
    from flask import Flask, jsonify, request

    app = Flask(__name__)
    pipeline = PlainPipeline(_tokens())
    net = build_net(compose_config("train", ["experiment=reference"]).model, _VOCABULARY_SIZE)
    net.eval()

    @app.get("/health")
    def health() -> Any:
        return jsonify(status="healthy")

    @app.post("/predict")
    def predict() -> Any:
        token_ids, lengths = pipeline.batch([request.get_json()["text"]])
        with torch.no_grad():
            probability = float(torch.sigmoid(net(token_ids, lengths))[0])
        sentiment = "positive" if probability > 0.5 else "negative"
        return jsonify(sentiment=sentiment, confidence=max(probability, 1 - probability))

    return app


def _tokens() -> list[str]:
    """Words that reviews are likely to hold: those of the built-in corpus."""
    counts: Counter[str] = Counter()
    for text in DemoSource(_CORPUS_SIZE, _CORPUS_SIZE, seed=1).read("train").texts:
        counts.update(PlainPipeline.tokenise(text))
    # Two ids are taken, by the padding and by unknown words.
    return Vocabulary.from_counts(counts, 1, _VOCABULARY_SIZE - 2).tokens


if __name__ == "__main__":
    main()
