"""deploy=compose on a played engine: what is done in which order, and what is refused."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from omegaconf import OmegaConf

from sentiment.config import compose_config
from sentiment.deployment import compose, containers, parts
from sentiment.deployment.compose import ComposeTarget
from sentiment.deployment.containers import Container, Project
from sentiment.deployment.gateway import active_place, write_gateway
from sentiment.deployment.secrets import make_secrets
from sentiment.deployment.settings import DeploySettings
from sentiment.deployment.state import Release, StateFolder
from sentiment.deployment.steps import perform
from sentiment.errors import UserError
from sentiment.settings import check_settings

ALL = ("postgres", "gateway", "mlflow", "prometheus", "alertmanager", "node-exporter", "grafana")
OLD, NEW = (Release(version=one, revision="r", image=f"lab:{one}") for one in ("old", "new"))


class PlayedProject(Project):
    """Containers that do as they are told at once; what was done is kept in its order."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        self.done: list[str] = []
        self.found: dict[str, Container] = {}
        self.volumes: set[str] = set()
        self.gateway = folder / "gateway"

    def compose(self, *arguments: str) -> str:
        verb, *names = [one for one in arguments if not one.startswith("-")]
        self.done.append(" ".join([verb, *names]))
        for name in names:
            state = "running" if verb == "up" else "exited"
            one = Container(name, name, state, "healthy", "image", 0, (), {})
            if name == "gateway":
                one = replace(one, folders={"/etc/nginx/conf.d": str(self.gateway)})
            self.found[name] = one
        return ""

    def containers(self) -> dict[str, Container]:
        return self.found

    def has_volume(self, name: str) -> bool:
        return name in self.volumes

    def execute(self, service: str, *command: str) -> str:
        if command[-1] == "reload":
            self.done.append(f"gateway to {active_place(self.gateway)}")
        return ""

    def signal(self, service: str, name: str) -> None:
        self.done.append(f"{name} to {service}")


def target_in(folder: Path, *settings: str) -> tuple[ComposeTarget, PlayedProject]:
    """A target with a played project; the folder is kept from one to the next."""
    config = compose_config("deploy", ["deploy=compose", f"state_dir={folder}", *settings])
    values = OmegaConf.to_container(config, resolve=True)
    target = ComposeTarget(DeploySettings.model_validate(values), StateFolder(folder))
    project = PlayedProject(target.project.name, folder)
    target.project = project
    return target, project


def stands(folder: Path, *settings: str) -> tuple[ComposeTarget, PlayedProject]:
    """The same, where the old release serves from blue."""
    target, project = target_in(folder, *settings)
    folder.mkdir(exist_ok=True)
    make_secrets(folder, target.SECRETS)
    project.volumes.add("postgres")
    project.compose("up", "model-blue", *ALL)
    project.done.clear()
    write_gateway(folder / "gateway", "blue", "blue")
    target.folder.remember(OLD)
    return target, project


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where health was asked; the engine has every image, and no service fails its test."""
    asked: list[str] = []

    def healthy(url: str, version: str, *_: Any) -> None:
        asked.append(f"{url} {version}")

    monkeypatch.setattr(compose, "wait_until_healthy", healthy)
    monkeypatch.setattr(compose, "smoke_test", lambda *_, **__: None)
    for module in (compose, parts):
        monkeypatch.setattr(module, "has_image", lambda _: True)
    for name in [*os.environ]:
        if name.endswith("_IMAGE"):
            monkeypatch.delenv(name)
    monkeypatch.setattr(compose, "require", lambda *_: None)
    monkeypatch.setattr(compose, "compose_command", lambda: ("docker", "compose"))
    monkeypatch.setattr(compose, "run", lambda *_, **__: "")
    monkeypatch.setattr("time.sleep", lambda _: None)
    return asked


def after_switch(project: PlayedProject) -> list[str]:
    """What was done once people were sent to the new release."""
    return project.done[project.done.index("gateway to green") + 1 :]


def test_people_are_sent_back_before_anything_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, project = stands(tmp_path)

    def interrupted(_: str) -> None:
        project.compose("stop", "model-blue")
        raise KeyboardInterrupt

    monkeypatch.setattr(target, "_drain", interrupted)
    with pytest.raises(UserError, match="rolled back: lab:old serves again"):
        perform(target.apply(NEW, None), target.undo)
    assert after_switch(project)[:3] == ["stop model-blue", "up model-blue", "gateway to blue"]
    assert project.done[-1] == "stop model-green"
    assert active_place(tmp_path / "gateway") == "blue"


def test_going_back_looks_where_it_was_reached_before(
    tmp_path: Path, engine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, project = stands(tmp_path)
    perform(target.apply(OLD, None), target.undo)
    target, again = target_in(tmp_path, "env.ports.service=19999")
    again.found = project.found

    def broken(*_: Any, **__: Any) -> None:
        raise UserError("It is broken.")

    monkeypatch.setattr(compose, "smoke_test", broken)
    with pytest.raises(UserError, match=r"lab:old serves again at http://127.0.0.1:18081"):
        perform(target.apply(NEW, None), target.undo)
    assert engine[-1] == "http://127.0.0.1:18081 old"
    assert again.read_settings()["SERVICE_PORT"] == "18081"


def test_another_folder_leaves_what_runs_alone(tmp_path: Path) -> None:
    _, project = stands(tmp_path / "first")
    target, other = target_in(tmp_path / "second")
    (tmp_path / "second").mkdir()
    other.found = project.found
    with pytest.raises(UserError, match=f"give state_dir={tmp_path / 'first'}, or another env"):
        target.check()
    target, again = target_in(tmp_path / "first")
    again.found, again.volumes = project.found, project.volumes
    target.check()


def test_new_passwords_are_not_made_for_an_old_database(tmp_path: Path) -> None:
    target, project = target_in(tmp_path)
    target.check()
    project.volumes.add("postgres")
    with pytest.raises(UserError, match="volume sentiment-staging_postgres has a database"):
        target.check()
    make_secrets(tmp_path, target.SECRETS)
    target.check()


def test_variables_of_the_shell_do_not_replace_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden: set[str] = set()

    def run(*_: str, **options: Any) -> str:
        hidden.update(options["hidden"])
        return ""

    monkeypatch.setattr(containers, "run", run)
    monkeypatch.setattr(containers, "compose_command", lambda: ("docker", "compose"))
    target, project = stands(tmp_path)
    perform(target.apply(NEW, None))
    Project(project.name, tmp_path).compose("up")
    assert project.read_settings().keys() - {"WITHOUT"} <= hidden
    assert {"SENTIMENT_API_KEY", "POSTGRES_PASSWORD", "WORKERS", "POSTGRES_IMAGE"} <= hidden
    assert "PATH" not in hidden


def test_images_chosen_once_stay_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, project = stands(tmp_path)
    monkeypatch.setenv("POSTGRES_IMAGE", "postgres:16.9")
    perform(target.apply(NEW, None))
    monkeypatch.delenv("POSTGRES_IMAGE")
    perform(target_in(tmp_path)[0].apply(OLD, None)[:1])
    assert project.read_settings()["POSTGRES_IMAGE"] == "postgres:16.9"
    # Empty, it is the pinned one again.
    monkeypatch.setenv("POSTGRES_IMAGE", "")
    perform(target_in(tmp_path)[0].apply(OLD, None)[:1])
    assert "POSTGRES_IMAGE" not in project.read_settings()


def test_images_that_are_not_here_are_pulled_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "has_image", lambda name: name.startswith("here/"))
    for part in ("POSTGRES", "NGINX", "ALERTMANAGER", "NODE_EXPORTER"):
        monkeypatch.setenv(f"{part}_IMAGE", f"here/{part.lower()}")
    monkeypatch.setenv("PROMETHEUS_IMAGE", "there/prometheus:1")
    pulled = []
    monkeypatch.setattr(parts, "run", lambda *command, **_: pulled.append(command[-1]))
    target, _ = target_in(tmp_path, "deploy.without=[grafana]")
    steps = [step for step in target.apply(NEW, None) if step.text.startswith("Pull")]
    assert [step.text for step in steps] == ["Pull there/prometheus:1"]
    perform(steps)
    assert pulled == ["there/prometheus:1"]


def watched(folder: Path) -> tuple[set[str], bool]:
    """The jobs of Prometheus, and whether it sends alerts on."""
    settings = yaml.safe_load((folder / "prometheus" / "prometheus.yml").read_text())
    assert (folder / "prometheus" / "rules" / "model.yml").is_file()
    return {job["job_name"] for job in settings["scrape_configs"]}, "alerting" in settings


def test_parts_that_are_left_out_are_not_asked_and_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, project = stands(tmp_path)
    perform(target.apply(NEW, None))
    everything = ({"model", "node-exporter", "prometheus", "alertmanager"}, True)
    assert watched(tmp_path) == everything
    target, again = target_in(tmp_path, "deploy.without=[alertmanager,node-exporter]")
    again.found = project.found

    def broken(*_: Any, **__: Any) -> None:
        raise UserError("It is broken.")

    with monkeypatch.context() as patch:
        patch.setattr(compose, "smoke_test", broken)
        with pytest.raises(UserError, match="rolled back"):
            perform(target.apply(NEW, None), target.undo)
    assert watched(tmp_path) == everything
    assert again.found["alertmanager"].state == "running"
    perform(target.apply(NEW, None), target.undo)
    assert watched(tmp_path) == ({"model", "prometheus"}, False)
    assert again.done[-1] == "stop alertmanager node-exporter"


@pytest.mark.parametrize(
    ("bind", "url"),
    [("0.0.0.0", "127.0.0.1"), ("192.168.1.5", "192.168.1.5")],  # noqa: S104
)
def test_it_is_reached_where_it_is_published(tmp_path: Path, bind: str, url: str) -> None:
    target, project = stands(tmp_path, f"deploy.bind={bind}")
    assert target.url == f"http://{url}:18081"
    perform(target.apply(NEW, None))
    settings = project.read_settings()
    assert settings["BIND"] == bind
    # These ask nobody for a password.
    assert settings["BIND_TOOLS"] == "127.0.0.1"


def test_an_address_that_can_not_be_published_is_refused() -> None:
    config = compose_config("deploy", ["deploy=compose", "deploy.bind='::'"])
    with pytest.raises(UserError, match="IPv4"):
        check_settings(config, DeploySettings)
