"""Trains the simple systems that a network has to beat."""

from typing import Any

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.baseline --help``."""
    run_verb("baseline", baseline)


def baseline(config: DictConfig) -> dict[str, dict[str, Any]]:
    """Trains linear models of n-grams on the splits of a training, and writes what it writes.

    Args:
        config: what ``conf/baseline.yaml`` composes to.

    Returns:
        The content of each system's ``metrics.json``, under its name.

    Raises:
        UserError: for settings or a source that can't be used.
    """
    # Here and not above: the command line's help and its complaints should not wait for torch.
    from sentiment.baselines import run_baselines

    return run_baselines(config)


if __name__ == "__main__":
    main()
