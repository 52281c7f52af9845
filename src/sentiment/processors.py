"""How many processors this process may use."""

import math
import os
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")


def usable_processors(cgroups: Path = _CGROUPS) -> int:
    """What ``nproc`` counts, less what a container's limit on processor time takes away.

    ``docker run --cpus`` and a ``limits.cpu`` of Kubernetes leave every processor visible and
    allow a share of their time; a process for each of them would spend it waiting for its turn.

    Args:
        cgroups: where Linux shows the limit; see ``cpu.max`` of its second version and
            ``cpu.cfs_quota_us`` of its first in the kernel's documentation of control groups.

    Returns:
        At least 1; a share of a processor counts as a whole one.
    """
    affinity = getattr(os, "sched_getaffinity", None)
    there = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(min(there, math.ceil(_allowed(cgroups))), 1)


def _allowed(cgroups: Path) -> float:
    """Processors' worth of time, which is without bounds where nothing limits it."""
    try:
        if (second := cgroups / "cpu.max").is_file():
            quota, period = second.read_text().split()
        else:
            first = cgroups / "cpu"
            quota = (first / "cpu.cfs_quota_us").read_text()
            period = (first / "cpu.cfs_period_us").read_text()
        # "max" in the second version, -1 in the first.
        return int(quota) / int(period) if int(quota) > 0 else os.cpu_count() or 1
    except (OSError, ValueError):
        return os.cpu_count() or 1
