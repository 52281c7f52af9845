"""OpenTelemetry, where an environment variable says where to send it."""

import os

from fastapi import FastAPI

from sentiment import __version__
from sentiment.errors import UserError

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


def start_tracing(app: FastAPI) -> None:
    """Sends a span a request to ``OTEL_EXPORTER_OTLP_ENDPOINT``; without it does nothing at all.

    Raises:
        UserError: when tracing is wanted and its packages are missing.
    """
    if not os.environ.get(ENDPOINT):
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise UserError(
            f"{ENDPOINT} is set, but {error.name} is not installed: "
            "pip install 'sentiment-lab[tracing]'."
        ) from error
    provider = TracerProvider(
        resource=Resource.create({"service.name": "sentiment-lab", "service.version": __version__})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    FastAPIInstrumentor.instrument_app(
        app, tracer_provider=provider, excluded_urls="health,metrics,static"
    )
