"""The course of a pretraining."""

import logging
import os
from pathlib import Path
from typing import Any

import torch
from omegaconf import DictConfig

from sentiment.data.running_text import RunningTextDataModule
from sentiment.files import shown, write_json
from sentiment.fitting import refuse_a_used_folder
from sentiment.hardware import CpuClock, check_accelerator, choose_precision, keep_freed_memory
from sentiment.instantiation import instantiate
from sentiment.language_modelling import train_language_model
from sentiment.pretrained import is_finished, write_pretrained
from sentiment.resuming import checkpoint_to_resume
from sentiment.revision import git_revision
from sentiment.settings import PretrainSettings, check_settings
from sentiment.skip_gram import require_gensim, train_skip_gram

log = logging.getLogger(__name__)


def run_pretraining(config: DictConfig) -> Path:
    """See ``sentiment.pretrain.pretrain``."""
    clock = CpuClock()
    check_settings(config, PretrainSettings)
    check_accelerator(config.trainer.accelerator)
    is_skip_gram = config.objective == "skipgram"
    if is_skip_gram:
        require_gensim()
    config = config.copy()
    config.trainer.precision = choose_precision(
        config.trainer.precision, config.trainer.accelerator
    )
    if int(os.environ.get("LOCAL_RANK", "0")) > 0:
        # Each process of a distributed run comes here; one of them speaks.
        logging.getLogger("sentiment").setLevel(logging.ERROR)
    keep_freed_memory()
    if config.threads is not None:
        torch.set_num_threads(config.threads)
    run_dir = Path(config.output_dir)
    if config.resume is None:
        refuse_a_used_folder(run_dir)
    elif is_finished(run_dir):
        log.info("%s is finished: there is nothing to go on with", shown(run_dir))
        return run_dir
    datamodule = _set_up(config)
    checkpoint = checkpoint_to_resume(config, datamodule.dataset_name, datamodule.encoder)
    train = train_skip_gram if is_skip_gram else train_language_model
    trained = train(config, datamodule, checkpoint)
    if trained is None:
        return run_dir
    pretrained, figures = trained
    write_pretrained(run_dir, pretrained)
    metrics: dict[str, Any] = {
        "dataset": datamodule.dataset_name,
        "objective": config.objective,
        "seed": config.seed,
        **figures,
        # Of a pretraining that was resumed, only the last part's are known.
        "cpu_seconds": None if checkpoint else clock.seconds,
        "git_revision": git_revision(),
    }
    # Last, for its presence says that all is done.
    write_json(run_dir / "metrics.json", metrics)
    # Three times as large as what is kept, and of no more use.
    (run_dir / "checkpoints" / "last.ckpt").unlink(missing_ok=True)
    log.info("start from it with model.pretrained=%s", shown(run_dir))
    return run_dir


def _set_up(config: DictConfig) -> RunningTextDataModule:
    kind = RunningTextDataModule
    settings = {**config.data, "_target_": f"{kind.__module__}.{kind.__qualname__}"}
    datamodule: RunningTextDataModule = instantiate(DictConfig(settings))
    datamodule.prepare_data()
    datamodule.setup()
    return datamodule
