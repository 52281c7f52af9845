"""The behavioural checks in an evaluation."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sentiment.evaluation.checks import CapabilityResult, all_capabilities, run_checks
from sentiment.evaluation.plots import plot_pass_rates
from sentiment.predictors import Predictor
from sentiment.reporting import print_checks


def check_behaviour(predictor: Predictor, plots: Path, failures: int) -> dict[str, Any]:
    """Puts all checks to a model, draws ``checks.png`` and prints how it did.

    Args:
        predictor: the model.
        plots: the folder for the picture.
        failures: how many failures of each capability to print and to return.

    Returns:
        What ``metrics.json`` says of them: cases, passed and pass rate, of all and by capability.
    """
    results = run_checks(predictor.predict, all_capabilities(), predictor.threshold)
    plot_pass_rates(plots / "checks.png", results, predictor.title)
    print_checks(results, failures)
    return summarise(results, failures)


def summarise(results: Sequence[CapabilityResult], failures: int) -> dict[str, Any]:
    """The results as plain values."""
    cases, passed = (sum(getattr(one, name) for one in results) for name in ("cases", "passed"))
    return {
        "cases": cases,
        "passed": passed,
        "pass_rate": passed / cases,
        "capabilities": {
            result.name: {
                "about": result.about,
                "kind": result.kind,
                "cases": result.cases,
                "passed": result.passed,
                "pass_rate": result.pass_rate,
                "failures": [
                    {
                        **dataclasses.asdict(one.case),
                        "probability": one.probability,
                        "changed_probability": one.changed_probability,
                    }
                    for one in result.failures[:failures]
                ],
            }
            for result in results
        },
    }
