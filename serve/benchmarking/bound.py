"""Says what keeps the service from being faster."""

from sentiment.processors import usable_processors
from serve.benchmarking.measured import MOST_CLIENTS, Measured

# A share above which a processor, or a process, counts as busy all the time.
_BUSY = 0.9


def what_bounds(measured: Measured) -> str:
    """Where the time went under the greatest load, and what that means."""
    used = measured.used[MOST_CLIENTS]
    cores = usable_processors()
    there = cores * used.at
    left = max(there - sum(used.processor.values()), 0)
    # In a container the machine may have more processors than this process may use.
    idle = min(left, used.idle_seconds)
    elsewhere = left - idle
    seconds = {**used.processor, "other programs": elsewhere, "nobody": idle}
    percent = {who: 100 * seconds[who] / there for who in seconds}
    by_share = sorted(percent, key=lambda who: -percent[who])
    spent = ", ".join(f"{who} {percent[who]:.0f}%" for who in by_share)
    http_busy = used.processor["HTTP process"] / used.at
    if idle < (1 - _BUSY) * there:
        taker = next(who for who in by_share if who != "workers")
        conclusion = (
            "the processors are used up, and most of what the workers do not get goes to: "
            f"{taker} ({percent[taker]:.0f}%)"
        )
    elif http_busy > _BUSY:
        conclusion = "the HTTP process is busy all the time, and the others wait for it"
    else:
        conclusion = (
            f"neither the processors nor the HTTP process (busy {100 * http_busy:.0f}% of the "
            "time) are used up: processes wait for each other"
        )
    noise = ""
    if elsewhere > (1 - _BUSY) * there:
        noise = " Other programs were at work: measure again when the machine is quiet."
    return (
        f"With {MOST_CLIENTS} clients the model takes {measured.model_percent_of_workers:.0f}% of "
        f"the workers' time. The {cores} processors' time went to: {spent}; so {conclusion}.{noise}"
    )
