"""Measures speed, as ratios against baselines in the same run."""

from typing import Any

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.bench --help``."""
    run_verb("bench", bench)


def bench(config: DictConfig) -> dict[str, Any]:
    """Prints a table and writes ``bench.json``.

    Args:
        config: what ``conf/bench.yaml`` composes to.

    Returns:
        The content of ``bench.json``.

    Raises:
        UserError: for settings or a source that can't be used.
    """
    # Here and not above: the command line's help and its complaints should not wait for torch.
    from sentiment.benchmarking import run_benchmarks

    return run_benchmarks(config)


if __name__ == "__main__":
    main()
