"""Measures the service, against a plain Flask server in the same run."""

import importlib.util
import signal
import sys
from typing import Any

from omegaconf import DictConfig

from sentiment.cli import run_verb
from sentiment.errors import UserError


def main() -> None:
    """The command line: ``python -m serve.bench --help``."""
    # As an exception it ends the servers, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    run_verb("bench_serve", bench)


def bench(config: DictConfig) -> dict[str, Any]:
    """Prints a table, and writes it as ``bench_serve.json`` and ``bench_serve.md``.

    Args:
        config: what ``conf/bench_serve.yaml`` composes to.

    Returns:
        The content of ``bench_serve.json``.

    Raises:
        UserError: for settings, a bundle or a source that can't be used; when a package that only
            this needs is missing; when a server does not start.
    """
    for package in ("aiohttp", "flask"):
        if importlib.util.find_spec(package) is None:
            raise UserError(f"{package} is not installed: pip install -e '.[dev]'.")
    # Here and not above: it needs those packages.
    from serve.benchmarking import run_benchmark

    return run_benchmark(config)


if __name__ == "__main__":
    main()
