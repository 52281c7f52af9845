"""What those who run the service ask."""

from typing import Any

from fastapi import APIRouter, HTTPException, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from sentiment.bundle import Manifest
from serve import metrics
from serve.routes.common import BUSY, NO_KEY, TheService
from serve.schemas import HealthAnswer, UnhealthyAnswer

probes = APIRouter(tags=["operation"])
router = APIRouter(tags=["operation"], responses={**NO_KEY, 503: BUSY[503]})


@probes.get("/health", responses={503: {"model": UnhealthyAnswer}})
async def health(service: TheService) -> Any:
    """Healthy when a worker has predicted, or passed a self-test, within the last second."""
    version = await service.healthy_version()
    if version is None:
        answer = UnhealthyAnswer(detail="No worker answers; look at the log.")
        return JSONResponse(answer.model_dump(), status_code=503, headers={"Retry-After": "1"})
    return JSONResponse(HealthAnswer(model_version=version).model_dump())


@probes.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def prometheus(service: TheService) -> Response:
    """Prometheus' text format, summed over all processes."""
    text = await run_in_threadpool(metrics.exposition, lambda: service.manifest, service.supervisor)
    return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)


@router.get("/model")
async def model(service: TheService) -> Manifest:
    """The bundle's ``model.json``."""
    await service.healthy_version()
    if service.manifest is None:
        raise HTTPException(503, "No worker answers yet.", headers={"Retry-After": "1"})
    return service.manifest
