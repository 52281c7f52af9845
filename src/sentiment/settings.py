"""Which values the settings may have, checked before any work begins."""

import json
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
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

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
    tokenizer: Annotated[str, Field(min_length=1)]
    validation_fraction: ShareOfAll
    validation_block: PositiveInt
    split_seed: NonNegativeInt
    unlabelled_split: Annotated[str, Field(min_length=1)] | None
    demo_train_size: Annotated[int, Field(ge=100)]
    demo_test_size: Annotated[int, Field(ge=20)]


class ModelSettings(_Group):
    """``model``; each network has some of these."""

    name: str
    encoder: Annotated[str, Field(min_length=1)] | None = None
    embedding_dim: PositiveInt = 1
    hidden_dim: PositiveInt = 1
    num_layers: PositiveInt = 1
    dropout: Rate = 0
    embedding_dropout: Rate = 0
    word_dropout: Rate = 0
    pooling: str = "mean"
    widths: Annotated[list[PositiveInt], Field(min_length=1)] = [1]
    filters: PositiveInt = 1
    hidden_layers: NonNegativeInt = 0
    ngram_orders: PositiveInt = 1
    ngram_min_count: PositiveInt = 1
    ngram_smoothing: PositiveFloat = 1
    ngram_scale: PositiveFloat = 1
    ngram_dropout: Rate = 0
    ngram_learning_rate: PositiveFloat = 1
    ngram_share: Annotated[float, Field(ge=0, le=1)] = 0
    pretrained: Annotated[str, Field(min_length=1)] | None = None
    embeddings: Annotated[str, Field(min_length=1)] | None = None
    frozen_layers: NonNegativeInt = 0
    layer_decay: Annotated[float, Field(gt=0, le=1)] = 1

    @field_validator("pooling")
    @classmethod
    def _is_there(cls, pooling: str, info: ValidationInfo) -> str:
        of_states = ("max", "mean", "max_mean", "last")
        there = of_states if info.data.get("encoder") is None else ("mean", "first")
        if pooling not in there:
            raise PydanticCustomError(
                "pooling", f"should be {', '.join(there[:-1])} or {there[-1]}"
            )
        return pooling


class OptimizerSettings(_Group):
    """``optimizer``."""

    lr: PositiveFloat
    weight_decay: NonNegativeFloat = 0
    betas: Annotated[list[Rate], Field(min_length=2, max_length=2)] | None = None


class SchedulerSettings(_Group):
    """``scheduler``."""

    pct_start: Annotated[float, Field(ge=0, le=1)] | None = None


class LossSettings(_Group):
    """``loss``."""

    label_smoothing: Rate


class TrainerSettings(_Group):
    """``trainer``."""

    max_epochs: PositiveInt
    limit_train_batches: PositiveFloat | None = None
    devices: PositiveInt | Literal["auto", -1] | list[NonNegativeInt]


class DistillationSettings(_Group):
    """``distillation``."""

    teachers: list[str]
    teacher: list[str]


class TrainSettings(_Group):
    """``conf/train.yaml``."""

    data: DataSettings
    model: ModelSettings
    optimizer: OptimizerSettings
    scheduler: SchedulerSettings | None = None
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
    pretraining: list[str]
    distillation: DistillationSettings

    @model_validator(mode="after")
    def _reads_with_its_own_tokenizer(self) -> "TrainSettings":
        encoder = self.model.encoder
        if encoder is not None and self.data.tokenizer != encoder:
            raise UserError(
                f"data.tokenizer={self.data.tokenizer} is not that of model.encoder={encoder}; "
                "leave it out."
            )
        return self


class LanguageModelSettings(_Group):
    """``model`` in ``conf/pretrain.yaml``."""

    embedding_dim: PositiveInt
    hidden_dim: PositiveInt
    embedding_dropout: Rate
    dropout: Rate
    samples: PositiveInt


class SkipGramSettings(_Group):
    """``skipgram`` in ``conf/pretrain.yaml``."""

    epochs: PositiveInt
    window: PositiveInt
    negative: PositiveInt
    subsampling: Annotated[float, Field(ge=0, lt=1)]
    lr: PositiveFloat
    final_lr: PositiveFloat


class RunningTextSettings(DataSettings):
    """``data`` in ``conf/pretrain.yaml``."""

    # There has to be a token after another.
    max_length: Annotated[int, Field(ge=2)]


class PretrainSettings(_Group):
    """``conf/pretrain.yaml``."""

    objective: Literal["language_model", "skipgram"]
    data: RunningTextSettings
    model: LanguageModelSettings
    skipgram: SkipGramSettings
    optimizer: OptimizerSettings
    scheduler: SchedulerSettings | None = None
    trainer: TrainerSettings
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    threads: PositiveInt | None


class LinearModelSettings(_Group):
    """A system of ``conf/baseline.yaml``."""

    ngrams: tuple[PositiveInt, PositiveInt]
    min_reviews: PositiveInt
    C: PositiveFloat
    smoothing: PositiveFloat = 1


BaselineName = Literal["tfidf_logistic_regression", "nb_logistic_regression"]


class BaselineSettings(_Group):
    """``conf/baseline.yaml``."""

    data: DataSettings
    baseline: BaselineName | Annotated[list[BaselineName], Field(min_length=1)]
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    test: bool
    tfidf_logistic_regression: LinearModelSettings
    nb_logistic_regression: LinearModelSettings


class EvaluateSettings(_Group):
    """``conf/evaluate.yaml``."""

    batch_size: PositiveInt
    threads: PositiveInt | None
    mistakes: NonNegativeInt
    page_mistakes: NonNegativeInt
    track: bool
    checks: bool
    failures: NonNegativeInt
    split: Annotated[str, Field(min_length=1)]


class CompareSettings(_Group):
    """``conf/compare.yaml``."""

    runs: Annotated[list[str], Field(min_length=2, max_length=26)]
    split: Annotated[str, Field(min_length=1)]
    batch_size: PositiveInt
    examples: NonNegativeInt
    threads: PositiveInt | None


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
    fasttext: bool
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
    given = problem["input"]
    # As it is typed: null, true, false.
    value = json.dumps(given) if given is None or isinstance(given, bool) else given
    return f"{key}={value} {message}"
