"""Runs in MLflow."""

from sentiment.tracking.git import git_revision
from sentiment.tracking.mlflow import TrackedRun, mlflow_logger

__all__ = ["TrackedRun", "git_revision", "mlflow_logger"]
