"""What tests share that is no fixture."""

import subprocess
from collections.abc import Callable

RunCommand = Callable[..., subprocess.CompletedProcess[str]]

# A network and a corpus small enough that an epoch takes a second.
TINY = (
    "data.batch_size=16",
    "data.min_frequency=2",
    "data.max_length=64",
    "model.embedding_dim=16",
    "model.hidden_dim=16",
    "trainer.max_epochs=2",
    "threads=1",
)
