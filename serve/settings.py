"""Which values ``conf/serve.yaml`` may have."""

from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeFloat,
    PositiveFloat,
    PositiveInt,
    field_validator,
)
from pydantic_core import PydanticCustomError

from sentiment.processors import usable_processors
from serve.journeys import Kind
from serve.schemas import MOST_TEXTS


class _Group(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class BatchingSettings(_Group):
    """``batching``."""

    max_size: PositiveInt
    resend_after_seconds: PositiveFloat


class LimitSettings(_Group):
    """``limits``."""

    body_bytes: PositiveInt
    queue: Annotated[int, Field(ge=MOST_TEXTS)]
    queue_characters: PositiveInt
    deadline_seconds: PositiveFloat
    connections: PositiveInt


class StoreSettings(_Group):
    """``store``."""

    url: Annotated[str, Field(min_length=1)]


class ServeSettings(_Group):
    """``conf/serve.yaml``."""

    bundle: Annotated[str, Field(min_length=1)] | None
    host: Literal["127.0.0.1", "0.0.0.0", "::"]  # noqa: S104
    port: Annotated[int, Field(ge=1024, le=65535)]
    workers: PositiveInt | Literal["auto"]
    api_processes: PositiveInt
    follow_seconds: PositiveFloat
    batching: BatchingSettings
    limits: LimitSettings
    store: StoreSettings
    api_key: Annotated[str, Field(min_length=8, pattern=r"^[\x21-\x7e]+$")] | None
    api_key_for: Literal["writes", "all"]
    log_level: Literal["debug", "info", "warning", "error"]
    runs_dir: str
    output_dir: str

    @property
    def worker_count(self) -> int:
        """How many processes predict."""
        if self.workers == "auto":
            return min(usable_processors(), 4)
        return self.workers


class BenchServeSettings(_Group):
    """``conf/bench_serve.yaml``."""

    url: Annotated[str, Field(pattern=r"^https?://")] | None
    bundle: Annotated[str, Field(min_length=1)] | None
    source: Annotated[str, Field(min_length=1)] | None
    reviews: PositiveInt
    seconds: PositiveFloat
    warm_up_seconds: PositiveFloat
    steady_seconds: PositiveFloat
    idle_seconds: PositiveFloat
    seed: Annotated[int, Field(ge=0)]
    runs_dir: str
    output_dir: str


class TrafficSettings(_Group):
    """``conf/traffic.yaml``."""

    url: Annotated[str, Field(pattern=r"^https?://")]
    rate: Annotated[float, Field(gt=0, le=5000)]
    seconds: PositiveFloat
    bad: Annotated[float, Field(ge=0, le=1)]
    mix: dict[Kind, NonNegativeFloat]
    api_key: str | None
    seed: Annotated[int, Field(ge=0)]
    output_dir: str

    @field_validator("mix")
    @classmethod
    def _is_something(cls, mix: dict[Kind, float]) -> dict[Kind, float]:
        if not sum(mix.values()):
            raise PydanticCustomError("mix", "should have a weight above 0")
        return mix


class BackupSettings(_Group):
    """``conf/backup.yaml``."""

    to: Annotated[str, Field(min_length=1)]
    replace: bool
    store: StoreSettings
    output_dir: str


class RestoreSettings(_Group):
    """``conf/restore.yaml``."""

    # A word of Python's.
    source: Annotated[str, Field(min_length=1, alias="from")]
    replace: bool
    store: StoreSettings
    output_dir: str
