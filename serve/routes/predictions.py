"""Predicting and explaining."""

from fastapi import APIRouter

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


@router.post("/predict")
async def predict(request: PredictRequest, service: TheService) -> Prediction:
    """The sentiment of one review."""
    (result,) = await service.predict([request.text])
    return to_prediction(result)


@router.post("/predict_batch")
async def predict_batch(request: PredictBatchRequest, service: TheService) -> PredictBatchAnswer:
    """The sentiment of several reviews, in their order."""
    results = await service.predict(request.texts)
    return PredictBatchAnswer.model_construct(predictions=[to_prediction(one) for one in results])


@router.post("/explain")
async def explain(request: PredictRequest, service: TheService) -> ExplainAnswer:
    """The sentiment of one review, and what each of its words adds to it."""
    result = await service.explain(request.text)
    explanation = result.explanation
    if explanation is None:
        raise RuntimeError("a worker answered without the explanation that was asked for")
    words = [
        ExplainedWord.model_construct(
            word=request.text[word.start : word.end],
            start=word.start,
            end=word.end,
            contribution=None if word.contribution is None else round(word.contribution, 5),
        )
        for word in explanation.words
    ]
    return ExplainAnswer.model_construct(
        **to_prediction(result).model_dump(), bias=round(explanation.bias, 5), words=words
    )


def to_prediction(result: Result) -> Prediction:
    """What is answered for a text."""
    return Prediction.model_construct(**result.predicted._asdict(), model_version=result.version)
