"""The course of a backup and of a restore: files, pipes and what is said."""

import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from omegaconf import DictConfig, OmegaConf

from sentiment.errors import UserError
from sentiment.files import atomic_path, shown
from sentiment.settings import check_settings
from serve.settings import BackupSettings, RestoreSettings
from serve.store.backing_up import back_up
from serve.store.backup_file import Header
from serve.store.restoring import restore

log = logging.getLogger(__name__)

# Standard output or input, for a container whose files are out of reach.
_PIPE = "-"


def write_backup(config: DictConfig) -> None:
    """See ``serve.backup.backup``."""
    check_settings(config, BackupSettings)
    settings = BackupSettings.model_validate(OmegaConf.to_container(config, resolve=True))
    with _target(settings) as file:
        header = back_up(settings.store.url, file)
    where = ""
    if settings.to != _PIPE:
        path = Path(settings.to)
        where = f" into {shown(path)} ({path.stat().st_size / 1e6:.1f} MB)"
    log.info("Backed up %s%s.", _counts(header), where)


def read_backup(config: DictConfig) -> None:
    """See ``serve.restore.restore``."""
    check_settings(config, RestoreSettings)
    settings = RestoreSettings.model_validate(OmegaConf.to_container(config, resolve=True))
    name = "The backup" if settings.source == _PIPE else f"from={settings.source}"
    with _source(settings) as file:
        header = restore(settings.store.url, file, name, replace=settings.replace)
    moment = f"{header.created_at:%Y-%m-%d %H:%M:%S} UTC"
    log.info("Restored %s, as they were on %s.", _counts(header), moment)


@contextmanager
def _target(settings: BackupSettings) -> Iterator[BinaryIO]:
    try:
        if settings.to == _PIPE:
            if sys.stdout.isatty():
                raise UserError("to=- writes what no screen can show; add > FILE.")
            yield sys.stdout.buffer
            sys.stdout.flush()
            return
        path = Path(settings.to)
        if path.exists() and not settings.replace:
            raise UserError(f"to={path} is there already; choose another name, or replace=true.")
        # Reviews are people's words.
        with atomic_path(path, private=True) as temporary, temporary.open("wb") as file:
            yield file
    except OSError as error:
        raise UserError(f"to={settings.to} can't be written ({error.strerror}).") from error


@contextmanager
def _source(settings: RestoreSettings) -> Iterator[BinaryIO]:
    try:
        if settings.source != _PIPE:
            with Path(settings.source).open("rb") as file:
                yield file
            return
        # It is read twice: nothing is changed before all of it was seen to be whole.
        with tempfile.TemporaryFile(dir=settings.output_dir) as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            yield kept
    except OSError as error:
        raise UserError(f"from={settings.source} can't be read ({error.strerror}).") from error


def _counts(header: Header) -> str:
    tables = header.tables
    reviews, movies = tables["reviews"].rows, tables["movies"].rows
    return f"{reviews:,} review{'s' * (reviews != 1)} of {movies:,} movie{'s' * (movies != 1)}"
