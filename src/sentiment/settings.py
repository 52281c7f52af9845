"""Which values the settings may have, checked before any work begins."""

from typing import Annotated, Any, Literal

from omegaconf import DictConfig, OmegaConf
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    ValidationError,
)

from sentiment.errors import UserError

Rate = Annotated[float, Field(ge=0, lt=1)]
Direction = Literal["minimize", "maximize"]
ShareOfAll = Annotated[float, Field(gt=0, lt=1)]


class _Group(BaseModel):
    # What a group has besides, its target's signature checks.
    model_config = ConfigDict(extra="allow")


class DataSettings(_Group):
    """``data``."""

    source: Annotated[str, Field(min_length=1)]
    fallback: Literal["demo"] | None
    batch_size: PositiveInt
    evaluation_batch_size: PositiveInt
    max_length: PositiveInt
    truncation: Literal["head", "tail", "head_tail"]
    min_frequency: PositiveInt
    max_vocabulary: PositiveInt
    validation_fraction: ShareOfAll
    validation_block: PositiveInt
    split_seed: NonNegativeInt
    demo_train_size: Annotated[int, Field(ge=100)]
    demo_test_size: Annotated[int, Field(ge=20)]


class ModelSettings(_Group):
    """``model``; each network has some of these."""

    name: str
    embedding_dim: PositiveInt = 1
    hidden_dim: PositiveInt = 1
    num_layers: PositiveInt = 1
    dropout: Rate = 0
    embedding_dropout: Rate = 0
    word_dropout: Rate = 0
    pooling: Literal["max", "mean", "max_mean", "last"] = "max"


class OptimizerSettings(_Group):
    """``optimizer``."""

    lr: PositiveFloat
    weight_decay: NonNegativeFloat = 0


class LossSettings(_Group):
    """``loss``."""

    label_smoothing: Rate


class TrainerSettings(_Group):
    """``trainer``."""

    max_epochs: PositiveInt
    devices: PositiveInt | Literal["auto", -1] | list[NonNegativeInt]


class TrainSettings(_Group):
    """``conf/train.yaml``."""

    data: DataSettings
    model: ModelSettings
    optimizer: OptimizerSettings
    loss: LossSettings
    trainer: TrainerSettings
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    threads: PositiveInt | None
    test: bool
    export: bool
    study: Annotated[str, Field(min_length=1)]
    optimized_metric: str | Annotated[list[str], Field(min_length=1)]
    direction: Direction | Annotated[list[Direction], Field(min_length=1)]
    constraints: list[str]


class EvaluateSettings(_Group):
    """``conf/evaluate.yaml``."""

    batch_size: PositiveInt
    threads: PositiveInt | None
    mistakes: NonNegativeInt
    split: Annotated[str, Field(min_length=1)]


class PredictSettings(_Group):
    """``conf/predict.yaml``."""

    batch_size: PositiveInt
    threads: PositiveInt | None
    format: Literal["plain", "jsonl", "csv"]


class ConversionSettings(_Group):
    """``export`` in ``conf/export.yaml``."""

    precision: Literal["auto", "fp32", "int8"]
    check_reviews: PositiveInt
    calibrate: bool


class ExportSettings(_Group):
    """``conf/export.yaml``."""

    output: Annotated[str, Field(min_length=1)]
    link: Annotated[str, Field(min_length=1)] | None
    export: ConversionSettings


class BenchSettings(_Group):
    """``conf/bench.yaml``."""

    steps: PositiveInt
    reviews: Annotated[int, Field(ge=64)]
    seed: NonNegativeInt


class BenchSweepSettings(_Group):
    """``conf/bench_sweep.yaml``."""

    trials: PositiveInt
    seeds: Annotated[list[NonNegativeInt], Field(min_length=1)]
    epochs: Annotated[int, Field(ge=2)]
    train_share: Annotated[float, Field(gt=0, le=1)]
    empty_trials: Annotated[int, Field(ge=20)]


class SummarySettings(_Group):
    """``conf/summary.yaml``."""

    runs: Annotated[str, Field(min_length=1)] | Annotated[list[str], Field(min_length=1)]
    split: Literal["validation", "test"]


def check_settings(config: DictConfig, schema: type[BaseModel]) -> None:
    """Checks a composed configuration against its schema.

    Raises:
        UserError: naming each setting that is missing or can't be as it is.
    """
    missing = sorted(OmegaConf.missing_keys(config))
    if missing:
        raise UserError(f"Please give {' and '.join(f'{key}=...' for key in missing)}.")
    values: Any = OmegaConf.to_container(config, resolve=True)
    try:
        schema.model_validate(values)
    except ValidationError as error:
        raise UserError("; ".join(dict.fromkeys(map(_sentence, error.errors()))) + ".") from error


def _sentence(problem: Any) -> str:
    # A union's branches are told apart by a last part that is no setting, e.g. "constrained-int".
    path = [part for part in problem["loc"] if str(part).isidentifier()]
    names = {"int", "str", "float", "bool", "list"}
    key = ".".join(str(part) for part in path if part not in names)
    if problem["type"] == "missing":
        return f"{key} is missing"
    message = problem["msg"].removeprefix("Input ")
    if key.endswith("key"):
        # A secret does not belong on a screen.
        return f"{key} {message[0].lower()}{message[1:]}"
    return f"{key}={problem['input']} {message}"
