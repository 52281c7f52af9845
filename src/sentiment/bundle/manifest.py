"""What stands in a bundle's ``model.json``, and how its files are called."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat

# Raised when an older reader would misunderstand what is written.
FORMAT = 1
MANIFEST = "model.json"
CHECKSUMS = "SHA256SUMS"
TOKENIZER = "tokenizer.json"
NETWORK = "network.onnx"
EXPLAINER = "explainer.onnx"
FILES = (MANIFEST, TOKENIZER, NETWORK, EXPLAINER)

Precision = Literal["fp32", "int8"]


class _Part(BaseModel):
    # A later version may say more; what it says stays when it is shown again.
    model_config = ConfigDict(extra="allow", frozen=True)


class Calibration(_Part):
    """Temperature scaling (Guo et al. 2017), fitted on the validation split.

    Attributes:
        temperature: logits are divided by it; 1 leaves them.
        reviews: how many it was fitted on.
        ece_before: expected calibration error on them without it, in [0, 1].
        ece_after: and with it.
    """

    temperature: PositiveFloat
    reviews: int
    ece_before: float
    ece_after: float


class Measured(_Part):
    """What a precision costs, measured when the bundle was made.

    Attributes:
        accuracy: on the validation split.
        milliseconds: the median for one review alone on one thread, without its tokenising.
        megabytes: the size of the network's file.
        largest_difference: of a probability from the checkpoint's.
        largest_batch_difference: of a probability alone from the one in a mixed batch.
    """

    accuracy: float
    milliseconds: float
    megabytes: float
    largest_difference: float
    largest_batch_difference: float


class TextSettings(_Part):
    """How a review becomes token ids; the tokens themselves are in the tokenizer's file."""

    tokenizer: str
    vocabulary_size: int
    max_length: int
    truncation: str


class Manifest(_Part):
    """``model.json``.

    Attributes:
        format: of the bundle.
        name: of the architecture.
        version: names this very bundle: architecture, day, digest of network and tokenizer.
        created: UTC, ISO 8601.
        git_revision: of the code that exported it; None outside a checkout.
        dataset: the corpus that it was trained on.
        seed: of the training.
        labels: of a probability below the threshold, and above it.
        decision_threshold: a review is positive above it.
        architecture: the training's ``model`` settings.
        text: how a review becomes token ids.
        precision: of the network in the bundle.
        measured: what each precision was measured to cost, and to give.
        checked_reviews: on how many reviews it was compared with the checkpoint.
        calibration: what the temperature did.
        metrics: of the training, by split.
        versions: of the libraries that made it.
    """

    format: int = Field(ge=1)
    name: str
    version: str
    created: str
    git_revision: str | None
    dataset: str
    seed: int
    labels: tuple[str, str]
    decision_threshold: float = Field(gt=0, lt=1)
    architecture: dict[str, Any]
    text: TextSettings
    precision: Precision
    measured: dict[Precision, Measured]
    checked_reviews: int
    calibration: Calibration
    metrics: dict[str, dict[str, float | None]]
    versions: dict[str, str]
