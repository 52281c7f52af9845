from pathlib import Path
from unittest.mock import Mock

import pytest

from sentiment.callbacks import LastCheckpoint


def trainer_of_two(others_wish: bool) -> Mock:
    """A trainer beside another process, which has a wish of its own."""
    trainer = Mock(world_size=2)
    trainer.strategy.reduce_boolean_decision = lambda wish, all: wish or others_wish
    return trainer


@pytest.mark.parametrize(
    ("is_there", "other_saves", "saves"),
    [(False, True, True), (True, True, True), (True, False, False)],
)
def test_processes_save_the_beginning_together_or_not_at_all(
    tmp_path: Path, is_there: bool, other_saves: bool, saves: bool
) -> None:
    callback = LastCheckpoint(str(tmp_path), every_n_seconds=60)
    if is_there:
        # Written by the other one, a moment ago or in a run that goes on.
        callback.path.touch()
    trainer = trainer_of_two(other_saves)
    callback.on_train_start(trainer, Mock())
    assert trainer.save_checkpoint.called == saves
