"""Measures a trained model on any labelled split."""

from typing import Any

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.evaluate --help``."""
    run_verb("evaluate", evaluate)


def evaluate(config: DictConfig) -> dict[str, Any]:
    """Writes ``metrics.json`` and pictures, and prints the metrics and the worst mistakes.

    With ``checks`` it also puts the behavioural checks of ``sentiment.evaluation.checks`` to the
    model, which tell what it can do where accuracy tells how often it was right.

    Args:
        config: what ``conf/evaluate.yaml`` composes to.

    Returns:
        The content of ``metrics.json``.

    Raises:
        UserError: for a checkpoint, a bundle or a source that can't be used.
    """
    # Here and not above: the command line's help and its complaints should not wait for torch.
    from sentiment.measuring import measure

    return measure(config)


if __name__ == "__main__":
    main()
