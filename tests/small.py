"""What tests share that is no fixture."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from unittest import mock

import pytest
from hydra._internal.hydra import Hydra

RunCommand = Callable[..., subprocess.CompletedProcess[str]]

# A network and a corpus small enough that an epoch takes a second; whatever the defaults are.
TINY = (
    "data.batch_size=16",
    "data.min_frequency=2",
    "data.max_length=64",
    "model.embedding_dim=16",
    "model.hidden_dim=16",
    "model.dropout=0.6",
    "model.embedding_dropout=0.6",
    "model.word_dropout=0.2",
    "optimizer.lr=2e-3",
    "loss.label_smoothing=0.1",
    "trainer.max_epochs=2",
    "threads=1",
)


def call_here(main: Callable[[], None], *command: str) -> int:
    """Calls a verb's ``main`` in this process; returns the exit code."""
    code, root = 0, logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    # What the command line sets is taken back afterwards, in the environment as well.
    with pytest.MonkeyPatch.context() as patch, mock.patch.dict(os.environ):
        patch.setenv("HYDRA_FULL_ERROR", "1")
        # It is never given, and to find that out Hydra would compose all once more.
        patch.setattr(Hydra, "get_mode", lambda *_, **__: None)
        patch.setattr(sys, "argv", [*command])
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        finally:
            # A process would have ended now, and its log with it.
            for handler in root.handlers:
                if type(handler) is logging.FileHandler:
                    handler.close()
            root.setLevel(level)
            root.handlers[:] = handlers
    return code
