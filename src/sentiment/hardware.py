"""What this machine computes with."""

import torch

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


def choose_precision(precision: str, accelerator: str) -> str:
    """Replaces ``auto`` by ``bf16-mixed`` where the device computes in bfloat16, else float32.

    On a processor without bfloat16 instructions it would be emulated, and slower than float32.
    """
    if precision != "auto":
        return precision
    if accelerator in ("auto", "gpu", "cuda") and torch.cuda.is_available():
        return "bf16-mixed" if torch.cuda.is_bf16_supported(False) else "32-true"
    on_cpu = accelerator == "cpu" or not torch.backends.mps.is_available()
    has_bf16 = on_cpu and torch.cpu._is_avx512_bf16_supported()
    return "bf16-mixed" if has_bf16 else "32-true"
