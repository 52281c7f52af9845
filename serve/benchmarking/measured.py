"""All that was measured, and what follows from it."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from serve.benchmarking.usage import Moment
from serve.load import Load

CLIENTS = (1, 8, 32)
MOST_CLIENTS = max(CLIENTS)
STEADY_PER_SECOND = 200
TEXTS_A_BATCH = 64
BATCH_CLIENTS = 4


@dataclass(frozen=True)
class Measured:
    """All that the table and the file are made of.

    Attributes:
        start_seconds: of ours, from its start to its first healthy answer.
        baseline_start_seconds: and of the baseline.
        ours: predictions, by clients.
        baseline: the same of the baseline.
        used: by ours while it was loaded, by clients.
        steady: ours at ``STEADY_PER_SECOND`` requests a second.
        batch: ours, ``TEXTS_A_BATCH`` texts a request, ``BATCH_CLIENTS`` clients.
        explain: ours, one client.
        memory_megabytes: of all processes of ours, under load.
        idle_percent: of one core that ours takes while nobody asks.
        workers: processes of ours that predict.
    """

    start_seconds: float
    baseline_start_seconds: float
    ours: dict[int, Load]
    baseline: dict[int, Load]
    used: dict[int, Moment]
    steady: Load
    batch: Load
    explain: Load
    memory_megabytes: float
    idle_percent: float
    workers: int

    @property
    def batched_reviews_per_second(self) -> float:
        """Reviews that were answered in batches."""
        return TEXTS_A_BATCH * self.batch.per_second

    @property
    def explain_ratio(self) -> float:
        """How many times as long as a prediction an explanation takes; both are medians."""
        return ratio(self.explain.median, self.ours[1].median)

    @property
    def errors(self) -> int:
        """Requests that ours did not answer with status 200."""
        loads = (*self.ours.values(), self.steady, self.batch, self.explain)
        return sum(load.errors for load in loads)

    @property
    def baseline_errors(self) -> int:
        """The same of the baseline."""
        return sum(load.errors for load in self.baseline.values())

    @property
    def model_percent_of_workers(self) -> float:
        """How much of the workers' time under the greatest load was spent in the model."""
        used = self.used[MOST_CLIENTS]
        return 100 * ratio(used.inference_seconds, used.at * self.workers)

    @property
    def model_percent_of_answer(self) -> float:
        """How much of a lone client's waiting was spent in the model; both are means."""
        used = self.used[1]
        return 100 * ratio(1000 * ratio(used.inference_seconds, used.batches), self.ours[1].mean)

    def as_dict(self) -> dict[str, Any]:
        """For a file."""
        return {
            "start_seconds": {"ours": self.start_seconds, "baseline": self.baseline_start_seconds},
            "ours": {str(clients): load.as_dict() for clients, load in self.ours.items()},
            "baseline": {str(clients): load.as_dict() for clients, load in self.baseline.items()},
            "used": {str(clients): asdict(used) for clients, used in self.used.items()},
            "steady": self.steady.as_dict(),
            "batch": self.batch.as_dict(),
            "explain": self.explain.as_dict(),
            "memory_megabytes": self.memory_megabytes,
            "idle_percent": self.idle_percent,
            "workers": self.workers,
        }


def ratio(numerator: float, denominator: float) -> float:
    """NaN where there is nothing to divide by."""
    return numerator / denominator if denominator else math.nan
