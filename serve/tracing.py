"""OpenTelemetry, where an environment variable says where to send it."""

import contextlib
import os
from contextlib import AbstractContextManager
from typing import Any

from fastapi import FastAPI

from sentiment import __version__
from sentiment.errors import UserError

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


class Tracing:
    """Spans of requests and predictions; without ``ENDPOINT`` there are none, at no cost."""

    def __init__(self) -> None:
        self._provider: Any = None
        self._tracer: Any = None

    def instrument(self, app: FastAPI) -> None:
        """Prepares spans for every route of an application that has not started.

        Raises:
            UserError: when tracing is wanted and its packages are missing.
        """
        if not os.environ.get(ENDPOINT):
            return
        try:
            from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
        except ImportError as error:
            raise UserError(
                f"{ENDPOINT} is set, but {error.name} is not installed: "
                "pip install 'sentiment-lab[tracing]'."
            ) from error
        names = {"service.name": "sentiment-lab", "service.version": __version__}
        self._provider = TracerProvider(resource=Resource.create(names))
        self._tracer = self._provider.get_tracer("serve")
        FastAPIInstrumentor.instrument_app(
            app,
            tracer_provider=self._provider,
            excluded_urls="health,metrics,static",
            exclude_spans=["receive", "send"],
        )

    def start_sending(self) -> None:
        """Starts the thread that sends; after the process was forked, for no thread survives it."""
        if self._provider is not None:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.trace.export import BatchSpanProcessor

            self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))

    def stop(self) -> None:
        """Sends what was not sent yet."""
        if self._provider is not None:
            self._provider.shutdown()

    def span(self, name: str, **attributes: int) -> AbstractContextManager[Any]:
        """A span around a block."""
        if self._tracer is None:
            return contextlib.nullcontext()
        span: AbstractContextManager[Any] = self._tracer.start_as_current_span(
            name, attributes=attributes
        )
        return span
