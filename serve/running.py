"""The course of a server: check everything, start LitServe, end it in good order."""

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from omegaconf import DictConfig, OmegaConf

from sentiment.bundle import load, newest_bundle
from sentiment.bundle.loading import find_bundle
from sentiment.errors import UserError
from sentiment.settings import check_settings
from serve.processes import allow_open_files, shared_state
from serve.settings import ServeSettings


def run_server(config: DictConfig) -> None:
    """See ``serve.__main__.serve``."""
    try:
        _run(config)
    except UserError as error:
        if config.debug:
            raise
        # Not through the log, which is for machines.
        _say(str(error))
        raise SystemExit(1) from error


def _run(config: DictConfig) -> None:
    check_settings(config, ServeSettings)
    settings = ServeSettings.model_validate(OmegaConf.to_container(config, resolve=True))
    bundle = Path(settings.bundle) if settings.bundle else newest_bundle(Path(settings.runs_dir))
    version = load(find_bundle(bundle), threads=1).manifest.version
    _check_port(settings.host, settings.port)

    allow_open_files(2 * settings.limits.connections)
    with shared_state() as state:
        # Before prometheus_client is imported anywhere, here and in the workers.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(state)
        _serve(settings, bundle, version, state)


def _serve(settings: ServeSettings, bundle: Path, version: str, state: Path) -> None:
    from serve.logs import configure_logging

    configure_logging(settings.log_level)

    from serve.store.migrating import migrate

    migrate(settings.store.url)

    from serve.server import SentimentServer

    server = SentimentServer(settings, bundle, state)
    for polite in (signal.SIGTERM, signal.SIGINT):
        signal.signal(polite, _interrupt)
    signal.signal(signal.SIGHUP, lambda *_: server.look_for_new_bundle())
    _say(f"Starting {version} ...")
    threading.Thread(target=_announce, args=(settings, version), daemon=True).start()
    # A signal may also come before the server is there.
    with contextlib.suppress(KeyboardInterrupt):
        server.serve()


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        # As the server itself will: what a closed connection left behind is no obstacle.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            raise UserError(
                f"port={port} can't be had on {host} ({error.strerror}); end what listens there or "
                "choose another port."
            ) from error


def _announce(settings: ServeSettings, version: str) -> None:
    """Says where the page is once it is there."""
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    while True:
        time.sleep(0.1)
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", settings.port)) == 0:
                break
    _say(f"{version} is served at http://{shown}:{settings.port}/ (Ctrl-C ends it)")


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    # Once is enough: the end takes a moment, and is not to be interrupted.
    for polite in (signal.SIGTERM, signal.SIGINT):
        signal.signal(polite, signal.SIG_IGN)
    raise KeyboardInterrupt
