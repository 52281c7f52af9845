"""Trains a student on what teachers think of reviews without labels."""

from typing import TYPE_CHECKING

from omegaconf import DictConfig

from sentiment.cli import run_verb
from sentiment.config import in_multirun
from sentiment.errors import UserError

if TYPE_CHECKING:
    from sentiment.training import TrainingResult


def main() -> None:
    """The command line: ``python -m sentiment.distill --help``."""
    run_verb("distill", _job)


def _job(config: DictConfig) -> "TrainingResult | float | list[float]":
    if not in_multirun():
        return distill(config)
    _require_teachers(config)
    from sentiment.trial import run_trial

    return run_trial(config)


def distill(config: DictConfig) -> "TrainingResult":
    """Labels the split without labels, trains as ``config`` says, and writes the run's folder.

    Args:
        config: what ``conf/distill.yaml`` composes to.

    Returns:
        The student's metrics and where the run lies.

    Raises:
        UserError: for whatever the user can mend.
        InterruptedByUser: after Ctrl-C; the same command with ``resume`` goes on.
    """
    _require_teachers(config)
    # Here and not above: the command line's help and its complaints should not wait for torch.
    from sentiment.training import run_training

    return run_training(config)


def _require_teachers(config: DictConfig) -> None:
    if not config.distillation.teachers and not config.distillation.teacher:
        raise UserError(
            "Name teachers with distillation.teachers=[RUN], or have one trained with "
            "'distillation.teacher=[\"model=wide_bilstm\"]'."
        )


if __name__ == "__main__":
    main()
