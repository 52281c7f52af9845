"""supervisord: starts a process again when it ends, also when nobody is logged in."""

import configparser
import contextlib
import hashlib
import http.client
import os
import shlex
import socket
import stat
import sys
import time
import xmlrpc.client
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from sentiment.commands import run
from sentiment.errors import UserError
from sentiment.files import atomic_path

CONF = "supervisord.conf"
LOG = "service.log"
# States of a program that answers, or is about to.
RUNS = ("STARTING", "RUNNING")
_PROGRAM = "service"
_SECONDS = 20
# A process that ends sooner has not started.
_START_SECONDS = 5
# Longer than the service takes to answer what it has.
_STOP_SECONDS = 20


class Supervisor:
    """A supervisord with one program, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def conf(self) -> str | None:
        """The settings of the last start; None where there was none."""
        path = self.folder / CONF
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def state(self) -> str:
        """``RUNNING``, ``BACKOFF``, ``FATAL``, ...; ``DOWN`` without a supervisord.

        ``SILENT`` is one that runs and says nothing of the program: it is ending, or its socket
        is gone.
        """
        if self.conf is None:
            return "DOWN"
        if found := self._ask("getProcessInfo", _PROGRAM):
            return str(found["statename"])
        return "DOWN" if self._process() is None else "SILENT"

    def settled_state(self) -> str:
        """The same, some seconds later where the program is starting: it may never succeed."""
        end = time.monotonic() + 2 * _START_SECONDS
        while (state := self.state()) == "STARTING" and time.monotonic() < end:
            time.sleep(0.2)
        return state

    def start(self, conf: str, environment: Mapping[str, str]) -> None:
        """Starts supervisord and the program.

        Args:
            conf: of ``settings``.
            environment: variables for the program.

        Raises:
            UserError: when supervisord does not start.
        """
        _make_private(_sockets())
        with atomic_path(self.folder / CONF, private=True) as temporary:
            temporary.write_text(conf, encoding="utf-8")
        run(
            *(sys.executable, "-m", "supervisor.supervisord", "-c", CONF),
            seconds=_SECONDS,
            folder=self.folder,
            environment=environment,
        )

    def stop(self) -> None:
        """Ends the program politely, and supervisord; also where somebody has begun to.

        Raises:
            UserError: when they do not end.
        """
        if self.state() == "DOWN":
            return
        process = self._process()
        if process is None:
            self._ask("shutdown")
        else:
            # Also where its socket is gone. The same as a shutdown.
            process.terminate()
        end = time.monotonic() + _STOP_SECONDS + 10
        while self.state() != "DOWN":
            if time.monotonic() > end:
                raise UserError(f"The processes of {self.folder} do not end; see supervisord.log.")
            time.sleep(0.1)

    def last_line(self) -> str:
        """What the program said last."""
        path = self.folder / LOG
        lines = (
            path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []
        )
        return next((line for line in reversed(lines) if line.strip()), "it said nothing")

    def _process(self) -> psutil.Process | None:
        """The supervisord of this folder, whether or not it answers."""
        try:
            number = (self.folder / "supervisord.pid").read_text(encoding="utf-8")
            process = psutil.Process(int(number))
            # After a power cut the number may be another program's.
            ours = any("supervisord" in word for word in process.cmdline())
            return process if ours and Path(process.cwd()) == self.folder.resolve() else None
        except (FileNotFoundError, ValueError, psutil.Error):
            return None

    def _ask(self, method: str, *arguments: str) -> Any:
        """What supervisord answers over its socket; None where nothing answers, or it is ending."""
        settings = configparser.RawConfigParser()
        settings.read_string(self.conf or "")
        path = settings.get("unix_http_server", "file", fallback="")
        try:
            with xmlrpc.client.ServerProxy("http://supervisor", _SocketTransport(path)) as asked:
                return getattr(asked.supervisor, method)(*arguments)
        except TimeoutError as error:
            raise UserError(f"The supervisord of {self.folder} does not answer.") from error
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return None


class _SocketTransport(xmlrpc.client.Transport):
    """Over a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = super().make_connection(host)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(_SECONDS)
        connection.sock.connect(self._path)
        return connection


def with_remark(conf: str, about: str) -> str:
    """The same settings with another remark."""
    _, _, rest = conf.partition("\n")
    return f"; {about}\n{rest}"


def _sockets() -> Path:
    """The same for a login, cron and systemd, which have temporary folders of their own."""
    return Path("/tmp") / f"sentiment-lab-{os.getuid()}"  # noqa: S108


def _make_private(folder: Path) -> None:
    """Where it lies anybody may write, and somebody may have been there first."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise UserError(f"{folder} belongs to somebody else; have it removed.")
    folder.chmod(0o700)


def settings(folder: Path, command: Sequence[str], about: str) -> str:
    """Settings of supervisord.

    Args:
        folder: where it will run.
        command: the program and its arguments.
        about: a remark; other settings mean another start.
    """
    # What follows a % is filled in by supervisord.
    line = shlex.join(command).replace("%", "%%")
    # Not in the folder: a socket's path may have about a hundred characters.
    digest = hashlib.sha256(bytes(folder.resolve())).hexdigest()[:16]
    socket = _sockets() / f"{digest}.sock"
    return f"""\
; {about}
[supervisord]
logfile=supervisord.log
pidfile=supervisord.pid
umask=077

[unix_http_server]
file={socket}
chmod=0700

[supervisorctl]
serverurl=unix://{socket}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[program:{_PROGRAM}]
command={line}
autorestart=true
startsecs={_START_SECONDS}
startretries=10
stopwaitsecs={_STOP_SECONDS}
killasgroup=true
redirect_stderr=true
stdout_logfile={LOG}
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""
