"""A bundle predicts as its checkpoint does, explains itself, and is refused when it was changed."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from sentiment.bundle import load, newest_bundle
from sentiment.bundle.checksums import write_checksums
from sentiment.bundle.manifest import FILES
from sentiment.checkpoint import load_trained_model
from sentiment.data import demo
from sentiment.errors import UserError
from sentiment.inference import predict_logits

TEXTS = [
    "A warm, funny film.",
    "Dull.",
    'It\'s not bad (really!), only long; the end: "great".<br /><br />See it?',
    "映画は最高! 😀",
    "...",
    "word " * 300,
    "\x00odd\u2028white\u00a0space\x1c",
]


@pytest.fixture
def copy(tiny_bundle: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_bundle, tmp_path / "copy"))


def test_predicts_as_the_checkpoint_does(tiny_run: Path, tiny_bundle: Path) -> None:
    bundle = load(tiny_bundle)
    expected = predict_logits(load_trained_model(tiny_run), TEXTS, batch_size=3)
    tolerance = 1e-4 if bundle.manifest.precision == "fp32" else 0.05
    assert bundle.logits(TEXTS) == pytest.approx(expected, abs=tolerance)
    temperature = bundle.manifest.calibration.temperature
    probabilities = 1 / (1 + np.exp(-bundle.logits(TEXTS).astype(np.float64) / temperature))
    assert bundle.predict(TEXTS) == pytest.approx(probabilities, abs=1e-6)


def test_alone_as_in_any_batch(tiny_bundle: Path) -> None:
    bundle = load(tiny_bundle)
    texts = [text[: 1 + 7 * index] for index, text in enumerate(TEXTS * 6, start=1)]
    together = bundle.predict(texts)
    alone = np.concatenate([bundle.predict([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-6)
    assert load(tiny_bundle, threads=1).predict(texts) == pytest.approx(together, abs=1e-6)


def test_no_texts_no_probabilities(tiny_bundle: Path) -> None:
    assert load(tiny_bundle).predict([]).shape == (0,)


@pytest.mark.parametrize("text", TEXTS)
def test_an_explanation_adds_up(tiny_bundle: Path, text: str) -> None:
    bundle = load(tiny_bundle)
    explained = bundle.explain(text)
    probability = bundle.predict([text])[0]
    assert explained.probability == pytest.approx(probability, abs=1e-6)
    # What no word speaks for is the same for every text, whatever its words.
    if explained.words:
        assert explained.bias == pytest.approx(bundle.explain("fine").bias, abs=1e-4)
    total = explained.bias + sum(word.contribution or 0 for word in explained.words)
    assert 1 / (1 + np.exp(-total)) == pytest.approx(probability, abs=1e-4)
    read = [word for word in explained.words if word.contribution is not None]
    assert [word for word in read if not text[word.start : word.end].strip()] == []
    starts = [word.start for word in explained.words]
    assert starts == sorted(starts)


def test_an_explanation_leaves_out_what_is_not_read(tiny_bundle: Path) -> None:
    bundle = load(tiny_bundle)
    most = bundle.manifest.text.max_length
    text = "word " * (most + 50)
    words = bundle.explain(text).words
    (gap,) = [index for index, word in enumerate(words) if word.contribution is None]
    assert (gap, len(words)) == (most // 4, most + 1)
    assert len(text[words[gap].start : words[gap].end].split()) == 50


def test_an_explanation_of_a_very_long_text_costs_little(tiny_bundle: Path) -> None:
    bundle = load(tiny_bundle)
    bundle.explain("warm up")
    # All threads of this process: other work on the machine does not count.
    started = time.process_time()
    words = bundle.explain("a " * 500_000).words
    assert len(words) == bundle.manifest.text.max_length + 1
    assert time.process_time() - started < 2


def test_the_loudest_words_decide(tiny_bundle: Path) -> None:
    """Leaving them out changes more than leaving as many of the quietest out."""
    bundle = load(tiny_bundle)

    def change(text: str, words: list[str]) -> float:
        left = " ".join(word for word in text.split() if word not in words)
        return float(abs(bundle.logits([text])[0] - bundle.logits([left])[0]))

    loud, quiet = [], []
    for text in demo.generate(30, "test")[0]:
        explained = bundle.explain(text).words
        # What is a word by itself, so that it can be left out.
        heard = {
            text[word.start : word.end]: abs(word.contribution or 0)
            for word in explained
            if text[word.start : word.end] in text.split()
        }
        by_loudness = sorted(heard, key=lambda word: heard[word])
        loud.append(change(text, by_loudness[-3:]))
        quiet.append(change(text, by_loudness[:3]))
    assert np.mean(loud) > 1.5 * np.mean(quiet)


def test_needs_no_torch_and_starts_at_once(tiny_bundle: Path) -> None:
    code = (
        "import time; start = time.perf_counter(); import sys, sentiment.bundle as bundle;"
        f"assert len(bundle.load({str(tiny_bundle)!r}).predict(['fine'])) == 1;"
        "print(time.perf_counter() - start);"
        "print([name for name in ('torch', 'lightning', 'hydra') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    seconds, heavy = done.stdout.splitlines()
    assert heavy == "[]"
    # The bar is 0.5 s and the usual figure 0.2; a busy machine gets some room.
    assert float(seconds) < 2


def test_whole_run_or_link_names_it_too(tiny_bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(tiny_bundle)
    version = load(tiny_bundle).manifest.version
    assert load(tiny_bundle.parent).manifest.version == version
    assert load(tmp_path / "current").manifest.version == version


def test_the_newest_one(copy: Path, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    with pytest.raises(UserError, match=r"No bundle was exported below .*export=true"):
        newest_bundle(runs)
    for name in ("first", "second"):
        shutil.copytree(copy, runs / "export" / name / "bundle", copy_function=shutil.copyfile)
    (runs / "export" / "third" / "bundle").mkdir(parents=True)
    assert newest_bundle(runs) == runs / "export" / "second" / "bundle"


@pytest.mark.parametrize("name", [*FILES, "SHA256SUMS"])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(UserError, match=f"{name} is missing"):
        load(copy)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_a_damaged_file_is_named(copy: Path, name: str, damage: str) -> None:
    content = (copy / name).read_bytes()
    middle = len(content) // 2
    (copy / name).write_bytes(
        {
            "cut": content[:-1],
            "changed": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "empty": b"",
        }[damage]
    )
    with pytest.raises(UserError, match=rf"{name} is damaged or was changed"):
        load(copy)


def test_damaged_checksums(copy: Path) -> None:
    (copy / "SHA256SUMS").write_text("nonsense\n")
    with pytest.raises(UserError, match="SHA256SUMS is damaged"):
        load(copy)


def test_a_newer_format(copy: Path) -> None:
    change_manifest(copy, format=99)
    with pytest.raises(UserError, match=r"has format 99, .* reads up to 1; update it"):
        load(copy)


@pytest.mark.parametrize(
    "change", [{"calibration": {}}, {"decision_threshold": 7}, {"precision": "int4"}]
)
def test_a_manifest_that_makes_no_sense(copy: Path, change: dict[str, object]) -> None:
    change_manifest(copy, **change)
    with pytest.raises(UserError, match="not written as it should be"):
        load(copy)


def test_another_tokenizer(copy: Path) -> None:
    content = json.loads((copy / "tokenizer.json").read_text())
    (copy / "tokenizer.json").write_text(json.dumps({**content, "tokenizer": "other"}))
    write_checksums(copy, FILES)
    with pytest.raises(UserError, match="not written as it should be"):
        load(copy)


def test_a_network_that_is_none(copy: Path) -> None:
    (copy / "network.onnx").write_bytes(b"not a network")
    write_checksums(copy, FILES)
    with pytest.raises(UserError, match="is not a network that runs here"):
        load(copy)


def test_no_bundle_at_all(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no bundle at"):
        load(tmp_path / "nothing")
    with pytest.raises(UserError, match=r"is not a bundle: model\.json is missing"):
        load(tmp_path)


def test_the_usual_tool_checks_it(tiny_bundle: Path) -> None:
    subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tiny_bundle, check=True)


def change_manifest(folder: Path, **change: object) -> None:
    """Changes ``model.json`` as if it had been written so."""
    content = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps({**content, **change}))
    write_checksums(folder, FILES)
