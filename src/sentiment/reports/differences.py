"""What two trainings were set to do differently."""

from collections.abc import Iterator, Mapping
from typing import Any

# Where a run lies and how it was watched changes nothing.
_OF_NO_MATTER = (
    *("output_dir", "runs_dir", "debug", "logger", "mlflow", "resume", "created", "study"),
    *("trainer.default_root_dir", "callbacks.best_checkpoint.dirpath"),
    "callbacks.last_checkpoint.dirpath",
)
_MISSING = "-"


def differences(
    first: Mapping[str, Any], second: Mapping[str, Any], *, shared_only: bool = False
) -> list[tuple[str, object, object]]:
    """Settings with different values: dotted name, the first's value, the second's.

    A setting that one does not have counts as ``-``, or with ``shared_only`` as unknown, and is
    left out.
    """
    ours, theirs = dict(_flat(first)), dict(_flat(second))
    return [
        (name, ours.get(name, _MISSING), theirs.get(name, _MISSING))
        for name in dict.fromkeys([*ours, *theirs])
        if ours.get(name, _MISSING) != theirs.get(name, _MISSING)
        and not (shared_only and (name not in ours or name not in theirs))
    ]


def _flat(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in settings.items():
        dotted = f"{prefix}{name}"
        if dotted in _OF_NO_MATTER:
            continue
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{dotted}.")
        else:
            yield dotted, value
