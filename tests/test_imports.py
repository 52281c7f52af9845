"""Which way imports run, and what they cost."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "sentiment"
VERBS = (
    *("train", "pretrain", "distill", "baseline", "evaluate", "compare", "export", "predict"),
    *("bench", "bench_sweep", "summary", "deploy", "costs"),
)
HEAVY = (
    "torch",
    "lightning",
    "mlflow",
    "datasets",
    "optuna",
    "sklearn",
    "gensim",
    "matplotlib.pyplot",
)


def imports(path: Path) -> set[str]:
    """Every module that a file imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def rooms(name: str, folder: Path = PACKAGE) -> set[str]:
    """What a room of the package imports."""
    files = list((folder / name).rglob("*.py"))
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


def test_a_bundle_needs_only_the_text() -> None:
    assert not within(rooms("bundle"), "torch", "lightning", "hydra", "omegaconf", "datasets")
    allowed = ("bundle", "text", "errors", "explanation", "files", "processors", "verdict")
    own = within(rooms("bundle"), "sentiment")
    assert own == within(own, *(f"sentiment.{room}" for room in allowed))


def test_the_service_needs_no_training() -> None:
    assert not within(rooms("serve", ROOT), *HEAVY, "sentiment.checkpoint", "sentiment.models")


def test_nothing_in_the_package_knows_the_service() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert not within(imports(path), "serve"), path


@pytest.mark.parametrize(
    "modules",
    ["serve.app, serve.server, serve.worker, serve.running, serve.store.migrating", "serve.bench"],
)
def test_what_serves_loads_no_torch(modules: str, tmp_path: Path) -> None:
    # Tracing is not wanted here, so it is not loaded either.
    code = (
        f"import sys, {modules};"
        f"print([m for m in {(*HEAVY, 'opentelemetry.sdk')!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
    )
    assert done.stdout.strip() == "[]"


def test_models_know_neither_data_nor_text() -> None:
    assert not within(rooms("models"), "sentiment.data", "sentiment.text")


def test_data_knows_no_models() -> None:
    assert not within(rooms("data"), "sentiment.models", "sentiment.evaluation")


def test_nothing_imports_a_verb() -> None:
    verbs = {f"sentiment.{verb}" for verb in VERBS} | {"serve.bench", "serve.__main__"}
    for path in (*PACKAGE.rglob("*.py"), *(ROOT / "serve").rglob("*.py")):
        assert not verbs & imports(path), path


def test_a_verb_imports_nothing_heavy() -> None:
    # In one process, after each other: the first one that does is named.
    code = (
        "import importlib, sys\n"
        f"for verb in {VERBS!r}:\n"
        "    importlib.import_module(f'sentiment.{verb}')\n"
        f"    heavy = [m for m in {HEAVY!r} if m in sys.modules]\n"
        "    assert not heavy, (verb, heavy)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_sweeper_is_a_plugin_by_itself() -> None:
    files = list((ROOT / "src" / "hydra_plugins").rglob("*.py"))
    assert len(files) > 10
    assert not within(set().union(*map(imports, files)), "sentiment", "serve", "torch", "lightning")


@pytest.mark.slow
def test_an_ordinary_training_loads_no_optuna() -> None:
    code = "import sys, sentiment.train, sentiment.training; print('optuna' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.strip() == "False"


def test_pretrained_encoders_are_loaded_late() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in getattr(node, "names", [])]
            modules = {getattr(node, "module", None) or "", *names}
            assert not within(modules, "transformers", "tokenizers"), path
