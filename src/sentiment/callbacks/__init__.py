"""What happens around a training: checkpoints, interruption, reporting."""

from sentiment.callbacks.averaging import AveragedWeights
from sentiment.callbacks.best_checkpoint import BestCheckpoint
from sentiment.callbacks.last_checkpoint import LastCheckpoint
from sentiment.callbacks.progress import ProgressBar
from sentiment.callbacks.report import EpochReport

__all__ = ["AveragedWeights", "BestCheckpoint", "EpochReport", "LastCheckpoint", "ProgressBar"]
