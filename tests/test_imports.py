"""Which way imports run, and what they cost."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "sentiment"
VERBS = ("train", "evaluate", "predict", "bench", "summary")
HEAVY = ("torch", "lightning", "mlflow", "datasets", "optuna", "sklearn", "matplotlib.pyplot")


def imports(path: Path) -> set[str]:
    """Every module that a file imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def rooms(name: str) -> set[str]:
    """What a room of the package imports."""
    files = list((PACKAGE / name).rglob("*.py"))
    assert files
    return set().union(*map(imports, files))


def within(modules: set[str], *prefixes: str) -> set[str]:
    return {
        module
        for module in modules
        for prefix in prefixes
        if module == prefix or module.startswith(prefix + ".")
    }


def test_text_stands_alone() -> None:
    assert not within(rooms("text"), "torch", "lightning", "hydra", "datasets")
    own = within(rooms("text"), "sentiment")
    assert own
    assert all(module.startswith("sentiment.text") for module in own)


def test_models_know_neither_data_nor_text() -> None:
    assert not within(rooms("models"), "sentiment.data", "sentiment.text")


def test_data_knows_no_models() -> None:
    assert not within(rooms("data"), "sentiment.models", "sentiment.evaluation")


def test_nothing_imports_a_verb() -> None:
    verbs = {f"sentiment.{verb}" for verb in VERBS}
    for path in PACKAGE.rglob("*.py"):
        assert not verbs & imports(path), path


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_imports_nothing_heavy(verb: str) -> None:
    code = f"import sys, sentiment.{verb}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
