"""The course of an export: convert, measure, choose, write, check, publish."""

import json
import logging
import platform
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from omegaconf import DictConfig, OmegaConf
from rich.console import Console
from rich.table import Table

from sentiment import __version__
from sentiment.bundle.loading import load
from sentiment.bundle.manifest import (
    FORMAT,
    Calibration,
    Manifest,
    Measured,
    Precision,
    TextSettings,
)
from sentiment.bundle.network import Network
from sentiment.bundle.writing import tokenizer_content, version_of, write_bundle
from sentiment.checkpoint import TrainedModel, load_trained_model
from sentiment.conversion import Graphs, convert, has_lstms, to_int8
from sentiment.data.reviews import Reviews
from sentiment.errors import UserError
from sentiment.evaluation.calibration import expected_calibration_error, fit_temperature
from sentiment.evaluation.plots import plot_reliability
from sentiment.files import atomic_folder, point_link, shown
from sentiment.hardware import keep_freed_memory
from sentiment.inference import predict_logits
from sentiment.instantiation import STARTS
from sentiment.model_reviews import reviews_for, source_for
from sentiment.revision import git_revision
from sentiment.settings import ExportSettings, check_settings
from sentiment.verdict import LABELS, sigmoid

log = logging.getLogger(__name__)

_SAME = 1e-4
_LARGEST_LOSS = 0.001
_LARGEST_NETWORK = 2_000_000_000
_LARGEST_INT8_DIFFERENCE = 0.1
_MIXED_BATCH = 16
_CALIBRATING_REVIEWS = 200
_TIMED_REVIEWS = 200
_EXPLAINED_REVIEWS = 20
_LIBRARIES = ("torch", "onnx", "onnxruntime", "numpy")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Candidate:
    network: bytes
    explainer: bytes
    measured: Measured


@dataclass(frozen=True)
class _Checked:
    """Reviews, and what the checkpoint makes of them.

    ``token_ids`` and ``logits`` are of all, ``same`` are the indices of those whose predictions
    are compared one by one.
    """

    reviews: Reviews
    token_ids: list[npt.NDArray[np.int32]]
    logits: Floats
    same: npt.NDArray[np.int64]


def run_export(config: DictConfig) -> Path:
    """See ``sentiment.export.export``."""
    check_settings(config, ExportSettings)
    keep_freed_memory()
    output = Path(config.output)
    if output.exists():
        raise UserError(f"output={output} is there already; choose another folder.")
    model = load_trained_model(Path(config.checkpoint))
    precisions = _precisions(config.export.precision, model)
    _refuse_what_has_no_graphs(model)
    source = source_for(model, config.source)
    reviews = reviews_for(model, source, "validation")
    log.info("%s: checking on %s reviews of %s", model.path, f"{len(reviews):,}", source.name)
    checked = _Checked(
        reviews,
        list(model.encoder.encode(reviews.texts)),
        predict_logits(model, reviews.texts, batch_size=32),
        _spread(len(reviews), config.export.check_reviews),
    )
    log.info("converting the network to ONNX (some seconds)")
    candidates = _candidates(convert(model.net), precisions, checked)
    precision = _choose(candidates, _accuracy(checked.logits, reviews))
    calibration = _calibrate(checked, config.export.calibrate)
    manifest = _manifest(model, candidates, precision, calibration, len(checked.same))
    _write(output, model, manifest, candidates[precision], checked)
    _draw_calibration(Path(config.output_dir), checked, calibration, manifest)
    if config.link is not None:
        _publish(Path(config.link), output)
    _show(manifest, output)
    return output


def _spread(count: int, wanted: int) -> npt.NDArray[np.int64]:
    """At most ``wanted`` indices, evenly over all of them."""
    return np.unique(np.linspace(0, count - 1, min(wanted, count)).astype(np.int64))


def _refuse_what_has_no_graphs(model: TrainedModel) -> None:
    """Raises a ``UserError`` at once, and not after minutes."""
    size = sum(parameter.nbytes for parameter in model.net.parameters())
    if size > _LARGEST_NETWORK:
        raise UserError(
            f"{model.path} can't be a bundle: with {size / 1e9:.1f} GB its network is too large "
            "for an ONNX file, which holds 2 GB."
        )
    # A network that has none says so itself.
    model.net.contributions(torch.ones(1, 1, dtype=torch.int64), torch.ones(1, dtype=torch.int64))


def _precisions(wanted: str, model: TrainedModel) -> tuple[Precision, ...]:
    """Those to choose from.

    Raises:
        UserError: for int8 where there is nothing to quantise.
    """
    if wanted == "fp32":
        return ("fp32",)
    if has_lstms(model.net):
        return ("int8",) if wanted == "int8" else ("fp32", "int8")
    if wanted == "int8":
        raise UserError(
            f"export.precision=int8 is for LSTMs, and {model.config.model.name} has none; take "
            "export.precision=fp32."
        )
    return ("fp32",)


def _candidates(
    graphs: Graphs, precisions: Sequence[Precision], checked: _Checked
) -> dict[Precision, _Candidate]:
    contents: dict[Precision, tuple[bytes, bytes]] = {}
    if "fp32" in precisions:
        contents["fp32"] = (
            graphs.network.SerializeToString(),
            graphs.explainer.SerializeToString(),
        )
    if "int8" in precisions:
        few = _spread(len(checked.token_ids), _CALIBRATING_REVIEWS)
        some = [checked.token_ids[index] for index in few]
        contents["int8"] = (
            to_int8(graphs.network, some).SerializeToString(),
            to_int8(graphs.explainer, some).SerializeToString(),
        )
    milliseconds = _time_alone({key: network for key, (network, _) in contents.items()}, checked)
    return {
        key: _Candidate(network, explainer, _measure(network, milliseconds[key], checked))
        for key, (network, explainer) in contents.items()
    }


def _measure(network: bytes, milliseconds: float, checked: _Checked) -> Measured:
    runs = Network(network)
    logits = runs(checked.token_ids)
    alone = np.concatenate([runs([checked.token_ids[index]]) for index in checked.same])
    mixed = _in_mixed_batches(runs, [checked.token_ids[index] for index in checked.same])
    return Measured(
        accuracy=_accuracy(logits, checked.reviews),
        milliseconds=milliseconds,
        megabytes=len(network) / 1e6,
        largest_difference=_gap(alone, checked.logits[checked.same]),
        largest_batch_difference=_gap(alone, mixed),
    )


def _in_mixed_batches(network: Network, reviews: list[npt.NDArray[np.int32]]) -> Floats:
    """The logits of reviews that each stand beside very long and very short ones."""
    by_length = sorted(range(len(reviews)), key=lambda index: len(reviews[index]))
    logits = np.empty(len(reviews), dtype=np.float32)
    batches = -(-len(reviews) // _MIXED_BATCH)
    for first in range(batches):
        batch = by_length[first::batches]
        logits[batch] = network.run([reviews[index] for index in batch])[0]
    return logits


def _time_alone(networks: Mapping[Precision, bytes], checked: _Checked) -> dict[Precision, float]:
    """The median time of a review alone; in turn, so that a slow moment slows all of them."""
    runs = {key: Network(content, threads=1) for key, content in networks.items()}
    seconds: dict[Precision, list[float]] = {key: [] for key in runs}
    for index in _spread(len(checked.token_ids), _TIMED_REVIEWS):
        for key, network in runs.items():
            started = time.perf_counter()
            network.run([checked.token_ids[index]])
            seconds[key].append(time.perf_counter() - started)
    return {key: 1000 * statistics.median(values) for key, values in seconds.items()}


def _choose(candidates: Mapping[Precision, _Candidate], accuracy: float) -> Precision:
    """The fastest of those that predict well enough.

    Raises:
        UserError: when a review's prediction would depend on its batch, or differs from the
            checkpoint's by more than the precision explains.
    """
    for precision, candidate in candidates.items():
        measured = candidate.measured
        allowed = _SAME if precision == "fp32" else _LARGEST_INT8_DIFFERENCE
        if measured.largest_difference > allowed or measured.largest_batch_difference > _SAME:
            raise UserError(
                f"The {precision} network does not predict as the checkpoint does (a probability "
                f"differs by {measured.largest_difference:.1e}, alone and in a batch by "
                f"{measured.largest_batch_difference:.1e}); no bundle was written."
            )
    good = {
        precision: candidate.measured.milliseconds
        for precision, candidate in candidates.items()
        if candidate.measured.accuracy >= accuracy - _LARGEST_LOSS
    }
    if good:
        return min(good, key=lambda precision: good[precision])
    closest = max(candidates, key=lambda precision: candidates[precision].measured.accuracy)
    lost = accuracy - candidates[closest].measured.accuracy
    log.warning("export.precision=%s loses %.1f points of accuracy", closest, 100 * lost)
    return closest


def _calibrate(checked: _Checked, wanted: bool) -> Calibration:
    labels = checked.reviews.labels
    temperature = fit_temperature(checked.logits, labels) if wanted else 1.0
    return Calibration(
        temperature=temperature,
        reviews=len(labels),
        ece_before=expected_calibration_error(sigmoid(checked.logits), labels),
        ece_after=expected_calibration_error(sigmoid(checked.logits / temperature), labels),
    )


def _manifest(
    model: TrainedModel,
    candidates: Mapping[Precision, _Candidate],
    precision: Precision,
    calibration: Calibration,
    checked_reviews: int,
) -> Manifest:
    created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    name = model.config.model.name
    chosen, tokenizer = candidates[precision], tokenizer_content(model.encoder)
    contents = (chosen.network, chosen.explainer, tokenizer, calibration.model_dump_json().encode())
    architecture: Any = OmegaConf.to_container(model.config.model, resolve=True)
    for start in STARTS:
        # Over long ago, and perhaps a path of this machine; the service shows this to anyone.
        architecture.pop(start, None)
    return Manifest(
        format=FORMAT,
        name=name,
        version=version_of(name, created, *contents),
        created=created,
        git_revision=git_revision(),
        dataset=model.dataset,
        seed=model.config.seed,
        labels=LABELS,
        decision_threshold=0.5,
        architecture=architecture,
        text=TextSettings(
            tokenizer=model.encoder.tokenizer,
            vocabulary_size=len(model.encoder.vocabulary),
            max_length=model.encoder.max_length,
            truncation=model.encoder.truncation,
        ),
        precision=precision,
        measured={key: candidate.measured for key, candidate in candidates.items()},
        checked_reviews=checked_reviews,
        calibration=calibration,
        metrics=_training_metrics(model.path),
        versions={
            "sentiment-lab": __version__,
            "python": platform.python_version(),
            **{library: version(library) for library in _LIBRARIES},
        },
    )


def _training_metrics(checkpoint: Path) -> dict[str, dict[str, float | None]]:
    """What the training measured, where its ``metrics.json`` lies beside the checkpoint."""
    path = checkpoint.parent.parent / "metrics.json"
    if not path.is_file():
        return {}
    metrics = json.loads(path.read_text(encoding="utf-8"))
    return {split: metrics[split] for split in ("validation", "test") if split in metrics}


def _write(
    output: Path,
    model: TrainedModel,
    manifest: Manifest,
    candidate: _Candidate,
    checked: _Checked,
) -> None:
    """Writes the bundle and reads it back; it gets its name only if it predicts as it should."""
    tokenizer = tokenizer_content(model.encoder)
    texts = [checked.reviews.texts[index] for index in checked.same]
    expected = candidate.measured.largest_difference + _SAME
    try:
        with atomic_folder(output) as temporary:
            write_bundle(temporary, manifest, tokenizer, candidate.network, candidate.explainer)
            bundle = load(temporary)
            logits = bundle.logits(texts)
            explained = [bundle.explain(text) for text in texts[:_EXPLAINED_REVIEWS]]
            probabilities = np.array([one.probability for one in explained], dtype=np.float32)
            # What speaks for no word is the same for every review, or contributions are wrong.
            biases = [one.bias for one in explained]
            gap = max(
                _gap(logits, checked.logits[checked.same]),
                float(np.abs(probabilities - bundle.predict(texts[: len(explained)])).max()),
                max(biases) - min(biases),
            )
            if gap > expected:
                raise UserError(
                    f"The bundle does not predict as the checkpoint does (a probability differs "
                    f"by {gap:.1e}); it was not written."
                )
    except OSError as error:
        raise UserError(f"output={output} can't be written ({error.strerror or error}).") from error


def _draw_calibration(
    run_dir: Path, checked: _Checked, calibration: Calibration, manifest: Manifest
) -> None:
    lines = {
        f"as trained (ECE {calibration.ece_before:.3f})": sigmoid(checked.logits),
        f"in the bundle (ECE {calibration.ece_after:.3f})": sigmoid(
            checked.logits / calibration.temperature
        ),
    }
    title = f"{manifest.name} on {manifest.dataset}, validation"
    plot_reliability(run_dir / "plots" / "calibration.png", lines, checked.reviews.labels, title)


def _publish(link: Path, output: Path) -> None:
    try:
        point_link(link, output)
    except OSError as error:
        raise UserError(
            f"link={link} can't be made to point at the bundle ({error.strerror or error})."
        ) from error
    log.info("%s points at it", shown(link))


def _show(manifest: Manifest, output: Path) -> None:
    table = Table(title=manifest.version, title_justify="left", title_style="bold")
    for column in ("precision", "accuracy", "ms a review", "MB", "differs by", "in the bundle"):
        table.add_column(column, justify="left" if column == "precision" else "right")
    for precision, measured in manifest.measured.items():
        table.add_row(
            precision,
            f"{measured.accuracy:.4f}",
            f"{measured.milliseconds:.2f}",
            f"{measured.megabytes:.1f}",
            f"{measured.largest_difference:.1e}",
            "yes" if precision == manifest.precision else "",
        )
    Console().print(table)
    calibration = manifest.calibration
    log.info(
        "temperature %.3f: expected calibration error %.4f, before %.4f",
        calibration.temperature,
        calibration.ece_after,
        calibration.ece_before,
    )
    log.info("The bundle lies in %s", shown(output))


def _accuracy(logits: Floats, reviews: Reviews) -> float:
    return float(np.mean((logits > 0) == reviews.labels))


def _gap(first: Floats, second: Floats) -> float:
    """The largest difference of two probabilities."""
    return float(np.abs(sigmoid(first) - sigmoid(second)).max())
