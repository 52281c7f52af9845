"""The README's commands are there, and so is what they name."""

import re
import shlex
from pathlib import Path

import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from sentiment.config import compose_config

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.split("#")[0].strip()
    for block in BLOCKS
    for line in block.replace("\\\n", " ").splitlines()
    if re.search(r"train\.py|-m (sentiment\.|serve)", line) and not line.startswith("#")
]


def test_has_exactly_two_set_up_commands() -> None:
    assert README.count("<!-- main command -->") == 1
    assert README.count("<!-- test command -->") == 1
    installing = [block for block in BLOCKS if "pip install" in block]
    assert len(installing) == 2
    assert all(len(block.strip().splitlines()) == 1 for block in installing)
    assert "train.py" in installing[0]
    assert "pytest" in installing[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_compose(command: str) -> None:
    words = shlex.split(command.split("&&")[-1].split("|")[-1])
    script = next(index for index, word in enumerate(words) if word.endswith((".py", "python")))
    rest = words[script:]
    if "-m" in rest[:2]:
        verb = {"serve.bench": "bench_serve"}.get(rest[2], rest[2].partition(".")[2] or rest[2])
        overrides = rest[3:]
    else:
        verb = "train"
        overrides = rest[1:] if rest[0].endswith(".py") else rest[2:]
    overrides = [word for word in overrides if "=" in word and not word.startswith("hydra.")]
    if "--config-dir" in words:
        # What a sweep wrote; test_sweeps.py composes it.
        overrides.remove("experiment=best")
    if verb == "predict":
        overrides = [word for word in overrides if not word.startswith("text=")]
    try:
        parsed = OverridesParser.create().parse_overrides(overrides)
        compose_config(verb, [one.input_line for one in parsed if not one.is_sweep_override()])
    except HydraException as error:
        raise AssertionError(f"{command}: {error}") from error


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
