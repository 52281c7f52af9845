"""Predicting and explaining."""

import json
from typing import Any

from fastapi import APIRouter, Response

from serve.batching import Result
from serve.routes.common import BAD_INPUT, BUSY, TheService
from serve.schemas import (
    ExplainAnswer,
    ExplainedWord,
    PredictBatchAnswer,
    PredictBatchRequest,
    Prediction,
    PredictRequest,
)

router = APIRouter(tags=["predictions"], responses={**BAD_INPUT, **BUSY})


# The two routes that have to be fast write their JSON themselves: that it fits the schema is tested
# rather than checked at every answer.


@router.post("/predict", response_model=Prediction)
async def predict(request: PredictRequest, service: TheService) -> Response:
    """The sentiment of one review."""
    (result,) = await service.predict([request.text])
    return _json(to_prediction(result))


@router.post("/predict_batch", response_model=PredictBatchAnswer)
async def predict_batch(request: PredictBatchRequest, service: TheService) -> Response:
    """The sentiment of several reviews, in their order."""
    results = await service.predict(request.texts)
    return _json({"predictions": [to_prediction(result) for result in results]})


@router.post("/explain")
async def explain(request: PredictRequest, service: TheService) -> ExplainAnswer:
    """The sentiment of one review, and what each of its words adds to it."""
    result = await service.explain(request.text)
    explanation = result.explanation
    if explanation is None:
        raise RuntimeError("a worker answered without the explanation that was asked for")
    words = [
        ExplainedWord.model_construct(
            word="" if word.contribution is None else request.text[word.start : word.end],
            start=word.start,
            end=word.end,
            contribution=None if word.contribution is None else round(word.contribution, 5),
        )
        for word in explanation.words
    ]
    return ExplainAnswer.model_construct(
        **to_prediction(result), bias=round(explanation.bias, 5), words=words
    )


def to_prediction(result: Result) -> dict[str, Any]:
    """The fields of a ``Prediction``."""
    return {**result.predicted._asdict(), "model_version": result.version}


def _json(content: dict[str, Any]) -> Response:
    return Response(json.dumps(content), media_type="application/json")
