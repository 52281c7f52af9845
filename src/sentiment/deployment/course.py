"""The course of each action."""

import logging
import subprocess
import sys
from pathlib import Path

from omegaconf import DictConfig, OmegaConf
from rich.console import Console
from rich.table import Table

from sentiment.bundle import Bundle, load, newest_bundle
from sentiment.deployment.secrets import FILE, make_secrets
from sentiment.deployment.settings import DeploySettings
from sentiment.deployment.state import StateFolder
from sentiment.deployment.steps import perform, show
from sentiment.deployment.target import Target
from sentiment.deployment.targets import target_for
from sentiment.errors import UserError
from sentiment.files import shown
from sentiment.settings import check_settings

log = logging.getLogger(__name__)


def run_deploy(config: DictConfig) -> None:
    """See ``sentiment.deploy.deploy``."""
    check_settings(config, DeploySettings)
    settings = DeploySettings.model_validate(OmegaConf.to_container(config, resolve=True))
    folder = StateFolder(Path(settings.state_dir).absolute())
    target = target_for(settings, folder)
    if settings.action == "status":
        _status(target)
    elif settings.action == "logs":
        _logs(target)
    else:
        with folder.locked():
            _change(target)


def _change(target: Target) -> None:
    settings = target.settings
    if settings.action == "secrets":
        make_secrets(target.folder.path, target.SECRETS)
        log.info("The secrets are in %s.", shown(target.folder.path / FILE))
        return
    target.check()
    if settings.action == "down":
        steps = target.down()
        if settings.dry_run:
            show(steps)
            return
        perform(steps)
        target.folder.forget_current()
        log.info("Nothing runs any more. What was stored is kept in %s.", _kept(target))
        return
    if settings.action == "rollback":
        previous = target.state().previous
        if previous is None:
            raise UserError(
                f"There is no earlier release in {shown(target.folder.path)} to go back to."
            )
        release = target.again(previous)
        steps = target.rollback(release)
    else:
        bundle = _bundle(settings)
        release = target.release(bundle)
        steps = target.apply(release, bundle)
    if settings.dry_run:
        show(steps)
        if changes := target.changes(release):
            log.info("%s", changes)
        return
    perform(steps, target.undo, lambda: target.folder.remember(release))
    log.info("%s serves at %s", release.name, target.url)


def _bundle(settings: DeploySettings) -> Bundle | None:
    """What is to be deployed, seen to be whole; None where an image has it."""
    image = getattr(settings.deploy, "image", None)
    if image is not None:
        if settings.bundle is not None:
            raise UserError(f"deploy.image={image} has a bundle already; leave out bundle=.")
        return None
    return load(settings.bundle or newest_bundle(Path(settings.runs_dir)))


def _kept(target: Target) -> Path | str:
    if target.settings.deploy.target == "local":
        return shown(target.folder.path)
    return "volumes"


def _status(target: Target) -> None:
    state = target.state()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Part", "State", ""):
        table.add_column(column, overflow="fold")
    for row in target.status():
        table.add_row(*row)
    for name, release in (("release", state.current), ("the one before", state.previous)):
        if release is not None and release.deployed_at is not None:
            when = f"{release.deployed_at.astimezone():%Y-%m-%d %H:%M:%S}"
            table.add_row(
                name, f"since {when}" if name == "release" else f"of {when}", release.name
            )
    Console(file=sys.stdout).print(table)


def _logs(target: Target) -> None:
    try:
        subprocess.run(target.logs(), check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise UserError(f"There is no {error.filename} on this machine.") from error
