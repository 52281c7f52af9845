"""The OpenAPI document is true: schemathesis sends what it allows and what it does not."""

import subprocess
import sys
from pathlib import Path

import pytest

from running_server import PATIENCE, serving

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance,unsupported_method"
)


@pytest.mark.slow
# With a key that it is not told, it gets a 401 for nearly everything.
@pytest.mark.parametrize(
    ("environment", "examples"), [({}, 60), ({"SENTIMENT_API_KEY": "a-key-of-some-length"}, 10)]
)
def test_every_answer_is_as_documented(
    tiny_bundle: Path, tmp_path: Path, environment: dict[str, str], examples: int
) -> None:
    overrides = [f"bundle={tiny_bundle}", "workers=1", "api_key_for=all"]
    with serving(tmp_path, *overrides, **environment) as server:
        command = [str(Path(sys.executable).with_name("schemathesis")), "run", "--checks", CHECKS]
        settings = ["--max-examples", str(examples), "--seed", "1", "--no-color"]
        # What it makes up, and the answers, may take as long as they do.
        settings += ["--request-timeout", str(PATIENCE), "--suppress-health-check", "too_slow"]
        done = subprocess.run(
            [*command, *settings, "--mode", "all", f"{server.url}/openapi.json"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=1800,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert '"status": 500' not in server.log()
