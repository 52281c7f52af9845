"""What this machine computes with."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from omegaconf import DictConfig, ListConfig

from sentiment.errors import UserError


def check_accelerator(accelerator: str) -> None:
    """Refuses a GPU that is not there.

    Raises:
        UserError: for ``gpu``, ``cuda`` or ``mps`` without one.
    """
    has_cuda, has_mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    there = {"gpu": has_cuda or has_mps, "cuda": has_cuda, "mps": has_mps}
    if not there.get(accelerator, True):
        raise UserError(
            f"trainer.accelerator={accelerator}, but torch finds no such device here; "
            "use trainer=cpu, or trainer=auto to take whatever there is."
        )


def on_one_device(trainer: DictConfig) -> bool:
    """Whether a configured ``trainer`` starts no processes besides its own."""
    devices = trainer.devices
    is_one = len(devices) == 1 if isinstance(devices, ListConfig) else devices == 1
    return bool(is_one and trainer.get("strategy", "auto") == "auto")


def choose_precision(precision: str, accelerator: str) -> str:
    """Replaces ``auto`` by ``bf16-mixed`` where the device computes in bfloat16, else float32.

    On a processor without bfloat16 instructions it would be emulated, and slower than float32.

    Raises:
        UserError: for bfloat16 on a processor that can't even emulate it.
    """
    if precision != "auto":
        if precision.startswith("bf16") and accelerator == "cpu" and not cpu_knows_bfloat16():
            raise UserError(
                f"trainer.precision={precision}: torch has no LSTM in bfloat16 for this processor, "
                "which lacks AVX-512; use trainer.precision=32-true, or auto."
            )
        return precision
    if accelerator in ("auto", "gpu", "cuda") and torch.cuda.is_available():
        return "bf16-mixed" if torch.cuda.is_bf16_supported(False) else "32-true"
    on_cpu = accelerator == "cpu" or not torch.backends.mps.is_available()
    has_bf16 = on_cpu and torch.cpu._is_avx512_bf16_supported()
    return "bf16-mixed" if has_bf16 else "32-true"


def cpu_knows_bfloat16() -> bool:
    """Whether torch's LSTM takes bfloat16 on this processor, be it in instructions or emulated."""
    # Where torch computes without oneDNN, as on some ARM processors, nothing is refused.
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return True
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def cpu_seconds() -> float:
    """What this process and its children have computed so far, in seconds of one core."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class CpuClock:
    """Counts CPU-seconds from its making on, less those of what is counted elsewhere."""

    def __init__(self) -> None:
        self._started = cpu_seconds()

    @property
    def seconds(self) -> float:
        """What it has counted so far."""
        return cpu_seconds() - self._started

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Does not count the block."""
        before = cpu_seconds()
        try:
            yield
        finally:
            self._started += cpu_seconds() - before


# From glibc's malloc.h.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_LARGE = 2**31 - 1


def keep_freed_memory() -> None:
    """Lets the C library keep the memory of a step's tensors for the next step.

    By default glibc gives large blocks back to the system at once, and a third of a training step
    on the CPU goes into having them zeroed again. Without glibc this does nothing.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_TRIM_THRESHOLD, _LARGE)
