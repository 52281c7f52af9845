"""How far probabilities can be taken at their word, and mending it with one number."""

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import binary_cross_entropy_with_logits
from torchmetrics.functional.classification import binary_calibration_error

_BINS = 15


def fit_temperature(logits: npt.NDArray[np.float32], labels: npt.NDArray[np.int8]) -> float:
    """The number by which to divide logits so that their probabilities are most likely right.

    Temperature scaling (Guo et al. 2017): accuracy stays, for no sign changes.

    Args:
        logits: [reviews].
        labels: [reviews] 0 or 1, not those that the network was trained on.

    Returns:
        Between 0.05 and 20.
    """
    scores = torch.from_numpy(logits).double()
    targets = torch.from_numpy(labels).double()
    log_temperature = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> float:
        optimizer.zero_grad()
        loss = binary_cross_entropy_with_logits(scores / log_temperature.exp(), targets)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.item()

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    # A network that is never wrong would want 0, and one that knows nothing infinity.
    return float(log_temperature.exp().clamp(0.05, 20))


def expected_calibration_error(
    probabilities: npt.NDArray[np.float32], labels: npt.NDArray[np.int8]
) -> float:
    """The mean gap between confidence and accuracy over 15 bins, in [0, 1] (Naeini et al. 2015).

    Args:
        probabilities: P(positive) [reviews].
        labels: [reviews] 0 or 1.
    """
    error = binary_calibration_error(
        torch.from_numpy(probabilities), torch.from_numpy(labels).long(), n_bins=_BINS, norm="l1"
    )
    return float(error)
