"""Compares trained models on the same reviews."""

from typing import Any

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.compare --help``."""
    run_verb("compare", compare)


def compare(config: DictConfig) -> dict[str, Any]:
    """Says which of several models is better, by how much, and whether that is noise.

    Writes ``comparison.html`` and ``comparison.json``, and prints both the figures and the answer.

    Args:
        config: what ``conf/compare.yaml`` composes to.

    Returns:
        The content of ``comparison.json``.

    Raises:
        UserError: for a run that can't be found, or reviews that are not the same for all.
    """
    # Here and not above: the command line's help and its complaints should not wait for torch.
    from sentiment.comparing import run_comparison

    return run_comparison(config)


if __name__ == "__main__":
    main()
