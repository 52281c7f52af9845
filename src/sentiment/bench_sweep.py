"""Measures sweeps: pruned against unpruned, and what the sweeper costs."""

from typing import Any

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.bench_sweep --help``."""
    run_verb("bench_sweep", bench_sweep)


def bench_sweep(config: DictConfig) -> dict[str, Any]:
    """Prints a table and writes ``bench_sweep.json``.

    Args:
        config: what ``conf/bench_sweep.yaml`` composes to.

    Returns:
        The content of ``bench_sweep.json``.

    Raises:
        UserError: for settings or a source that can't be used.
    """
    # Here and not above: the command line's help and its complaints should not wait for it.
    from sentiment.sweep_benchmarking import run_sweep_benchmarks

    return run_sweep_benchmarks(config)


if __name__ == "__main__":
    main()
