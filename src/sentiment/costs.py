"""What a month of the service costs, by target and load."""

from typing import Any

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.costs --help``."""
    run_verb("costs", costs)


def costs(config: DictConfig) -> dict[str, Any]:
    """Prints a table, and writes ``costs.json`` and ``costs.png``.

    Args:
        config: what ``conf/costs.yaml`` composes to.

    Returns:
        The content of ``costs.json``.

    Raises:
        UserError: when a setting can't be as it is.
    """
    # Here and not above: the command line's help should not wait for Matplotlib.
    from sentiment.costing import run_costs

    return run_costs(config)


if __name__ == "__main__":
    main()
