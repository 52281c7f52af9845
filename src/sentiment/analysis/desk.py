"""Where notebooks keep their work, and the trainings, sweeps and measurements that they need."""

import contextlib
import hashlib
import json
import logging
import os
import secrets
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hydra.core.override_parser.types import Quote, QuotedString

from sentiment.commands import run
from sentiment.config import compose_config
from sentiment.data.sources import Source, open_source
from sentiment.demo_source import default_demo_source
from sentiment.revision import code_digest

# A sweep on all of IMDB is over long before.
_MOST_SECONDS = 6 * 3600


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
    settings = [*overrides, _setting("data.source", source), "logger=csv"]

    def train(folder: Path) -> None:
        from sentiment.training import run_training

        with quiet():
            run_training(compose_config("train", [*settings, _setting("output_dir", folder)]))

    return _made("trained", settings, train, "metrics.json")


def swept(source: str, *overrides: str) -> Path:
    """The folder of a sweep, which is made where these settings have not been swept yet.

    Args:
        source: ``demo``, or a folder.
        overrides: as for ``train.py -m``.

    Returns:
        The folder with ``summary.json``, ``plots`` and the study itself, ``study.db``.

    Raises:
        UserError: when the sweep fails.
    """
    settings = [*overrides, _setting("data.source", source), "logger=csv", "study=notebook"]

    def sweep(folder: Path) -> None:
        there = [_setting("hydra.sweep.dir", folder), "hydra.sweeper.storage=null"]
        _verb("sentiment.train", "-m", *settings, *there)

    return _made("swept", settings, sweep, "summary.json")


def served(source: str, training: Path, *overrides: str) -> Path:
    """The folder of ``bench-serve``'s results, measured where that has not been done yet.

    Args:
        source: ``demo``, or a folder with the reviews that are sent.
        training: the run whose bundle is served.
        overrides: as for ``python -m serve.bench``.

    Returns:
        The folder with ``bench_serve.json``.

    Raises:
        UserError: when the export or the measurement fails.
    """
    of_whom = "source=null" if source == "demo" else _setting("source", source)
    settings = [*overrides, of_whom]

    def serve(folder: Path) -> None:
        from sentiment.exporting import run_export

        bundle, here = folder / "bundle", _setting("output_dir", folder)
        whose = [_setting("checkpoint", training), _setting("output", bundle)]
        with quiet():
            run_export(compose_config("export", [*whose, here]))
        _verb("serve.bench", _setting("bundle", bundle), here, *settings)

    return _made("served", [str(training), *settings], serve, "bench_serve.json")


def _setting(name: str, value: object) -> str:
    """An override, whatever signs are in the value."""
    return f"{name}={QuotedString(text=str(value), quote=Quote.single).with_quotes()}"


def _verb(module: str, *overrides: str) -> None:
    """Runs a verb as one does by hand: it may want a process of its own, as servers do."""
    run(sys.executable, "-m", module, *overrides, seconds=_MOST_SECONDS)


def _made(kind: str, settings: Sequence[str], make: Callable[[Path], None], last: str) -> Path:
    """A folder that ``make`` filled with the file ``last``, now or when these settings were met.

    Whole or not at all: a notebook that is stopped leaves nothing to stumble over.
    """
    # Another version of the code may come to something else.
    made_by = json.dumps([*settings, code_digest()]).encode()
    digest = hashlib.blake2b(made_by, digest_size=4).hexdigest()
    folder = work_folder(kind).absolute() / digest
    if not (folder / last).is_file():
        unfinished = folder.with_name(f"{digest}-{secrets.token_hex(2)}")
        make(unfinished)
        try:
            unfinished.rename(folder)
        except OSError:
            # Another notebook has made the same meanwhile.
            if not (folder / last).is_file():
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
