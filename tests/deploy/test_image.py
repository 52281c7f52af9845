"""The image of the service, as an engine runs it."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from docker_engine import HARDENED, ROOT, Container, docker, running
from running_server import PATIENCE, BegunRequest, wait_for

GOOD = {"text": "A warm, funny and wonderful film."}
DOCKERFILES = sorted((ROOT / "deploy").glob("*Dockerfile"))


def test_the_service_needs_what_the_package_needs() -> None:
    """Not another version of it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = settings["project"]
    known = set(project["dependencies"])
    for extra in ("postgres", "tracing"):
        known |= set(project["optional-dependencies"][extra])
    assert set(settings["dependency-groups"]["service"]) <= known


@pytest.mark.parametrize("file", DOCKERFILES, ids=[file.name for file in DOCKERFILES])
def test_dockerfiles_are_tidy(file: Path) -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    result = subprocess.run([hadolint, str(file)], capture_output=True, text=True, timeout=PATIENCE)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.fixture(scope="module")
def hardened(release_image: str) -> Iterator[Container]:
    """A release with as few rights as can be."""
    with running(release_image, *HARDENED) as container:
        container.wait_until("healthy")
        yield container


@pytest.mark.slow
def test_size_and_labels(release_image: str) -> None:
    image = json.loads(docker("image", "inspect", release_image))[0]
    assert image["Size"] < 450e6
    labels = image["Config"]["Labels"]
    assert labels["org.opencontainers.image.revision"] == "abc123"
    assert len(labels["org.opencontainers.image.version"]) > 5
    assert image["Config"]["User"] == "10001:10001"
    health = image["Config"]["Healthcheck"]
    assert {name: health[name] / 1e9 for name in ("Interval", "Timeout", "StartPeriod")} == {
        "Interval": 3,
        "Timeout": 3,
        "StartPeriod": 20,
    }
    assert health["Retries"] == 3


@pytest.mark.slow
def test_what_is_in_it(release_image: str) -> None:
    program = (
        "import importlib.util as u, os; "
        "print([n for n in ('torch', 'lightning', 'mlflow', 'pip', 'serve') if u.find_spec(n)], "
        "sorted(set(os.listdir('/')) & {'runs', 'source', 'tests', 'notebooks', '.git', 'model'}))"
    )
    said = docker("run", "--rm", "--entrypoint", "python", release_image, "-c", program)
    assert said == "['serve'] ['model']"


@pytest.mark.slow
def test_it_predicts_with_no_rights(hardened: Container) -> None:
    answer = hardened.post("/predict", GOOD)
    assert answer.status_code == 200, answer.text
    assert answer.json()["sentiment"] == "positive"
    user = docker("exec", hardened.id, "id", "--user")
    assert user == "10001"
    capabilities = docker("exec", hardened.id, "grep", "CapEff", "/proc/1/status").split()[1]
    assert int(capabilities, 16) == 0
    with pytest.raises(AssertionError, match="Read-only file system"):
        docker("exec", hardened.id, "touch", "/model/changed")


@pytest.mark.slow
def test_it_stays_healthy(hardened: Container) -> None:
    # A look that took too long may be among the last ones.
    wait_for(lambda: hardened.inspect()["State"]["Health"]["FailingStreak"] == 0)


@pytest.mark.slow
def test_reviews_outlive_the_container(release_image: str) -> None:
    volume = docker("volume", "create")
    review = {"movie": "Alien", "review": GOOD["text"], "rating": 9}
    try:
        for total in (1, 2):
            with running(release_image, *HARDENED, "--volume", f"{volume}:/data") as container:
                container.wait_until("healthy")
                answer = container.post("/add_review", review)
                assert answer.json()["total_reviews"] == total
                docker("kill", "--signal", "KILL", container.id)
    finally:
        docker("volume", "rm", volume)


@pytest.mark.slow
def test_a_polite_end(release_image: str) -> None:
    """As the first process of its container it gets SIGTERM, and answers what is in flight."""
    # A busy machine may take seconds to come to the end of what was begun.
    patient = ("limits.deadline_seconds=60",)
    with (
        running(release_image, *HARDENED, settings=patient) as container,
        ThreadPoolExecutor(1) as pool,
    ):
        container.wait_until("healthy")
        url = container.url
        begun = [BegunRequest(url, "/predict_batch", {"texts": [GOOD["text"]] * 40})]
        begun += [BegunRequest(url, "/predict", GOOD)]

        def in_flight() -> float:
            metrics = requests.get(f"{url}/metrics", timeout=PATIENCE).text
            found = re.search(r"^http_requests_in_flight (\S+)", metrics, re.MULTILINE)
            return float(found[1]) if found else 0.0

        def answers() -> bool:
            try:
                return requests.get(f"{url}/health", timeout=1).ok
            except requests.RequestException:
                # An ending server refuses connections.
                return False

        # The question is one of them.
        wait_for(lambda: in_flight() > len(begun))
        # After that it would be killed.
        stopped = pool.submit(docker, "stop", "--time", str(PATIENCE), container.id)
        wait_for(lambda: not answers())
        assert [request.end() for request in begun] == [200, 200]
        stopped.result()
        assert container.inspect()["State"]["ExitCode"] == 0


@pytest.mark.slow
def test_a_broken_model_is_named(service_image: str, tiny_bundle: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(tiny_bundle, tmp_path / "broken")
    for file in broken.iterdir():
        file.chmod(0o644)
    broken.chmod(0o755)
    tmp_path.chmod(0o755)
    with (broken / "network.onnx").open("r+b") as network:
        network.truncate(100)
    with running(service_image, *HARDENED, "--volume", f"{broken}:/model:ro") as container:
        assert docker("wait", container.id) == "1"
        said = container.logs()
    assert "network.onnx" in said
    assert "Traceback" not in said
    with running(service_image, *HARDENED) as container:
        assert docker("wait", container.id) == "1"
        assert "/model" in container.logs()


@pytest.mark.slow
def test_a_server_that_hangs_is_unhealthy(release_image: str) -> None:
    # Asked more often than the image says.
    often = ("--health-interval", "1s", "--health-timeout", "2s")
    with running(release_image, *HARDENED, *often) as container:
        container.wait_until("healthy")
        # All but the first process, which would take no signal from inside.
        docker("exec", container.id, "python", "-c", "import os; os.kill(-1, 19)")
        container.wait_until("unhealthy")
