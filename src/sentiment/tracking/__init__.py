"""Runs in MLflow."""

from sentiment.tracking.mlflow import TrackedRun, mlflow_logger

__all__ = ["TrackedRun", "mlflow_logger"]
