"""The alerts: each fires when it should, and only then."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy" / "prometheus"
RULES = sorted(PROMETHEUS.glob("rules/*.yml"))
TESTS = sorted(PROMETHEUS.glob("tests/*.yml"))

needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="no promtool, which checks the rules: prometheus"
)

Rule = dict[str, Any]


def rules_of(file: Path) -> list[Rule]:
    groups = yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def alerts() -> dict[tuple[str, str], Rule]:
    """Every alert under its name and severity, and no two under the same."""
    found = [rule for file in RULES for rule in rules_of(file) if "alert" in rule]
    named = {(rule["alert"], rule["labels"]["severity"]): rule for rule in found}
    assert len(named) == len(found)
    return named


def promtool(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["promtool", *map(str, arguments)], capture_output=True, text=True, timeout=1200
    )


def test_every_alert_says_what_to_do() -> None:
    assert len(alerts()) == 15
    for (name, severity), rule in alerts().items():
        assert severity in ("critical", "warning")
        assert set(rule["annotations"]) == {"summary", "description", "runbook"}
        assert all(text.endswith(".") for text in rule["annotations"].values()), name
        # Something that happens once must not have to last.
        assert ("for" in rule) != (name == "ModelRefused")


@needs_promtool
def test_promtool_takes_them() -> None:
    result = promtool("check", "config", "--lint-fatal", PROMETHEUS / "prometheus.yml")
    assert result.returncode == 0, result.stderr
    assert f"{len(RULES)} rule files found" in result.stdout
    result = promtool("check", "rules", "--lint-fatal", *RULES)
    assert result.returncode == 0, result.stderr


def test_every_alert_is_tested_both_ways() -> None:
    fires, is_silent = set(), set()
    for file in TESTS:
        for test in yaml.safe_load(file.read_text(encoding="utf-8"))["tests"]:
            for case in test.get("alert_rule_test", []):
                name = case["alertname"]
                expected = {(name, one["exp_labels"]["severity"]) for one in case["exp_alerts"]}
                fires |= expected
                is_silent |= {key for key in alerts() if key[0] == name} - expected
    assert fires == is_silent == set(alerts())


@needs_promtool
@pytest.mark.slow
@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.stem)
def test_they_fire_when_they_should(file: Path) -> None:
    result = promtool("test", "rules", file)
    assert result.returncode == 0, result.stdout + result.stderr


def mutations(rule: Rule) -> Iterator[Rule]:
    """The alert with another bound, another comparison, another duration."""
    for found in re.finditer(r"(==|>|<) ([0-9.]+)", rule["expr"]):
        operator, number = found[1], float(found[2])
        # Half and double tell whole numbers apart; others have to be kept more closely.
        factor = 2 if number.is_integer() else 1.5
        opposite = {"==": "!=", ">": "<=", "<": ">="}[operator]
        changed = {f"{opposite} {found[2]}"}
        if number:
            changed |= {f"{operator} {number * factor:g}", f"{operator} {number / factor:g}"}
        for comparison in sorted(changed):
            before, after = rule["expr"][: found.start()], rule["expr"][found.end() :]
            yield {**rule, "expr": before + comparison + after}
    if "for" in rule:
        yield {**rule, "for": f"{2 * int(rule['for'][:-1])}{rule['for'][-1]}"}
        yield {key: value for key, value in rule.items() if key != "for"}


def cases_of_each(name: str, names: list[str], folder: Path) -> list[Path]:
    """Leaves of the tests in a folder those of one alert, once under each of its new names."""
    left = []
    for file in folder.glob("*.yml"):
        # Everything as text: to YAML, the series 0x140 is a number.
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
        for test in content["tests"]:
            cases = test.get("alert_rule_test", [])
            test["alert_rule_test"] = [
                {**case, "alertname": new}
                for case in cases
                if case["alertname"] == name
                for new in names
            ]
            test.pop("promql_expr_test", None)
        content["tests"] = [test for test in content["tests"] if test["alert_rule_test"]]
        if content["tests"]:
            file.write_text(yaml.safe_dump(content))
            left.append(file)
    return left


@needs_promtool
@pytest.mark.slow
@pytest.mark.parametrize(("name", "severity"), sorted(alerts()))
def test_a_changed_alert_fails_its_tests(name: str, severity: str, tmp_path: Path) -> None:
    original = alerts()[name, severity]
    (file,) = (file for file in RULES if original in rules_of(file))
    shutil.copytree(PROMETHEUS, tmp_path, dirs_exist_ok=True)
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    # An alert looks at what its own group records, so that the others need not be waited for.
    content["groups"] = [group for group in content["groups"] if original in group["rules"]]
    (group,) = content["groups"]
    # As it is and with each change, under names of their own, for all that is recorded takes long.
    variants = {f"{name}{n}": rule for n, rule in enumerate([original, *mutations(original)])}
    alike = [rule for rule in group["rules"] if rule.get("alert") == name]
    group["rules"] = [rule for rule in group["rules"] if "record" in rule] + [
        {**(variant if rule == original else rule), "alert": new}
        for new, variant in variants.items()
        for rule in alike
    ]
    (tmp_path / "rules" / file.name).write_text(yaml.safe_dump(content))
    result = promtool("test", "rules", *cases_of_each(name, list(variants), tmp_path / "tests"))
    failed = set(re.findall(r"alertname: (\w+),", result.stdout + result.stderr))
    assert f"{name}0" not in failed, result.stdout + result.stderr
    for new in set(variants) - failed - {f"{name}0"}:
        pytest.fail(f"nothing notices {variants[new]}: {result.stdout + result.stderr}")


def test_kubernetes_has_the_same_rules() -> None:
    component = ROOT / "deploy/kubernetes/components/prometheus-rules/prometheus-rule.yaml"
    ours = (PROMETHEUS / "rules" / "model.yml").read_text(encoding="utf-8")
    theirs = component.read_text(encoding="utf-8")
    # Comments too.
    lines = [line[2:] for line in theirs.partition("\nspec:\n")[2].splitlines()]
    assert lines == ours[ours.index("groups:") :].splitlines()
