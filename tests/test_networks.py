"""Every network of conf/model goes the whole way: corpus, training, checkpoint, bundle."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import hydra.utils
import numpy as np
import pytest

from sentiment.bundle import load
from sentiment.checkpoint import TrainedModel, load_trained_model
from sentiment.config import compose_config, conf_dir
from sentiment.conversion import has_lstms
from sentiment.data.reviews import Reviews
from sentiment.export import export
from sentiment.inference import predict_logits
from sentiment.model_reviews import reviews_for, source_for
from sentiment.models import Network
from sentiment.train import train
from sentiment.verdict import sigmoid

from small import TINY

# It brings weights from elsewhere.
LEFT_OUT = {"transformer"}


def networks() -> list[str]:
    """The options of the group ``model`` that are networks of this project."""
    names = sorted(path.stem for path in (conf_dir() / "model").glob("*.yaml"))
    return [name for name in names if name not in LEFT_OUT and is_network(name)]


def is_network(name: str) -> bool:
    target = compose_config("train", [f"model={name}", "output_dir=."]).model._target_
    return issubclass(hydra.utils.get_class(target), Network)


NETWORKS = networks()


def test_there_are_some() -> None:
    assert {"bilstm", "bilstm_reference", "wide_bilstm", "bigru", "cnn", "dan"} <= set(NETWORKS)


@pytest.fixture(scope="module", params=NETWORKS)
def trained(
    request: pytest.FixtureRequest, imdb_like: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a small training of each network."""
    name, folder = request.param, tmp_path_factory.mktemp(request.param) / "run"
    settings = compose_config("train", [f"model={name}", "output_dir=."]).model
    tiny = [
        override
        for override in TINY
        # Not each network has each of these settings.
        if not override.startswith("model.") or override[6:].split("=")[0] in settings
    ]
    tiny += ["trainer.max_epochs=1", "trainer.limit_train_batches=10", "test=false", "logger=csv"]
    overrides = [f"model={name}", *tiny, f"data.source={imdb_like}", f"output_dir={folder}"]
    train(compose_config("train", overrides))
    return folder


def validation(model: TrainedModel) -> Reviews:
    return reviews_for(model, source_for(model, None), "validation")


def test_a_checkpoint_predicts_as_its_training_did(trained: Path) -> None:
    metrics = json.loads((trained / "metrics.json").read_text())
    model = load_trained_model(trained)
    assert model.config.model.name == metrics["model"]
    reviews = validation(model)
    logits = predict_logits(model, reviews.texts, batch_size=8).astype(np.float64)
    loss = np.logaddexp(0, np.where(reviews.labels > 0.5, -logits, logits)).mean()
    assert loss == pytest.approx(metrics["validation"]["loss"], abs=1e-5)
    right = np.mean((logits > 0) == (reviews.labels > 0.5))
    assert right == pytest.approx(metrics["validation"]["accuracy"], abs=1e-6)


@pytest.mark.parametrize("trained", ["bigru", "cnn", "dan"], indirect=True)
def test_int8_is_for_lstms(
    trained: Path, tmp_path: Path, call_main: Callable[..., tuple[int, str]]
) -> None:
    overrides = (f"checkpoint={trained}", "export.precision=int8", f"hydra.run.dir={tmp_path}/out")
    code, errors = call_main("export", *overrides)
    assert code == 1
    assert re.fullmatch(
        r".*export\.precision=int8 is for LSTMs, and \w+ has none; take export\.precision=fp32\.",
        errors.strip(),
    )
    assert not (tmp_path / "out" / "bundle").exists()


@pytest.mark.slow
def test_a_bundle_predicts_as_its_checkpoint_does(trained: Path, tmp_path: Path) -> None:
    model = load_trained_model(trained)
    # int8 would predict a little differently; without LSTMs there is none to choose.
    precision = "fp32" if has_lstms(model.net) else "auto"
    overrides = [f"checkpoint={trained}", f"export.precision={precision}"]
    bundle = load(export(compose_config("export", [*overrides, f"output_dir={tmp_path}"])))
    assert bundle.manifest.precision == "fp32"
    assert set(bundle.manifest.measured) == {"fp32"}
    texts = [*validation(model).texts, "Great.", "", "Not a good film. " * 100]
    expected = sigmoid(predict_logits(model, texts, batch_size=8))
    # Before the temperature that makes a bundle honest.
    assert sigmoid(bundle.logits(texts)) == pytest.approx(expected, abs=1e-4)
    alone = np.concatenate([bundle.logits([text]) for text in texts])
    assert sigmoid(alone) == pytest.approx(expected, abs=1e-4)
    assert sum(word.contribution or 0 for word in bundle.explain("A great film.").words) != 0
