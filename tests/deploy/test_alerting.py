"""From a service that is killed to the message that somebody gets."""

import json
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from prometheus_server import ENVIRONMENT, ROOT, alertmanager, prometheus, wait_until
from running_server import ADDRESS, PATIENCE, start

SETTINGS = ROOT / "deploy" / "alertmanager" / "alertmanager.yml"

needs_amtool = pytest.mark.skipif(
    shutil.which("amtool") is None, reason="no amtool, which checks Alertmanager's settings"
)

Message = tuple[str, dict[str, Any]]


def amtool(*arguments: str) -> str:
    result = subprocess.run(
        ["amtool", *arguments], capture_output=True, text=True, timeout=PATIENCE
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@needs_amtool
def test_alertmanager_takes_its_settings() -> None:
    said = amtool("check-config", str(SETTINGS))
    assert "2 receivers" in said
    assert "2 inhibit rules" in said


def test_what_is_critical_is_told_at_once() -> None:
    (critical,) = yaml.safe_load(SETTINGS.read_text(encoding="utf-8"))["route"]["routes"]
    assert (critical["receiver"], critical["group_wait"]) == ("critical", "0s")


@needs_amtool
def test_an_address_is_put_into_the_empty_lines(tmp_path: Path) -> None:
    """As the settings say it, also with sed."""
    text = SETTINGS.read_text(encoding="utf-8")
    assert text.count("webhook_configs: []\n") == text.count("webhook_configs:") == 2
    rendered = tmp_path / "alertmanager.yml"
    url = "https://example.org/hook?key=a&b"
    rendered.write_text(
        text.replace("webhook_configs: []", f"webhook_configs: [{{url: {json.dumps(url)}}}]")
    )
    amtool("check-config", str(rendered))


@needs_amtool
@pytest.mark.parametrize(("severity", "receiver"), [("critical",) * 2, ("warning", "warnings")])
def test_who_hears_of_it(severity: str, receiver: str) -> None:
    file = f"--config.file={SETTINGS}"
    found = amtool("config", "routes", "test", file, f"severity={severity}", "alertname=Any")
    assert found.strip() == receiver


@contextmanager
def webhook() -> Iterator[tuple[str, list[Message]]]:
    """An address, and every message that came to it with the path that it came to."""
    messages: list[Message] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            messages.append((self.path, json.loads(self.rfile.read(length))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer((ADDRESS, 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://{ADDRESS}:{server.server_address[1]}", messages
        finally:
            server.shutdown()
            thread.join()


def heard(messages: list[Message], status: str) -> set[tuple[str, str]]:
    """Receiver and name of every alert with a status that somebody was told."""
    return {
        (path.strip("/"), alert["labels"]["alertname"])
        for path, message in messages
        for alert in message["alerts"]
        if alert["status"] == status
    }


@pytest.mark.slow
def test_a_killed_service_is_told(tiny_bundle: Path, tmp_path: Path) -> None:
    folder, settings = tmp_path / "service", (f"bundle={tiny_bundle}", "workers=1")
    with ExitStack() as stack:
        service = start(folder, *settings)
        stack.callback(service.process.kill)
        service.wait_until_healthy()
        url, messages = stack.enter_context(webhook())
        notifier = stack.enter_context(alertmanager(tmp_path / "alertmanager", url))
        targets = {
            "model": [f"{ADDRESS}:{service.port}"],
            "alertmanager": [notifier.address],
        }
        watcher = stack.enter_context(
            prometheus(tmp_path / "prometheus", targets, notifier.address)
        )
        wait_until(lambda: len(watcher.query("up == 1")) == 2, "both are seen")
        wait_until(lambda: not watcher.query("ALERTS"), "nothing is wrong")
        assert not messages

        service.process.send_signal(signal.SIGKILL)
        service.process.wait()
        wait_until(lambda: ("critical", "ModelDown") in heard(messages, "firing"), "it is told")
        path, message = messages[0]
        (alert,) = message["alerts"]
        assert path == "/critical"
        assert alert["labels"] == {
            "alertname": "ModelDown",
            "severity": "critical",
            "job": "model",
            "environment": ENVIRONMENT,
        }
        assert alert["annotations"]["summary"] == "The service does not answer."

        # That its only instance is down goes without saying.
        def silenced() -> set[str]:
            alerts = notifier.get("/api/v2/alerts")
            return {one["labels"]["alertname"] for one in alerts if one["status"]["inhibitedBy"]}

        wait_until(lambda: "ModelInstanceDown" in silenced(), "the other alert is silenced")

        service = start(folder, *settings, port=service.port)
        stack.callback(service.process.kill)
        service.wait_until_healthy()
        wait_until(lambda: ("critical", "ModelDown") in heard(messages, "resolved"), "it is over")
        assert {name for _, name in heard(messages, "firing")} == {"ModelDown"}
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(PATIENCE) == 0
