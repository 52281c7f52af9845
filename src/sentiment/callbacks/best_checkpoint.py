"""``best.ckpt``: the epoch with the best validation, and never the best test."""

from pathlib import Path
from typing import Any

from lightning.pytorch.callbacks import ModelCheckpoint


class BestCheckpoint(ModelCheckpoint):
    """Lightning's, of one file, that a run's folder may be moved under.

    Lightning forgets which epoch was best when the folder has another name on resuming.
    """

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes what was saved, as if it had been saved from where the folder is now."""

        def moved(path: str) -> str:
            return str(Path(str(self.dirpath), Path(path).name)) if path else path

        super().load_state_dict(
            {
                **state_dict,
                "dirpath": self.dirpath,
                "best_model_path": moved(state_dict["best_model_path"]),
                "kth_best_model_path": moved(state_dict["kth_best_model_path"]),
                "best_k_models": {
                    moved(path): score for path, score in state_dict["best_k_models"].items()
                },
            }
        )
