"""``deploy=local``: a supervised process on this machine."""

import logging
import shutil
import socket
import sys
from pathlib import Path

from sentiment.bundle import Bundle, load
from sentiment.bundle.manifest import CHECKSUMS
from sentiment.commands import require
from sentiment.deployment import supervising
from sentiment.deployment.secrets import make_secrets, read_secrets
from sentiment.deployment.settings import DeploySettings, LocalSettings
from sentiment.deployment.smoke_test import served_version, smoke_test, wait_until_healthy
from sentiment.deployment.state import Release, StateFolder
from sentiment.deployment.steps import Step
from sentiment.deployment.supervising import Supervisor
from sentiment.deployment.target import Target
from sentiment.errors import UserError
from sentiment.files import atomic_folder, point_link, shown
from sentiment.revision import code_revision

log = logging.getLogger(__name__)

_API_KEY = "SENTIMENT_API_KEY"


class LocalTarget(Target):
    """The service follows a link; a release is where the link points, so there is no pause.

    Other code or other settings need another process, and that a pause of a few seconds.
    """

    SECRETS = (_API_KEY,)

    def __init__(self, settings: DeploySettings, folder: StateFolder) -> None:
        super().__init__(settings, folder)
        self.supervisor = Supervisor(folder.path)
        self._conf_before = self.supervisor.conf

    @property
    def local(self) -> LocalSettings:
        """``conf/deploy/local.yaml``."""
        assert isinstance(self.settings.deploy, LocalSettings)  # noqa: S101
        return self.settings.deploy

    def check(self) -> None:
        """See ``Target.check``."""
        if sys.platform == "win32":
            raise UserError("deploy=local needs Linux or macOS; take deploy=compose.")
        if self.settings.action == "apply" and self.supervisor.state() == "DOWN":
            with socket.socket() as probe:
                # As the service itself will ask for it.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", self.port))
                except OSError as error:
                    raise UserError(
                        f"env.ports.service={self.port} is in use by another program; end that "
                        "one, or choose another port."
                    ) from error

    def release(self, bundle: Bundle | None) -> Release:
        """See ``Target.release``."""
        assert bundle is not None  # noqa: S101
        return Release(version=bundle.manifest.version, revision=code_revision())

    def apply(self, release: Release, bundle: Bundle | None) -> list[Step]:
        """See ``Target.apply``."""
        assert bundle is not None  # noqa: S101
        kept = self._kept(release)
        copy = f"Copy {shown(bundle.path)} to {shown(kept)}"
        if kept.is_dir():
            copy = f"Check {shown(kept)}, which is there"
        steps = [Step(copy, lambda: self._copy(bundle.path, kept)), *self._serve(release)]
        after = self.state().after(release)
        wanted = {one.version for one in (after.current, after.previous) if one is not None}
        releases = self.folder.path / "releases"
        stale = [path for path in sorted(releases.glob("*")) if path.name not in wanted]
        if stale:
            names = ", ".join(path.name for path in stale)
            steps.append(Step(f"Remove older bundles: {names}", lambda: _remove(stale)))
        return steps

    def again(self, release: Release) -> Release:
        """See ``Target.again``: a bundle was kept, the code was not."""
        today = release.model_copy(update={"revision": code_revision()})
        if today.revision != release.revision:
            log.warning(
                "deploy=local goes back to bundles, not to code: %s was served by code %s, and "
                "will be by what is installed now, code %s.",
                *(release.version, release.revision, today.revision),
            )
        return today

    def rollback(self, release: Release) -> list[Step]:
        """See ``Target.rollback``."""
        if not self._kept(release).is_dir():
            raise UserError(f"{shown(self._kept(release))} is gone; deploy another bundle=.")
        return self._serve(release)

    def undo(self) -> str:
        """See ``Target.undo``."""
        served = self.state().current
        if served is None:
            self.supervisor.stop()
            self._link.unlink(missing_ok=True)
            return "nothing ran before, and nothing runs now."
        point_link(self._link, self._kept(served))
        # It may have been interrupted while it stopped, when its settings are as before.
        if self.supervisor.conf != self._conf_before or not self._runs():
            self.supervisor.stop()
            served = self.again(served)
            conf = self._conf_before or self._conf(served)
            conf = supervising.with_remark(conf, _about(served))
            self.supervisor.start(conf, self._environment())
            self.folder.correct_current(served)
        self._wait_for(served)
        return f"{served.name} serves again at {self.url}."

    def down(self) -> list[Step]:
        """See ``Target.down``."""
        if self.supervisor.state() == "DOWN":
            return []
        return [Step("Answer what is in flight, then end the service", self.supervisor.stop)]

    def status(self) -> list[tuple[str, str, str]]:
        """See ``Target.status``."""
        state = self.supervisor.state()
        healthy = state in (*supervising.RUNS, "SILENT") and served_version(self.url)
        return [("service", "healthy" if healthy else state.lower(), self.url)]

    def logs(self) -> list[str]:
        """See ``Target.logs``."""
        require("tail", "read the file service.log of the state folder")
        log = self.folder.path / supervising.LOG
        if not log.is_file():
            raise UserError(f"Nothing was deployed in {shown(self.folder.path)} yet.")
        follow = ["-F"] if self.settings.follow else []
        return ["tail", "-n", str(self.settings.lines), *follow, str(log)]

    def _serve(self, release: Release) -> list[Step]:
        """From a bundle that was copied to one that serves and passed its test."""
        conf = self._conf(release)
        link = Step(
            f"Point {shown(self._link)} at it",
            lambda: point_link(self._link, self._kept(release)),
        )
        state = self.supervisor.settled_state()
        runs = state in supervising.RUNS
        steps = [link]
        if not runs or conf != self._conf_before:
            if runs:
                stop = "Stop the service, which other code or settings need (a short pause)"
                steps.append(Step(stop, self.supervisor.stop))
            elif state != "DOWN":
                stop = f"Stop what is left of a service that does not run ({state.lower()})"
                steps.append(Step(stop, self.supervisor.stop))
            steps.append(
                Step(
                    f"Start supervisord and the service, on port {self.port}",
                    lambda: self.supervisor.start(conf, self._environment()),
                )
            )
        return [
            *steps,
            Step(
                f"Wait until {self.url}/health has the model {release.version}",
                lambda: self._wait_for(release),
            ),
            Step(
                "Try it: both examples, a stored review, the metrics",
                lambda: smoke_test(
                    self.url,
                    read_secrets(self.folder.path)[_API_KEY],
                    f"{release.version}-{release.revision}",
                    metrics=True,
                ),
            ),
        ]

    def _conf(self, release: Release) -> str:
        """How the service is started; other code needs another start, so that it is named."""
        command = [
            *(sys.executable, "-m", "serve", f"host={self.local.host}", f"port={self.port}"),
            f"workers={self.local.workers}",
        ]
        return supervising.settings(self.folder.path, command, _about(release))

    def _runs(self) -> bool:
        return self.supervisor.settled_state() in supervising.RUNS

    @property
    def _link(self) -> Path:
        return self.folder.path / "current"

    def _kept(self, release: Release) -> Path:
        return self.folder.path / "releases" / release.version

    def _copy(self, bundle: Path, kept: Path) -> None:
        if kept.is_dir():
            if (kept / CHECKSUMS).read_bytes() != (bundle / CHECKSUMS).read_bytes():
                raise UserError(
                    f"{shown(kept)} is another bundle of the same version; deploy one of another "
                    "version first, and that one is removed."
                )
            # Its checksums say whether it is whole.
            load(kept)
            return
        with atomic_folder(kept) as temporary:
            shutil.copytree(bundle, temporary, dirs_exist_ok=True)

    def _environment(self) -> dict[str, str]:
        return {
            "SENTIMENT_BUNDLE": str(self._link),
            "SENTIMENT_RUNS": str(self.folder.path / "runs"),
            "SENTIMENT_STORE_URL": f"sqlite:///{self.folder.path / 'reviews.db'}",
            # What people added to the file has the last word.
            **make_secrets(self.folder.path, self.SECRETS),
        }

    def _wait_for(self, release: Release) -> None:
        wait_until_healthy(
            self.url,
            release.version,
            self.local.wait_seconds,
            self._trouble,
            self.supervisor.last_line,
        )

    def _trouble(self) -> str | None:
        state = self.supervisor.state()
        if state in supervising.RUNS:
            return None
        return f"The service does not start ({state.lower()}): {self.supervisor.last_line()}"


def _about(release: Release) -> str:
    return f"code {release.revision}"


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder)
