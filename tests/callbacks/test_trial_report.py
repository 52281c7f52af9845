"""What a sweep hears of a training, and what a training does when nobody hears it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
import torch
from optuna.exceptions import StorageInternalError

from sentiment.callbacks import TrialReport, trial_report


def test_a_study_that_can_not_be_written_costs_no_training(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def report(value: float, step: int) -> None:
        raise StorageInternalError("The database is being started again.")

    monkeypatch.setattr(trial_report, "current_trial", lambda: SimpleNamespace(report=report))
    trainer: Any = SimpleNamespace(
        current_epoch=0,
        max_epochs=3,
        should_stop=False,
        callback_metrics={"validation/accuracy": torch.tensor(0.8)},
    )
    callback = TrialReport("validation/accuracy")
    callback.on_train_epoch_end(trainer, cast(Any, None))
    assert not trainer.should_stop
    assert not callback.pruned
    assert "epoch 1 could not be reported to the study" in caplog.text
