import logging
import sys
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from sentiment.data import demo
from sentiment.errors import UserError
from sentiment.fasttext_comparison import compare, run_fasttext

needs_fasttext = pytest.mark.skipif(
    find_spec("fasttext") is None, reason="pip install -e '.[bench]' adds fastText"
)


@needs_fasttext
def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"fasttext_comparison.*there is no such folder"):
        run_fasttext(str(tmp_path / "nothing"), seed=1)


@needs_fasttext
@pytest.mark.slow
def test_learns_from_reviews_that_stand_by_label(tmp_path: Path) -> None:
    for split, count in (("train", 3000), ("test", 300)):
        rows = sorted(zip(*demo.generate(count, split, seed=1), strict=True), key=itemgetter(1))
        columns = dict(zip(("text", "label"), zip(*rows, strict=True), strict=True))
        pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / f"{split}.parquet")
    # Read in that order it would lean towards the label that comes last, and reach 75%.
    assert run_fasttext(str(tmp_path), seed=1).accuracy > 0.85


@needs_fasttext
@pytest.mark.slow
def test_beside_a_training(imdb_like: Path, tmp_path: Path) -> None:
    overrides = ["experiment=fast", f"data.source={imdb_like}", f"data.cache_dir={tmp_path}"]
    overrides += ["trainer.max_epochs=1"]
    commands = compare(overrides, str(imdb_like), seed=1)
    assert commands is not None
    for command in commands:
        assert 0.3 < command.accuracy < 1
        assert command.seconds > 0
        assert command.cpu_seconds > 0


def test_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "fasttext", None)
    with caplog.at_level(logging.WARNING, logger="sentiment"):
        assert compare([], None, seed=1) is None
    assert "pip install -e '.[bench]' adds it" in caplog.text
