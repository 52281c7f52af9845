"""What a month costs: the rule, the prices, the runbook's totals."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from omegaconf import OmegaConf
from PIL import Image

from sentiment.config import compose_config
from sentiment.costing import CostsSettings
from sentiment.costs import costs

ROOT = Path(__file__).parents[1]
BASE = ROOT / "deploy" / "kubernetes" / "base"

Estimates = Callable[..., dict[tuple[str, int], dict[str, Any]]]


@pytest.fixture
def estimates(tmp_path: Path) -> Estimates:
    def estimate(*overrides: str) -> dict[tuple[str, int], dict[str, Any]]:
        config = compose_config("costs", [f"output_dir={tmp_path}", *overrides])
        rows = costs(config)["estimates"]
        return {(row["target"].split()[-1], row["predictions_per_day"]): row for row in rows}

    return estimate


def test_the_runbooks_totals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = costs(compose_config("costs", [f"output_dir={tmp_path}"]))
    assert {round(one["dollars"]) for one in results["runbook"]} == {163, 74}
    assert all(round(one["dollars"]) == one["runbook"] for one in results["runbook"])
    assert json.loads((tmp_path / "costs.json").read_text()) == results
    with Image.open(tmp_path / "costs.png") as picture:
        assert picture.width > 500
    said = capsys.readouterr().out
    assert "163 (the runbook: 163)" in said
    assert "74 (the runbook: 74)" in said


def test_the_rule_is_that_of_the_manifests() -> None:
    config = compose_config("costs")
    scaler = yaml.safe_load((BASE / "autoscaler.yaml").read_text())["spec"]
    assert config.autoscaler.minimum == scaler["minReplicas"]
    assert config.autoscaler.maximum == scaler["maxReplicas"]
    (metric,) = scaler["metrics"]
    target = metric["resource"]["target"]["averageUtilization"]
    assert config.autoscaler.utilization == target / 100
    deployment = yaml.safe_load((BASE / "deployment.yaml").read_text())["spec"]["template"]["spec"]
    assert config.autoscaler.request == float(
        deployment["containers"][0]["resources"]["requests"]["cpu"]
    )


def test_replicas_by_hand() -> None:
    values: Any = compose_config("costs", ["throughput=200", "processors=2", "peak=2"])
    settings = CostsSettings.model_validate(OmegaConf.to_container(values, resolve=True))
    # 864,000 a day are 10 a second, 20 in the busiest hour: 0.2 of a processor that does 100.
    assert settings.replicas(864_000) == math.ceil(0.2 / 0.7) == 1
    # 70 a second at the peak are exactly one pod's share; one more are two pods.
    assert settings.replicas(35 * 86_400) == 1
    assert settings.replicas(35 * 86_400 + 1_000) == 2


def test_more_load_costs_more_until_it_is_too_much(estimates: Estimates) -> None:
    loads = [1_000, 10_000_000, 40_000_000, 10_000_000_000]
    rows = estimates(f"predictions_per_day={loads}")
    for target in ("EKS", "GKE"):
        dollars = [rows[target, load]["dollars"] for load in loads]
        assert dollars[0] <= dollars[1] < dollars[2]
        assert dollars[3] is None
        assert not rows[target, loads[3]]["enough"]
        assert rows[target, loads[0]]["replicas"] == 2
        assert rows[target, loads[3]]["replicas"] == 10
    assert rows["Compose", loads[0]]["nodes"] == 1


def test_a_price_changes_the_total(estimates: Estimates) -> None:
    one = estimates("predictions_per_day=[1000]")["EKS", 1000]
    other = estimates("predictions_per_day=[1000]", "prices.eks.node.hourly=0.1416")["EKS", 1000]
    # Two nodes, 730 hours, a tenth of a dollar.
    assert other["dollars"] - one["dollars"] == pytest.approx(2 * 730 * 0.1)


def test_mistakes_are_sentences(call_main: Callable[..., tuple[int, str]]) -> None:
    for override, sentence in (
        ("peak=0", "peak=0 should be greater than or equal to 1"),
        ("predictions_per_day=[]", "predictions_per_day=[]"),
        ("prices.eks.node.pods=0", "prices.eks.node.pods=0"),
    ):
        code, said = call_main("costs", override)
        assert code == 1
        assert sentence in said
