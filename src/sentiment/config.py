"""Finding, composing and naming: what the configuration needs from Python."""

import re
import secrets
from datetime import datetime
from pathlib import Path

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf

from sentiment.errors import UserError

_FILE_NAME = re.compile(r"\w[\w.-]{0,99}")


def conf_dir() -> Path:
    """The folder of settings: ``conf/`` of the checkout, or the copy in an installed package."""
    package = Path(__file__).resolve().parent
    checkout = package.parents[1] / "conf"
    return checkout if (checkout / "train.yaml").is_file() else package / "conf"


def register_resolvers() -> None:
    """Lets YAML say ``${run_folder:...}``, ``${new_name:}`` and others."""
    OmegaConf.register_new_resolver("run_folder", run_folder, use_cache=True, replace=True)
    OmegaConf.register_new_resolver("new_name", new_name, use_cache=True, replace=True)
    OmegaConf.register_new_resolver("file_name", file_name, replace=True)
    OmegaConf.register_new_resolver("screen_level", screen_level, replace=True)


def new_name() -> str:
    """A name that nothing else has: the date, the time, and a random part."""
    return f"{datetime.now():%Y-%m-%d-%H-%M-%S}-{secrets.token_hex(2)}"


def file_name(name: str) -> str:
    """The name, seen to be one that a file can have.

    Raises:
        UserError: when it is not.
    """
    if not _FILE_NAME.fullmatch(str(name)):
        raise UserError(f"study={name}: it names files, so take letters, digits, . _ and -.")
    return str(name)


def screen_level(trial: int | None) -> str:
    """From which level on a job's log lines are for the screen: a trial's would tear the table."""
    return "INFO" if trial is None else "WARNING"


def in_multirun() -> bool:
    """Whether this is one of several jobs of one command."""
    return HydraConfig.initialized() and HydraConfig.get().mode == RunMode.MULTIRUN


def is_trial() -> bool:
    """Whether this is a trial of the Optuna sweeper, which shows how it goes."""
    sweeper = HydraConfig.get().sweeper if HydraConfig.initialized() else {}
    return sweeper.get("trial") is not None


def run_folder(runs_dir: str, verb: str, resume: str | None = None) -> str:
    """A new folder for a run, or the folder of the run that goes on.

    The random part keeps two runs of the same second apart.
    """
    if resume:
        path = Path(resume)
        checkpoints = path.parent if path.suffix == ".ckpt" else path
        if checkpoints.name != "checkpoints":
            checkpoints = path / "checkpoints"
        # A mistyped path must not become a folder before anyone has complained. A student's run may
        # have come no further than its teachers.
        if checkpoints.is_dir() or (checkpoints.parent / "distillation.json").is_file():
            return str(checkpoints.parent)
    now = datetime.now()
    return str(Path(runs_dir, verb, f"{now:%Y-%m-%d}", f"{now:%H-%M-%S}-{secrets.token_hex(2)}"))


def compose_config(verb: str, overrides: list[str] | None = None) -> DictConfig:
    """The configuration of a verb without a command line: for notebooks and tests.

    Where ``output_dir`` is not overridden, the run gets a new folder as on the command line.
    """
    register_resolvers()
    # Under a command line Hydra is in use already, and there can be one of it.
    outer = GlobalHydra.instance().hydra
    GlobalHydra.instance().clear()
    try:
        with initialize_config_dir(str(conf_dir()), version_base="1.3"):
            config = compose(verb, overrides or [])
    finally:
        GlobalHydra.instance().hydra = outer
    if not any(override.startswith("output_dir=") for override in overrides or []):
        config.output_dir = run_folder(config.runs_dir, verb, config.get("resume"))
    return config
