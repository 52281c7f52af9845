"""Behavioural checks: what a model can do and can't, one capability at a time. No torch."""

from sentiment.evaluation.checks.cases import Capability, Case, Kind
from sentiment.evaluation.checks.running import CapabilityResult, Failure, Predict, run_checks
from sentiment.evaluation.checks.suite import all_capabilities

__all__ = [
    "Capability",
    "CapabilityResult",
    "Case",
    "Failure",
    "Kind",
    "Predict",
    "all_capabilities",
    "run_checks",
]
