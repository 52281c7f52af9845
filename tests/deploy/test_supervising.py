"""What a supervisord is asked over its socket."""

import socket
from pathlib import Path

import pytest

from sentiment.deployment import supervising
from sentiment.deployment.supervising import CONF, Supervisor
from sentiment.errors import UserError


def test_one_that_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "_SECONDS", 0.2)
    path, supervisor = tmp_path / "socket", Supervisor(tmp_path)
    (tmp_path / CONF).write_text(f"[unix_http_server]\nfile={path}\n")
    assert supervisor.state() == "DOWN"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        assert supervisor.state() == "DOWN"
        listening.listen()
        with pytest.raises(UserError, match=f"The supervisord of {tmp_path} does not answer"):
            supervisor.state()
