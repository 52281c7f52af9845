"""What is secret on the command line does not get into files."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from omegaconf import OmegaConf

from sentiment.config import compose_config
from sentiment.secret_overrides import move_secrets

DATABASE = "postgresql+psycopg://somebody:pa55word@127.0.0.1:9/runs"


@pytest.fixture(autouse=True)
def _no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "ALERT_WEBHOOK", "STUDIES", "STORE_URL"):
        # Set first, so that what the test's command sets is taken back.
        monkeypatch.setenv(f"SENTIMENT_{name}", "")
        monkeypatch.delenv(f"SENTIMENT_{name}")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "")
    monkeypatch.delenv("MLFLOW_TRACKING_URI")


@pytest.mark.parametrize(
    ("verb", "given", "variable", "value"),
    [
        ("serve", "api_key=pa55word", "SENTIMENT_API_KEY", "pa55word"),
        # As it is typed, whatever Hydra would make of it.
        ("serve", "++api_key=012345678", "SENTIMENT_API_KEY", "012345678"),
        ("serve", "api_key='a, pa55word'", "SENTIMENT_API_KEY", "a, pa55word"),
        ("serve", f"store.url={DATABASE}", "SENTIMENT_STORE_URL", DATABASE),
        ("restore", f"store.url='{DATABASE}'", "SENTIMENT_STORE_URL", DATABASE),
        ("train", f"mlflow.tracking_uri={DATABASE}", "MLFLOW_TRACKING_URI", DATABASE),
        ("train", f"hydra.sweeper.storage={DATABASE}", "SENTIMENT_STUDIES", DATABASE),
        ("deploy", "deploy.notify=https://host/T/B", "SENTIMENT_ALERT_WEBHOOK", "https://host/T/B"),
    ],
)
def test_a_secret_moves_into_the_variable_of_its_setting(
    verb: str, given: str, variable: str, value: str
) -> None:
    (moved,) = move_secrets([given])
    key = given.partition("=")[0]
    assert moved == f"{key}=${{oc.env:{variable}}}"
    assert os.environ[variable] == value
    # It is the same setting as before, from the same variable as in conf/.
    others = ["deploy=compose"] if verb == "deploy" else []
    if not key.startswith("hydra"):
        config = compose_config(verb, [*others, moved])
        assert OmegaConf.select(config, key.lstrip("+")) == value
        assert OmegaConf.select(compose_config(verb, others), key.lstrip("+")) == value


@pytest.mark.parametrize(
    "given",
    [
        "api_key=null",
        "api_key=${oc.env:MY_KEY}",
        "api_key=one,two",
        "api_key=[",
        "api_key",
        "store.url=sqlite:///reviews.db",
        "mlflow.tracking_uri=http://127.0.0.1:5000",
        "text=pa55word@127.0.0.1",
        "--help",
    ],
)
def test_all_else_stays(given: str) -> None:
    before = dict(os.environ)
    assert move_secrets([given]) == [given]
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    "arguments", [["seed=-1"], ["-m", "seed=-1,-2", "hydra.sweeper.pictures=false"]]
)
def test_no_file_of_a_run_has_it(
    call_main: Callable[..., tuple[int, str]], tmp_path: Path, arguments: list[str]
) -> None:
    # Refused soon, when all is written down.
    code, errors = call_main(
        "train",
        *(*arguments, "data=demo", "logger=csv", f"runs_dir={tmp_path}"),
        f"mlflow.tracking_uri={DATABASE}",
    )
    assert code == 1
    assert "should be greater than or equal to 0" in errors
    assert "pa55word" not in errors
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = {"overrides.yaml", "config.yaml", "hydra.yaml"}
    assert names <= {path.name for path in files}
    assert ("multirun.yaml" in {path.name for path in files}) == ("-m" in arguments)
    assert not [path for path in files if b"pa55word" in path.read_bytes()]
