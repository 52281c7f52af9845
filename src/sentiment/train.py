"""Trains a model: data, network, trainer, tracking, results."""

from typing import TYPE_CHECKING

from omegaconf import DictConfig

from sentiment.cli import run_verb
from sentiment.config import in_multirun

if TYPE_CHECKING:
    from sentiment.training import TrainingResult


def main() -> None:
    """The command line: ``python train.py --help``."""
    run_verb("train", _job)


def _job(config: DictConfig) -> "TrainingResult | float | list[float]":
    if not in_multirun():
        return train(config)
    from sentiment.trial import run_trial

    return run_trial(config)


def train(config: DictConfig) -> "TrainingResult":
    """Trains as ``config`` says and writes the run's folder.

    Args:
        config: what ``conf/train.yaml`` composes to.

    Returns:
        The metrics and where the run lies.

    Raises:
        UserError: for whatever the user can mend.
        InterruptedByUser: after Ctrl-C; ``last.ckpt`` is written.
    """
    # Here and not above: the command line's help and its complaints should not wait for torch.
    from sentiment.training import run_training

    return run_training(config)


if __name__ == "__main__":
    main()
