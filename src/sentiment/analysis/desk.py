"""Where notebooks keep their work, and models for those that need one."""

import contextlib
import hashlib
import json
import logging
import os
import secrets
import warnings
from collections.abc import Iterator
from pathlib import Path

from sentiment.config import compose_config
from sentiment.data.sources import Source, open_source
from sentiment.demo_source import default_demo_source


def work_folder(notebook: str) -> Path:
    """The folder for a notebook's files, which is made: ``runs/notebooks/NAME``."""
    folder = Path(os.environ.get("SENTIMENT_RUNS", "runs")) / "notebooks" / notebook
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def source_of(name: str) -> Source:
    """The built-in corpus for ``demo``; otherwise a folder or a file.

    Raises:
        UserError: when it can't be read.
    """
    return default_demo_source() if name == "demo" else open_source(name)


def trained(source: str, *overrides: str) -> Path:
    """The folder of a training, which is made where these settings have not been trained yet.

    Args:
        source: ``demo``, or a folder.
        overrides: as for ``train.py``.

    Raises:
        UserError: as ``sentiment.train.train``.
    """
    settings = [*overrides, f"data.source={source}", "logger=csv"]
    digest = hashlib.blake2b(json.dumps(settings).encode(), digest_size=4).hexdigest()
    folder = work_folder("trained") / digest
    if not (folder / "metrics.json").is_file():
        from sentiment.training import run_training

        # Whole or not at all: a notebook that is stopped leaves nothing to stumble over.
        unfinished = folder.with_name(f"{digest}-{secrets.token_hex(2)}")
        with quiet():
            run_training(compose_config("train", [*settings, f"output_dir={unfinished}"]))
        try:
            unfinished.rename(folder)
        except OSError:
            # Another notebook has made the same meanwhile.
            if not (folder / "metrics.json").is_file():
                raise
    return folder


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps what a verb prints, its tables, its bars and its log out of a notebook."""
    # Here and not above: who does not run a notebook may not have it.
    from IPython.utils.capture import capture_output

    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with capture_output(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
