"""deploy=local: a supervised process, upgraded, rolled back, killed and asked all the while."""

import itertools
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

from sentiment.deployment.secrets import read_secrets

from deploying import Bundles, Verb, ports, users
from running_server import PATIENCE, free_port, wait_for


@pytest.fixture
def deploy(tmp_path: Path) -> Iterator[Verb]:
    port = free_port()
    patient = f"deploy.wait_seconds={PATIENCE}"
    verb = Verb(tmp_path, ("deploy.workers=1", patient, *ports(service=port)), port)
    try:
        yield verb
    finally:
        verb("action=down")


def state(deploy: Verb) -> Path:
    return deploy.folder / "runs" / "deploy" / "local-staging"


def supervised(deploy: Verb) -> psutil.Process:
    """The service's first process."""
    supervisor = psutil.Process(int((state(deploy) / "supervisord.pid").read_text()))
    (child,) = supervisor.children()
    return child


def test_a_dry_run_changes_nothing(deploy: Verb, bundles: Bundles) -> None:
    said = deploy(f"bundle={bundles.first}", "dry_run=true")
    assert f"Start supervisord and the service, on port {deploy.port}" in said
    assert "Nothing was changed" in said
    assert [path.name for path in state(deploy).iterdir()] == [".lock"]


@pytest.mark.slow
def test_from_the_first_release_to_the_end(deploy: Verb, bundles: Bundles) -> None:
    planned = deploy(f"bundle={bundles.first}", "dry_run=true")
    said = deploy(f"bundle={bundles.first}", process=True)
    steps = re.findall(r"^ *\d+\. (.+)$", planned, re.MULTILINE)
    assert steps == re.findall(r"^\[\d/\d\] (.+)$", said, re.MULTILINE)
    assert len(steps) == 5
    assert deploy.version() == "tiny-first"
    # One, whose answers come in the order of the releases.
    with users(deploy.url, count=1) as asked:
        # Upgrade, nonsense, and back, with people asking all the while.
        asked.wait_for("tiny-first")
        deploy(f"bundle={bundles.second}")
        assert deploy.version() == "tiny-second"
        asked.wait_for("tiny-second")
        said = deploy(f"bundle={bundles.nonsense}", code=1)
        assert "does not call this positive" in said
        assert "was rolled back: tiny-second" in said
        assert deploy.version() == "tiny-second"
        asked.wait_for("tiny-second")
        assert "tiny-first" in deploy("action=rollback")
        assert deploy.version() == "tiny-first"
        asked.wait_for("tiny-first")
    assert not asked.wrong
    # The nonsense is there for a moment, in which they need not have asked.
    met = [version for version in asked.versions if version != "tiny-bad"]
    assert [version for version, _ in itertools.groupby(met)] == [
        *("tiny-first", "tiny-second", "tiny-first")
    ]

    # Somebody kills it: it is started again.
    killed = supervised(deploy)
    killed.kill()
    end = time.monotonic() + PATIENCE
    # Its children answer on for a moment, so that an answer alone proves nothing.
    while True:
        try:
            if supervised(deploy).pid != killed.pid:
                assert deploy.version() == "tiny-first"
                break
        except (requests.RequestException, ValueError):
            # Nothing answers, or there is no process, for a moment.
            assert time.monotonic() < end
        time.sleep(0.2)
    assert "healthy" in deploy("action=status")
    assert "answered" in deploy("action=logs", "lines=5", process=True)

    # What was stored is there after an end and another beginning.
    review = {"movie": "Alien", "review": "A fine film."}
    address = f"{deploy.url}/add_review"
    assert requests.post(address, json=review, timeout=PATIENCE).status_code == 401
    key = {"X-API-Key": read_secrets(state(deploy))["SENTIMENT_API_KEY"]}
    assert requests.post(address, json=review, headers=key, timeout=PATIENCE).ok
    deploy("action=down")
    with pytest.raises(requests.ConnectionError):
        deploy.version()
    assert "down" in deploy("action=status")
    deploy(f"bundle={bundles.second}")
    movie = requests.get(f"{deploy.url}/movie/alien", timeout=PATIENCE).json()
    assert movie["total_reviews"] == 1
    # Other settings need another process.
    assert "which other code or settings need" in deploy(
        f"bundle={bundles.second}", "deploy.workers=2"
    )
    # After an end, and the same once more, there is still a release before.
    assert "tiny-first" in deploy("action=rollback", "deploy.workers=2")
    assert deploy.version() == "tiny-first"


@pytest.mark.slow
def test_killed_in_the_middle(deploy: Verb, bundles: Bundles) -> None:
    deploy(f"bundle={bundles.first}")
    with users(deploy.url) as asked:
        upgrade = deploy.start(f"bundle={bundles.nonsense}")
        assert upgrade.stdout is not None
        for line in upgrade.stdout:
            if "Wait until" in line:
                break
        upgrade.kill()
        upgrade.communicate(timeout=PATIENCE)
        # What had passed its test is what the next failure goes back to.
        said = deploy(f"bundle={bundles.nonsense}", code=1)
        assert "rolled back: tiny-first" in said
    assert not asked.wrong
    assert deploy.version() == "tiny-first"


@pytest.mark.slow
@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_a_polite_kill_go_back(
    deploy: Verb, bundles: Bundles, signal_number: signal.Signals
) -> None:
    upgrade = deploy.start(f"bundle={bundles.first}")
    assert upgrade.stdout is not None
    for line in upgrade.stdout:
        if "Wait until" in line:
            break
    upgrade.send_signal(signal_number)
    said, _ = upgrade.communicate(timeout=PATIENCE)
    assert upgrade.returncode == 1
    assert "nothing ran before, and nothing runs now" in said
    assert "down" in deploy("action=status")


@pytest.mark.slow
def test_interrupted_while_the_old_service_ends(deploy: Verb, bundles: Bundles) -> None:
    deploy(f"bundle={bundles.first}")
    # It waits some seconds for a worker, and kills it then.
    for process in supervised(deploy).children():
        if any("spawn_main" in part for part in process.cmdline()):
            process.suspend()
    upgrade = deploy.start(f"bundle={bundles.second}", "deploy.workers=2")
    assert upgrade.stdout is not None
    for line in upgrade.stdout:
        if "Stop the service" in line:
            break
    log = state(deploy) / "supervisord.log"
    wait_for(lambda: "waiting for service to die" in log.read_text())
    upgrade.send_signal(signal.SIGINT)
    said, _ = upgrade.communicate(timeout=PATIENCE)
    assert "Start supervisord" not in said
    assert upgrade.returncode == 1
    assert "rolled back: tiny-first" in said
    assert deploy.version() == "tiny-first"


@pytest.mark.slow
def test_a_supervisor_without_its_program(deploy: Verb, bundles: Bundles) -> None:
    """As after too many starts in vain (``FATAL``), and sooner."""
    deploy(f"bundle={bundles.first}")
    stop = ["-m", "supervisor.supervisorctl", "-c", "supervisord.conf", "stop", "service"]
    subprocess.run([sys.executable, *stop], cwd=state(deploy), check=True)
    assert "stopped" in deploy("action=status")
    said = deploy(f"bundle={bundles.nonsense}", code=1)
    assert "a service that does not run (stopped)" in said
    assert "was rolled back: tiny-first" in said
    assert deploy.version() == "tiny-first"
    subprocess.run([sys.executable, *stop], cwd=state(deploy), check=True)
    assert "tiny-second" in deploy(f"bundle={bundles.second}")
    assert deploy.version() == "tiny-second"


@pytest.mark.slow
def test_it_goes_back_to_bundles_and_does_not_claim_old_code(
    deploy: Verb, bundles: Bundles
) -> None:
    deploy(f"bundle={bundles.first}")
    file, settings = state(deploy) / "state.json", state(deploy) / "supervisord.conf"
    today = json.loads(file.read_text())["current"]["revision"]
    serves = f"tiny-first (code {today}) serves"

    def age() -> None:
        """As if other code had been checked out since."""
        for one in (file, settings):
            one.write_text(one.read_text().replace(today, "0ld"))

    age()
    said = deploy(f"bundle={bundles.nonsense}", code=1)
    assert "was served by code 0ld" in said
    assert f"was rolled back: {serves} again" in said
    assert "0ld" not in file.read_text() + settings.read_text()
    deploy(f"bundle={bundles.second}")
    age()
    said = deploy("action=rollback")
    assert "goes back to bundles, not to code: tiny-first was served by code 0ld" in said
    assert serves in said
    assert deploy.version() == "tiny-first"


@pytest.mark.slow
def test_without_its_socket(
    deploy: Verb, bundles: Bundles, tmp_path_factory: pytest.TempPathFactory
) -> None:
    deploy(f"bundle={bundles.first}")
    settings = (state(deploy) / "supervisord.conf").read_text()
    socket_path = Path(re.findall(r"^file=(.+)$", settings, re.MULTILINE)[0])
    assert socket_path.parent.stat().st_mode & 0o777 == 0o700
    # From another session the same service is found, with nothing to start anew.
    # Its name is short, for the service has sockets there, too.
    elsewhere = str(tmp_path_factory.mktemp("t"))
    deploy.environment |= {"XDG_RUNTIME_DIR": elsewhere, "TMPDIR": elsewhere}
    assert "Start supervisord" not in deploy(f"bundle={bundles.second}", process=True)
    # What cleans up temporary files takes it away.
    socket_path.unlink()
    assert "healthy" in deploy("action=status")
    assert "Start supervisord" in deploy(f"bundle={bundles.first}")
    assert deploy.version() == "tiny-first"
    socket_path.unlink()
    assert "[1/1]" in deploy("action=down")
    with pytest.raises(requests.ConnectionError):
        deploy.version()
    assert "down" in deploy("action=status")


@pytest.mark.slow
def test_a_service_that_does_not_start_says_why(deploy: Verb, bundles: Bundles) -> None:
    state(deploy).mkdir(parents=True)
    (state(deploy) / "secrets.env").write_text("SENTIMENT_API_KEY=short\n")
    said = deploy(f"bundle={bundles.first}", code=1)
    assert "api_key string should have at least 8 characters" in said
    assert "nothing runs now" in said
    assert "short" not in said


def test_what_can_not_be(deploy: Verb, bundles: Bundles, tmp_path: Path) -> None:
    assert "No bundle was exported" in deploy(code=1)
    assert "There is no earlier release" in deploy("action=rollback", code=1)
    assert "Nothing was deployed" in deploy("action=logs", code=1)
    assert "each needs a port" in deploy("env.ports.mlflow=9090", "env.ports.grafana=9090", code=1)
    assert "action=fly" in deploy("action=fly", code=1)
    with socket.create_server(("127.0.0.1", deploy.port)):
        said = deploy(f"bundle={bundles.first}", code=1)
    assert f"env.ports.service={deploy.port} is in use" in said
    (state(deploy) / "state.json").write_text("{")
    assert "can't be read" in deploy(f"bundle={bundles.first}", code=1)
    (state(deploy) / "state.json").unlink()
