"""Trains a language model on all texts, for a classifier to start from."""

from pathlib import Path

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.pretrain --help``."""
    run_verb("pretrain", pretrain)


def pretrain(config: DictConfig) -> Path:
    """Trains as ``config`` says and writes the run's folder.

    Args:
        config: what ``conf/pretrain.yaml`` composes to.

    Returns:
        The run's folder, for ``model.pretrained``.

    Raises:
        UserError: for whatever the user can mend.
        InterruptedByUser: after Ctrl-C; ``last.ckpt`` is written.
    """
    # Here and not above: the command line's help and its complaints should not wait for torch.
    from sentiment.pretraining import run_pretraining

    return run_pretraining(config)


if __name__ == "__main__":
    main()
