import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import OmegaConf

from sentiment.bundle import load
from sentiment.checkpoint import load_trained_model
from sentiment.config import compose_config
from sentiment.errors import UserError
from sentiment.inference import predict_probabilities
from sentiment.predict import predict, quote_text

from small import RunCommand

TEXTS = ["A warm, funny film.", 'Dull; "really" dull.', "Two\nlines.", "映画は最高!", "x" * 5000]


def run(model: Path, *overrides: str) -> dict[str, object]:
    return predict(compose_config("predict", [f"checkpoint={model}", *overrides]))


def write(path: Path, texts: list[str]) -> None:
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(pyarrow.table({"text": texts}), path)
    elif path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([["text"], *[[text] for text in texts]])
    else:
        lines = [json.dumps({"text": text}) for text in texts]
        path.write_text("\n".join(lines), encoding="utf-8")


def read(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".parquet":
        rows: list[dict[str, object]] = pyarrow.parquet.read_table(path).to_pylist()
        return rows
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("reads", ["parquet", "csv", "jsonl"])
@pytest.mark.parametrize("writes", ["parquet", "csv", "jsonl"])
def test_files_in_and_out(tiny_run: Path, tmp_path: Path, reads: str, writes: str) -> None:
    source, target = tmp_path / f"in.{reads}", tmp_path / f"out.{writes}"
    write(source, TEXTS)
    assert run(tiny_run, f"input={source}", f"output={target}") == {"rows": 5, "bad_rows": 0}
    expected = predict_probabilities(load_trained_model(tiny_run), TEXTS, batch_size=5)
    rows = read(target)
    assert [row["text"] for row in rows] == TEXTS
    assert [float(str(row["probability"])) for row in rows] == pytest.approx(
        expected.tolist(), abs=1e-6
    )
    for row, probability in zip(rows, expected, strict=True):
        assert row["sentiment"] == ("positive" if probability > 0.5 else "negative")
        assert float(str(row["confidence"])) == pytest.approx(max(probability, 1 - probability))
    assert {path.name for path in tmp_path.iterdir()} == {source.name, target.name}


def test_bad_rows_are_named_and_the_rest_goes_on(
    tiny_run: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '{"text": "Good."}\n{"text": \n{"text": 5}\n{"body": "x"}\n{"text": " "}\n[1]\n'
        '{"text": "\\ud83d"}\n'
    )
    assert run(tiny_run, f"input={source}", f"output={target}") == {"rows": 7, "bad_rows": 6}
    rows = read(target)
    assert [row["row"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert rows[0]["error"] is None
    for row, reason in zip(
        rows[1:],
        [
            "not JSON",
            "not text but int",
            "no column",
            "empty",
            "not a JSON object",
            "not valid Unicode",
        ],
        strict=True,
    ):
        assert reason in str(row["error"])
        assert row["sentiment"] is None
        assert f"Row {row['row']}: " in caplog.text


def test_strict_stops_and_leaves_the_old_output(tiny_run: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("text\nGood.\n   \n")
    target.write_text("old")
    with pytest.raises(UserError, match="Row 2: text is empty"):
        run(tiny_run, f"input={source}", f"output={target}", "strict=true")
    assert target.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"in.csv", "out.csv"}


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ([], "either text="),
        (["text=a", "input=b"], "either text="),
        (["text='  '"], "text is empty"),
        (["input=nothing.csv"], "no such file"),
        (["input={folder}/in.csv", "output={folder}/out.xml"], "unknown format '.xml'"),
        (["input={folder}/in.doc", "output={folder}/out.csv"], "unknown format '.doc'"),
        (["input={folder}/in.csv", "output={folder}/in.csv"], "same file"),
        (["input={folder}/bad.parquet", "output={folder}/out.csv"], "not a readable parquet"),
        (["input={folder}/in.csv", "output=/dev/null/out.csv"], "can't be written"),
        (["text=a", "batch_size=0"], "batch_size=0"),
    ],
)
def test_says_what_is_wrong(
    tiny_run: Path, tmp_path: Path, overrides: list[str], message: str
) -> None:
    for name in ("in.csv", "in.doc", "bad.parquet"):
        (tmp_path / name).write_text("text\nGood.\n")
    filled = [override.format(folder=tmp_path) for override in overrides]
    with pytest.raises(UserError, match=message):
        run(tiny_run, *filled)
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Commas, [brackets] {braces} (and) 'quotes' \"of\" all kinds; a=b: c",
        "backslash \\ and \\' at the end\\",
        "${oc.env:HOME} $HOME ${",
        "null",
        "12",
        "It's",
        "",
    ],
)
def test_any_review_survives_the_command_line(text: str) -> None:
    override = OverridesParser.create().parse_override(quote_text(f"text={text}"))
    assert OmegaConf.create({"text": override.value()}).text == text


def test_one_review_on_the_command_line(
    tiny_run: Path, call_main: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    code, errors = call_main(
        "predict",
        f"checkpoint={tiny_run}",
        "text=Well, it's (almost) fine!",
        f"hydra.run.dir={tmp_path}",
    )
    assert code == 0, errors


@pytest.mark.slow
def test_standard_input_to_standard_output(tiny_bundle: Path, run_command: RunCommand) -> None:
    done = run_command(
        "-m",
        "sentiment.predict",
        f"bundle={tiny_bundle}",
        "input=-",
        input="A fine film.\n\nA dull film.\n",
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["text"] for row in rows] == ["A fine film.", None, "A dull film."]
    assert "reviews/s" in done.stderr
    assert "Row 2: text is empty." in done.stderr


def test_a_bundle_predicts_files_too(tiny_bundle: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.jsonl"
    write(source, TEXTS)
    overrides = [f"bundle={tiny_bundle}", f"input={source}", f"output={target}"]
    assert predict(compose_config("predict", overrides)) == {"rows": 5, "bad_rows": 0}
    expected = load(tiny_bundle).predict(TEXTS)
    assert [row["probability"] for row in read(target)] == pytest.approx(expected, abs=1e-6)


def test_who_reads_the_answers_may_leave(tiny_bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("A fine film.\n" * 9000)
    command = f"{sys.executable} -m sentiment.predict bundle={tiny_bundle} input=in.txt | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["text"] == "A fine film."
    assert "Error" not in done.stderr


def test_a_bundle_predicts_without_torch(tiny_bundle: Path, run_command: RunCommand) -> None:
    code = (
        "import sys; from sentiment.config import compose_config;"
        "from sentiment.predict import predict;"
        f"config = compose_config('predict', ['bundle={tiny_bundle}', 'text=fine']);"
        "predict(config); print('torch' in sys.modules)"
    )
    done = run_command("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("models", [[], ["checkpoint={run}", "bundle={bundle}"]])
def test_one_model_and_not_two(tiny_run: Path, tiny_bundle: Path, models: list[str]) -> None:
    filled = [model.format(run=tiny_run, bundle=tiny_bundle) for model in models]
    with pytest.raises(UserError, match="either checkpoint=RUN or bundle=FOLDER"):
        predict(compose_config("predict", [*filled, "text=fine"]))


PEAK_MEMORY = """
import re, sys
from pathlib import Path
from sentiment.config import compose_config
from sentiment.predict import predict

model, *sources = sys.argv[1:]
for source in sources:
    # The peak begins anew.
    Path("/proc/self/clear_refs").write_text("5")
    predict(compose_config("predict", [model, f"input={source}", f"output={source}.jsonl"]))
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(
    tiny_run: Path, tmp_path: Path, run_command: RunCommand
) -> None:
    for name, count in (("short", 3_000), ("long", 12_000)):
        (tmp_path / name).with_suffix(".txt").write_text(("A film of films. " * 180 + "\n") * count)
    # The first one stands for what loading takes.
    files = ("short.txt", "short.txt", "long.txt")
    done = run_command("-c", PEAK_MEMORY, f"checkpoint={tiny_run}", *files)
    assert done.returncode == 0, done.stderr
    short, long = map(int, done.stdout.split()[-2:])
    # 9,000 rows more are 28 MB of text; all of them in memory would be seen.
    assert long - short < 25_000
