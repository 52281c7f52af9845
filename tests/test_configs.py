"""Every config file composes, and fits the signatures of what it makes."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hydra.utils
import pytest
from omegaconf import DictConfig, OmegaConf

from sentiment.config import compose_config, conf_dir
from sentiment.costing import CostsSettings
from sentiment.deployment.settings import DeploySettings
from sentiment.instantiation import NOT_ARGUMENTS
from sentiment.settings import (
    BaselineSettings,
    BenchSettings,
    BenchSweepSettings,
    CompareSettings,
    EvaluateSettings,
    ExportSettings,
    PredictSettings,
    PretrainSettings,
    SummarySettings,
    TrainSettings,
    check_settings,
)
from serve.settings import (
    BackupSettings,
    BenchServeSettings,
    RestoreSettings,
    ServeSettings,
    TrafficSettings,
)

FILES = sorted(path.relative_to(conf_dir()).with_suffix("") for path in conf_dir().rglob("*.yaml"))
GROUPS = {
    "callbacks": 3,
    "data": 2,
    "deploy": 3,
    "env": 2,
    "experiment": 12,
    "hydra/help": 18,
    "hydra/job_logging": 1,
    "logger": 2,
    "model": 7,
    "optimizer": 2,
    "prices": 3,
    "scheduler": 1,
    "sweep": 3,
    "trainer": 5,
}
PRIMARY = {
    "train": TrainSettings,
    "pretrain": PretrainSettings,
    "distill": TrainSettings,
    "baseline": BaselineSettings,
    "evaluate": EvaluateSettings,
    "compare": CompareSettings,
    "predict": PredictSettings,
    "bench": BenchSettings,
    "bench_sweep": BenchSweepSettings,
    "summary": SummarySettings,
    "costs": CostsSettings,
    "deploy": DeploySettings,
    "export": ExportSettings,
    "serve": ServeSettings,
    "bench_serve": BenchServeSettings,
    "backup": BackupSettings,
    "restore": RestoreSettings,
    "traffic": TrafficSettings,
}
# Groups that a training has not.
ELSEWHERE = {"deploy", "env", "prices"}
# What code adds to a config's own arguments when it makes the object.
ADDED = {
    "model": {"vocabulary_size"},
    "optimizer": {"params"},
    "scheduler": {"optimizer", "total_steps"},
    "trainer": {"callbacks", "logger", "plugins"},
}


def compose(verb: str, *overrides: str) -> DictConfig:
    return compose_config(verb, list(overrides))


def test_every_file_is_known() -> None:
    counts: dict[str, int] = {}
    for file in FILES:
        counts[str(file.parent)] = counts.get(str(file.parent), 0) + 1
    assert counts.pop(".") == len(PRIMARY) + 1  # and verb.yaml, which they share
    assert counts == GROUPS


@pytest.mark.parametrize("verb", PRIMARY)
def test_verbs_compose_and_pass_their_checks(verb: str) -> None:
    required = {
        "evaluate": ["checkpoint=a"],
        "compare": ["runs=[a,b]"],
        "export": ["checkpoint=a"],
        "predict": ["checkpoint=a"],
        "summary": ["runs=a"],
        "backup": ["to=a"],
        "restore": ["from=a"],
    }
    overrides = required.get(verb, [])
    check_settings(compose(verb, *overrides), PRIMARY[verb])


OPTIONS = [
    (str(file.parent), file.name)
    for file in FILES
    if str(file.parent) in GROUPS.keys() - ELSEWHERE and not str(file.parent).startswith("hydra/")
]


@pytest.mark.parametrize(("group", "option"), OPTIONS, ids="/".join)
def test_every_option_composes_and_binds(group: str, option: str) -> None:
    override = f"+{group}={option}" if group == "experiment" else f"{group}={option}"
    config = compose("train", override.removeprefix("+"))
    check_settings(config, TrainSettings)
    assert_binds(config)
    # What is published never falls back.
    falls_back = group not in ("experiment", "sweep") or option == "demo"
    assert (config.data.fallback is not None) == falls_back
    if group == "sweep":
        # Choosing by test would be a lie.
        assert not config.test


@pytest.mark.parametrize("environment", ["staging", "production"])
@pytest.mark.parametrize("target", [file.stem for file in FILES if str(file.parent) == "deploy"])
def test_every_deployment_composes(target: str, environment: str) -> None:
    config = compose("deploy", f"deploy={target}", f"env={environment}")
    check_settings(config, DeploySettings)
    assert config.deploy.target == target
    assert config.env.name == environment


def test_both_loggers_at_once() -> None:
    config = compose("train", "logger=[mlflow,csv]")
    assert set(config.logger) == {"mlflow", "csv"}
    assert_binds(config)


def assert_binds(config: DictConfig) -> None:
    targets = list(nodes_with_target(OmegaConf.to_container(config, resolve=True)))
    assert len(targets) >= 8
    for path, node in targets:
        arguments = {key: value for key, value in node.items() if not key.startswith("_")}
        if path == "model":
            arguments = {key: arguments[key] for key in arguments if key not in NOT_ARGUMENTS}
        arguments |= dict.fromkeys(ADDED.get(path, ()), None)
        signature = inspect.signature(hydra.utils.get_object(node["_target_"]))
        signature.bind(**arguments)


def nodes_with_target(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        if "_target_" in node:
            yield path, node
        for key, value in node.items():
            yield from nodes_with_target(value, f"{path}.{key}".strip("."))


def test_stable_names_are_there() -> None:
    config = compose("train")
    for name in (
        "model.hidden_dim",
        "model.embedding_dim",
        "model.num_layers",
        "model.dropout",
        "optimizer.lr",
        "data.batch_size",
        "data.max_length",
        "data.min_frequency",
        "trainer.max_epochs",
        "trainer.precision",
        "seed",
    ):
        assert OmegaConf.select(config, name) is not None, name


def test_an_installed_package_has_the_same_settings() -> None:
    pyproject = (Path(__file__).parents[1] / "pyproject.toml").read_text()
    assert 'conf = "sentiment/conf"' in pyproject
