"""A job that does nothing but report, to see what a sweeper costs: ``python -m ... -m x=...``."""

import sys

import hydra
from hydra.core.config_store import ConfigStore
from omegaconf import DictConfig

from hydra_plugins.optuna_sweeper import current_trial

EPOCHS = 5


def main() -> None:
    """The command line; its only setting is ``x``."""
    ConfigStore.instance().store(name="empty_trial", node={"x": 0.0})
    sys.argv.append("hydra.output_subdir=null")
    hydra.main(config_path=None, config_name="empty_trial", version_base="1.3")(_job)()


def _job(config: DictConfig) -> float:
    trial = current_trial()
    for epoch in range(EPOCHS):
        if trial is not None:
            trial.report(config.x, epoch)
            trial.should_prune()
    return float(config.x)


if __name__ == "__main__":
    main()
