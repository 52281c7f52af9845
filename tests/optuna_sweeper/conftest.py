"""Runs sweeps: in this process where many are needed, and in processes of their own."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hydra
import pytest
from hydra._internal.hydra import Hydra
from hydra.core.hydra_config import HydraConfig

from toy_sweep import JOURNAL, Outcome, RunSweep, write_application

# A real PostgreSQL and a real browser are started there.
sys.path.append(str(Path(__file__).parents[1] / "serve"))


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Hydra gives the root logger handlers of its own, which write to what pytest will close."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers, root.level = handlers, level


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    from databases import postgresql

    with postgresql() as uri:
        yield uri


@pytest.fixture
def application(tmp_path: Path) -> Path:
    """A folder with the application, for processes of its own."""
    write_application(tmp_path)
    return tmp_path


@pytest.fixture
def sweep(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> RunSweep:
    """Sweeps a function in this process, in the configuration of the application.

    Faster than a process of its own by the seconds that importing Optuna takes.
    """
    write_application(tmp_path)
    monkeypatch.chdir(tmp_path)
    # Hydra composes the configuration once more to learn that hydra.mode is not given.
    monkeypatch.setattr(Hydra, "get_mode", lambda *_, **__: None)

    def run(
        task: Callable[[Any], Any],
        *overrides: str,
        storage: str | None = JOURNAL,
        program: tuple[str, ...] = ("app.py",),
    ) -> Outcome:
        arguments = [program[-1], "-m", *overrides]
        if storage is not None:
            arguments.append(f"hydra.sweeper.storage='{storage}'")
        monkeypatch.setattr(sys, "argv", arguments)
        monkeypatch.setattr(sys, "orig_argv", ["/usr/bin/python3", *program, *arguments[1:]])
        main = hydra.main(str(tmp_path / "conf"), "config", version_base="1.3")(task)
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        finally:
            HydraConfig.instance().cfg = None
        return Outcome(code, "".join(capfd.readouterr()), tmp_path)

    run.folder = tmp_path  # type: ignore[attr-defined]
    return run  # type: ignore[return-value]
