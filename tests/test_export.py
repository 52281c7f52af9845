import copy
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from sentiment import exporting
from sentiment.bundle import load
from sentiment.checkpoint import load_trained_model
from sentiment.config import compose_config
from sentiment.conversion import convert
from sentiment.errors import UserError
from sentiment.evaluation.calibration import expected_calibration_error, fit_temperature
from sentiment.export import export
from sentiment.files import atomic_folder, point_link
from sentiment.train import train

from small import TINY


def run(model: Path, output: Path, *overrides: str) -> Path:
    return export(
        compose_config("export", [f"checkpoint={model}", f"output_dir={output}", *overrides])
    )


def test_says_what_it_is_and_what_was_measured(tiny_run: Path, tiny_bundle: Path) -> None:
    manifest = json.loads((tiny_bundle / "model.json").read_text())
    assert manifest["name"] == "bilstm"
    assert manifest["dataset"] == "imdb_like"
    assert manifest["labels"] == ["negative", "positive"]
    assert manifest["decision_threshold"] == 0.5
    assert manifest["architecture"]["hidden_dim"] == 16
    assert manifest["text"]["max_length"] == 64
    trained = json.loads((tiny_run / "metrics.json").read_text())
    assert manifest["metrics"]["test"] == trained["test"]
    assert set(manifest["measured"]) == {"fp32", "int8"}
    assert manifest["measured"]["fp32"]["largest_difference"] < 1e-4
    for measured in manifest["measured"].values():
        assert measured["largest_batch_difference"] < 1e-4
        assert measured["milliseconds"] > 0
    assert manifest["checked_reviews"] > 10
    assert manifest["version"].startswith("bilstm-2")
    assert (tiny_bundle.parent / "plots" / "calibration.png").is_file()


@pytest.mark.slow
def test_precision_can_be_chosen_and_a_link_follows(
    tiny_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As long as the rest of it takes; both are made from it.
    graphs = convert(load_trained_model(tiny_run).net)
    monkeypatch.setattr(exporting, "convert", lambda net: copy.deepcopy(graphs))
    link = tmp_path / "models" / "current"
    versions = []
    for precision in ("fp32", "int8"):
        bundle = run(
            tiny_run, tmp_path / precision, f"export.precision={precision}", f"link={link}"
        )
        assert link.resolve() == bundle.resolve()
        manifest = load(link).manifest
        assert manifest.precision == precision
        assert set(manifest.measured) == {precision}
        versions.append(manifest.version)
    assert versions[0] != versions[1]


@pytest.mark.slow
def test_as_the_last_step_of_a_training(imdb_like: Path, tmp_path: Path) -> None:
    overrides = [*TINY, f"data.source={imdb_like}", f"output_dir={tmp_path / 'run'}", "logger=csv"]
    train(compose_config("train", [*overrides, "trainer.max_epochs=1", "export=true"]))
    assert load(tmp_path / "run").manifest.dataset == "imdb_like"


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (["checkpoint=nothing"], "no checkpoint at nothing"),
        (["checkpoint={run}", "export.precision=int4"], "export.precision=int4 should be"),
        (["checkpoint={run}", "export.check_reviews=0"], "export.check_reviews=0 should be"),
        (["checkpoint={run}", "output={run}"], "output=.* is there already"),
        (["checkpoint={run}", "source=./nothing"], "no such folder or file"),
        ([], r"Please give checkpoint=\.\.\."),
    ],
)
def test_mistakes(
    call_main: Callable[..., tuple[int, str]],
    tiny_run: Path,
    tmp_path: Path,
    overrides: list[str],
    sentence: str,
) -> None:
    filled = [override.format(run=tiny_run) for override in overrides]
    code, errors = call_main("export", *filled, f"hydra.run.dir={tmp_path / 'out'}")
    assert code == 1
    assert "Traceback" not in errors

    assert re.search(sentence, errors.strip().splitlines()[-1]), errors


@pytest.mark.slow
def test_a_bundle_that_would_differ_is_not_written(
    tiny_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network that is converted is not the checkpoint's: as a faulty exporter would make it."""

    def other(net: torch.nn.Module) -> object:
        with torch.no_grad():
            net.classifier.bias.add_(0.01)
        return convert(net)

    monkeypatch.setattr(exporting, "convert", other)
    with pytest.raises(UserError, match="does not predict as the checkpoint does"):
        run(tiny_run, tmp_path / "out", "export.precision=fp32")
    assert not list(tmp_path.rglob("*.onnx"))


def test_calibration_mends_overconfidence() -> None:
    generator = np.random.default_rng(0)
    honest = generator.normal(0, 2, 4000).astype(np.float32)
    labels = (generator.random(4000) < 1 / (1 + np.exp(-honest))).astype(np.int8)
    boastful = 3 * honest
    temperature = fit_temperature(boastful, labels)
    assert temperature == pytest.approx(3, rel=0.1)

    def error(logits: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
        return expected_calibration_error(1 / (1 + np.exp(-logits)), labels)

    assert error(boastful) > 0.08
    assert error(boastful / np.float32(temperature)) < 0.03


def test_a_temperature_stays_within_bounds() -> None:
    logits = np.array([1, 2, -1, -2], dtype=np.float32)
    right = np.array([1, 1, 0, 0], dtype=np.int8)
    assert 0.05 <= fit_temperature(logits, right) < 1
    assert 1 < fit_temperature(logits, 1 - right) <= 20


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "bundle"
    with pytest.raises(FileNotFoundError), atomic_folder(target) as folder:
        (folder / "half").write_text((folder / "nothing").read_text())
    assert list(tmp_path.iterdir()) == []
    with atomic_folder(target) as folder:
        (folder / "whole").write_text("x")
        assert not target.exists()
    assert [path.name for path in target.iterdir()] == ["whole"]


def test_a_link_never_replaces_anything_else(tmp_path: Path) -> None:
    for name in ("first", "second", "folder"):
        (tmp_path / name).mkdir()
    for name in ("first", "second"):
        point_link(tmp_path / "models" / "current", tmp_path / name)
        assert (tmp_path / "models" / "current").resolve() == tmp_path / name
    with pytest.raises(FileExistsError):
        point_link(tmp_path / "folder", tmp_path / "first")


def test_the_best_checkpoint_is_what_is_exported(tiny_run: Path, tiny_bundle: Path) -> None:
    model = load_trained_model(tiny_run)
    assert load(tiny_bundle).encoder.vocabulary.tokens == model.encoder.vocabulary.tokens
