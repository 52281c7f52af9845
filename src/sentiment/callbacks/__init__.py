"""What happens around a training: checkpoints, interruption, reporting."""

from sentiment.callbacks.averaging import AveragedWeights
from sentiment.callbacks.best_checkpoint import BestCheckpoint
from sentiment.callbacks.last_checkpoint import LastCheckpoint
from sentiment.callbacks.progress import ProgressBar
from sentiment.callbacks.report import EpochReport
from sentiment.callbacks.trial_report import TrialReport

__all__ = [
    "AveragedWeights",
    "BestCheckpoint",
    "EpochReport",
    "LastCheckpoint",
    "ProgressBar",
    "TrialReport",
]
