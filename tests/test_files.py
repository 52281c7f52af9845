import json
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from sentiment.files import atomic_path, write_json


def test_writes_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "results.json"
    write_json(path, {"a": 1, "b": float("nan")})
    assert json.loads(path.read_text()) == {"a": 1, "b": None}
    with pytest.raises(RuntimeError), atomic_path(path) as temporary:  # noqa: PT012
        temporary.write_text("half")
        raise RuntimeError
    assert json.loads(path.read_text())["a"] == 1
    assert [entry.name for entry in path.parent.iterdir()] == ["results.json"]


def _write_for_ever(path: str) -> None:
    number = 0
    while True:
        number += 1
        write_json(Path(path), {"number": number, "bulk": "x" * 200_000})


def test_a_kill_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    context = multiprocessing.get_context("spawn")
    writer = context.Process(target=_write_for_ever, args=(str(path),))
    writer.start()
    deadline = time.monotonic() + 120
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join(30)
    assert len(json.loads(path.read_text())["bulk"]) == 200_000
