"""Runs in MLflow."""

from sentiment.tracking.fetching import fetch_checkpoint
from sentiment.tracking.mlflow import TrackedRun, mlflow_logger
from sentiment.tracking.reports import log_report

__all__ = ["TrackedRun", "fetch_checkpoint", "log_report", "mlflow_logger"]
