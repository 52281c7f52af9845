"""A pretrained encoder, from its folder to a bundle that has no more need of it."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sentiment.bundle import load
from sentiment.checkpoint import load_trained_model
from sentiment.config import compose_config
from sentiment.data.corpus import CorpusSettings
from sentiment.data.datamodule import ReviewsDataModule
from sentiment.errors import InterruptedByUser
from sentiment.evaluate import evaluate
from sentiment.export import export
from sentiment.inference import predict_logits
from sentiment.instantiation import instantiate
from sentiment.models import SentimentClassifier
from sentiment.resuming import recipe_settings
from sentiment.text import SubwordEncoder
from sentiment.train import train

from tiny_encoders import save_encoder

TEXTS = [
    "A warm, funny film.",
    "Dull.<br /><br />[SEP] Very dull.",
    "映画は最高! 😀",
    "half a pair \ud83d",
    "word " * 300,
]
CORPUS = ("data=demo", "data.fallback=null", "data.demo_train_size=130", "data.demo_test_size=40")
SMALL = (
    "experiment=transformer",
    *CORPUS,
    "data.batch_size=8",
    "data.max_length=64",
    "optimizer.lr=1e-3",
    "trainer.max_epochs=2",
    "trainer.limit_train_batches=15",
    "threads=1",
    "logger=csv",
)


@pytest.fixture(scope="module")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoders")
    for kind in ("distilbert", "roberta"):
        save_encoder(folder / kind, kind)
    return folder


@pytest.fixture(scope="module")
def run(encoders: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished training whose encoder's folder is gone."""
    folder = tmp_path_factory.mktemp("fine_tuning")
    encoder = shutil.copytree(encoders / "distilbert", folder / "encoder")
    overrides = [*SMALL, f"model.encoder={encoder}"]
    train(compose_config("train", [*overrides, f"output_dir={folder / 'run'}"]))
    shutil.rmtree(encoder)
    return folder / "run"


def test_learns_with_its_own_tokenizer(run: Path) -> None:
    metrics = json.loads((run / "metrics.json").read_text())
    assert metrics["model"] == "transformer"
    assert metrics["history"][-1]["step"] == 30
    assert metrics["history"][-1]["train/loss"] < metrics["history"][0]["train/loss"]
    model = load_trained_model(run)
    assert isinstance(model.encoder, SubwordEncoder)
    assert model.encoder.max_length == 64
    assert len(predict_logits(model, TEXTS, batch_size=2)) == len(TEXTS)


def test_a_checkpoint_holds_primitives_and_is_enough(run: Path, tmp_path: Path) -> None:
    content = torch.load(run / "checkpoints" / "best.ckpt", weights_only=True)
    assert content["sentiment"]["network"]["encoder"]["model_type"] == "distilbert"
    overrides = [f"checkpoint={run}", f"output_dir={tmp_path}", "checks=false"]
    measured = evaluate(compose_config("evaluate", overrides))["test"]
    trained = json.loads((run / "metrics.json").read_text())["test"]
    assert trained == {name: pytest.approx(measured[name], abs=1e-5) for name in trained}


@pytest.mark.slow
def test_a_bundle_needs_neither_torch_nor_the_library(run: Path, tmp_path: Path) -> None:
    folder = export(compose_config("export", [f"checkpoint={run}", f"output_dir={tmp_path}"]))
    bundle = load(folder)
    assert bundle.manifest.text.tokenizer == "subwords"
    expected = predict_logits(load_trained_model(run), TEXTS, batch_size=3)
    assert bundle.logits(TEXTS) == pytest.approx(expected, abs=1e-4)
    alone = np.concatenate([bundle.predict([text]) for text in TEXTS])
    assert bundle.predict(TEXTS) == pytest.approx(alone, abs=1e-6)
    for text, probability in zip(TEXTS, alone, strict=True):
        explained = bundle.explain(text)
        total = explained.bias + sum(word.contribution or 0 for word in explained.words)
        assert 1 / (1 + np.exp(-total)) == pytest.approx(probability, abs=1e-5)
        assert explained.bias == pytest.approx(bundle.explain("fine").bias, abs=1e-5)
    code = (
        f"import sys; from sentiment.bundle import load; load({str(folder)!r}).explain('Dull.');"
        "print([name for name in ('torch', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_resumed_it_ends_as_unbroken(
    encoders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = [
        *SMALL,
        f"model.encoder={encoders / 'roberta'}",
        "callbacks.last_checkpoint.every_n_seconds=0",
    ]
    unbroken = train(
        compose_config("train", [*settings, f"output_dir={tmp_path / 'unbroken'}"])
    ).metrics
    settings.append(f"output_dir={tmp_path / 'stopped'}")
    step = SentimentClassifier.training_step

    def stop_at_20(self: SentimentClassifier, *arguments: Any) -> torch.Tensor:
        if self.global_step == 20:
            raise KeyboardInterrupt
        return step(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(SentimentClassifier, "training_step", stop_at_20)
        with pytest.raises(InterruptedByUser):
            train(compose_config("train", settings))
    resumed = train(compose_config("train", [*settings, f"resume={tmp_path / 'stopped'}"])).metrics
    assert resumed["history"] == unbroken["history"]
    assert resumed["test"] == unbroken["test"]


def datamodule(cache: Path, tokenizer: Path | str) -> ReviewsDataModule:
    overrides = [*CORPUS, f"data.cache_dir={cache}", f"data.tokenizer={tokenizer}"]
    made: ReviewsDataModule = instantiate(
        compose_config("train", ["output_dir=.", *overrides]).data
    )
    made.prepare_data()
    made.setup()
    return made


def test_each_tokenizer_has_a_cache_of_its_own(encoders: Path, tmp_path: Path) -> None:
    tokenizers = ["basic_english", encoders / "distilbert", encoders / "roberta"]
    folders = [datamodule(tmp_path, tokenizer).fingerprint() for tokenizer in tokenizers]
    assert len(set(folders)) == 3
    same = shutil.copytree(encoders / "roberta", tmp_path / "elsewhere")
    data = datamodule(tmp_path, same)
    assert data.fingerprint() == folders[2]
    batch = next(iter(data.test_dataloader()))
    texts = data.open_source().read("test").texts
    for index, ids, length in zip(batch.indices, batch.token_ids, batch.lengths, strict=True):
        assert ids[:length].tolist() == next(data.encoder.encode([texts[index]])).tolist()
    texts = data.open_source().read_texts("unsupervised")
    whole = data.unlabelled()
    assert [data.encoder.cut(whole[row]).tolist() for row in range(len(whole))] == [
        ids.tolist() for ids in data.encoder.encode(texts)
    ]


def test_runs_and_caches_of_words_stay_what_they_were() -> None:
    words, subwords = (
        recipe_settings(compose_config("train", ["output_dir=.", *chosen]))
        for chosen in ([], ["experiment=transformer"])
    )
    assert "data.tokenizer" not in words
    assert subwords["data.tokenizer"] == subwords["model.encoder"] == "distilbert-base-uncased"
    assert CorpusSettings(5, 30_000, 0.05, 50, 0).key() == {
        "min_frequency": 5,
        "max_vocabulary": 30_000,
        "validation_fraction": 0.05,
        "validation_block": 50,
        "split_seed": 0,
    }


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("model.encoder=./nothing", r"model.encoder=./nothing: there is no such folder"),
        ("model.encoder=nothing-base", "the Hub does not answer and there is no copy"),
        ("data.max_length=2", "data.max_length=2 is too short: 2 of 2 tokens are special"),
        ("data.max_length=71", "data.max_length=71: this encoder reads at most 70 tokens"),
        ("data.tokenizer=basic_english", "is not that of model.encoder=.*leave it out"),
        ("model.pooling=max", "model.pooling=max should be mean or first"),
    ],
)
def test_mistakes(
    call_main: Callable[..., tuple[int, str]],
    encoders: Path,
    tmp_path: Path,
    override: str,
    sentence: str,
) -> None:
    given = [f"model.encoder={encoders / 'distilbert'}"]
    code, errors = call_main("train", *SMALL, *given, override, f"hydra.run.dir={tmp_path / 'run'}")
    assert code == 1
    assert "Traceback" not in errors
    assert re.search(sentence, errors.strip().splitlines()[-1]), errors


@pytest.mark.slow
def test_a_first_tokens_state_is_not_exported(
    encoders: Path, tmp_path: Path, call_main: Callable[..., tuple[int, str]]
) -> None:
    given = [f"model.encoder={encoders / 'distilbert'}"]
    overrides = [*SMALL, *given, "model.pooling=first", f"output_dir={tmp_path / 'run'}"]
    train(compose_config("train", overrides))
    code, errors = call_main("export", f"checkpoint={tmp_path / 'run'}")
    assert code == 1
    assert "train it with model.pooling=mean" in errors.strip().splitlines()[-1]
