"""Hydra's own tests of a sweeper; that the plugin is found, and costs nothing until it sweeps."""

import subprocess
import sys
from pathlib import Path

import pytest
from hydra.core.plugins import Plugins
from hydra.plugins.sweeper import Sweeper
from hydra.test_utils.launcher_common_tests import (
    BatchedSweeperTestSuite,
    IntegrationTestSuite,
    LauncherTestSuite,
)

from hydra_plugins.optuna_sweeper.sweeper import OptunaSweeper

_SWEEPER = ["hydra/sweeper=optuna", "hydra.sweeper.pictures=false"]
# Some of them run twice in one folder, and expect to begin anew.
_SWEEPER += ["hydra.sweeper.storage='sqlite://'"]
# Hydra's tests give no version_base, which once decided this.
_IN_PROCESS = [*_SWEEPER, "hydra.job.chdir=true"]


@pytest.mark.parametrize("launcher_name", ["basic"])
@pytest.mark.parametrize("overrides", [[*_IN_PROCESS, "hydra.sweeper.n_jobs=2"]])
class TestBatches(BatchedSweeperTestSuite):
    """Three batches of two, in Hydra's own order."""


@pytest.mark.slow
@pytest.mark.parametrize("launcher_name", ["basic"])
@pytest.mark.parametrize("overrides", [[*_IN_PROCESS, "hydra.sweeper.n_jobs=10"]])
class TestSweeps(LauncherTestSuite):
    """What Hydra's sweeper does, in one batch."""

    # Its job answers with a text.
    test_sweep_with_custom_resolver = None


@pytest.mark.slow
@pytest.mark.parametrize(("task_launcher_cfg", "extra_flags"), [({}, ["-m", *_SWEEPER])])
class TestApplications(IntegrationTestSuite):
    """Applications of their own: names, folders, paths."""


def test_the_plugin_is_found() -> None:
    # Not the same object: Hydra imports its plugins in a way of its own.
    found = [f"{one.__module__}.{one.__name__}" for one in Plugins.instance().discover(Sweeper)]
    assert found.count(f"{OptunaSweeper.__module__}.OptunaSweeper") == 1


@pytest.mark.parametrize("sweeper", ["optuna", "basic"])
def test_optuna_is_imported_when_a_sweep_begins(tmp_path: Path, sweeper: str) -> None:
    (tmp_path / "app.py").write_text(
        "import sys\n"
        "import hydra\n"
        "from hydra.core.hydra_config import HydraConfig\n"
        "from hydra_plugins.optuna_sweeper import EndSweep, current_trial\n"
        "@hydra.main(config_path=None, version_base='1.3')\n"
        "def main(config):\n"
        "    assert current_trial() is None\n"
        "    print(HydraConfig.get().runtime.choices['hydra/sweeper'])\n"
        "    slow = {'optuna', 'sqlalchemy', 'rich', 'numpy', 'sentiment', 'torch', 'plotly'}\n"
        "    print(sorted(slow & set(sys.modules)))\n"
        "main()\n"
    )
    result = subprocess.run(
        [sys.executable, "app.py", f"hydra/sweeper={sweeper}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [sweeper, "[]"]


def test_a_sweep_needs_nothing_of_this_project(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import sys\n"
        "import hydra\n"
        "@hydra.main(config_path=None, version_base='1.3')\n"
        "def main(config):\n"
        "    assert 'optuna' in sys.modules\n"
        "    print(sorted({'sentiment', 'torch', 'lightning', 'mlflow'} & set(sys.modules)))\n"
        "main()\n"
    )
    result = subprocess.run(
        [sys.executable, "app.py", "-m", *_SWEEPER],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "\n[]\n" in result.stdout
