"""What tests share that is no fixture."""

import subprocess
from collections.abc import Callable

RunCommand = Callable[..., subprocess.CompletedProcess[str]]

# A network and a corpus small enough that an epoch takes a second; whatever the defaults are.
TINY = (
    "data.batch_size=16",
    "data.min_frequency=2",
    "data.max_length=64",
    "model.embedding_dim=16",
    "model.hidden_dim=16",
    "model.dropout=0.6",
    "model.embedding_dropout=0.6",
    "model.word_dropout=0.2",
    "optimizer.lr=2e-3",
    "loss.label_smoothing=0.1",
    "trainer.max_epochs=2",
    "threads=1",
)
