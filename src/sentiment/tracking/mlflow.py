"""One training as one MLflow run."""

import json
import logging
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from filelock import FileLock
from lightning.pytorch.loggers import MLFlowLogger
from lightning.pytorch.utilities import rank_zero_only

from sentiment.errors import UserError, first_line
from sentiment.files import write_json
from sentiment.tracking.study_run import PARENT, STATE, STUDY, TRIAL, find_or_make

log = logging.getLogger(__name__)

_RUN_FILE = "mlflow.json"
_PROBE_SECONDS = 5
_TRACKING_VARIABLE = "MLFLOW_TRACKING_URI"


class TrackedRun(MLFlowLogger):
    """Lightning's logger, and what a finished training adds to its run.

    A store that fails in the middle of a training is reported once and then left alone: the
    training matters more, and all that the store would hold lies in the run's folder.
    """

    def __init__(self, *, log_checkpoints: bool, run_dir: Path, **settings: Any) -> None:
        """Takes Lightning's settings, and where the run's files lie."""
        super().__init__(**settings)
        self.log_checkpoints = log_checkpoints
        self.run_dir = run_dir
        self.is_resumed = settings.get("run_id") is not None
        self.store = without_password(settings["tracking_uri"])
        self._is_lost = False

    def start(self, config: Mapping[str, Any], tags: Mapping[str, str | None]) -> None:
        """Creates or reopens the run; parameters and tags are written once.

        MLflow's parameters are immutable, and a resumed run has them already.
        """
        run_id = self.run_id
        write_json(self.run_dir / _RUN_FILE, {"run_id": run_id, "store": self.store})
        if self.is_resumed:
            self.experiment.update_run(run_id, status="RUNNING")
            return
        self.log_hyperparams(dict(config))
        for name, value in tags.items():
            if value is not None:
                self.experiment.set_tag(run_id, name, value)

    @rank_zero_only
    def log_metrics(self, metrics: Mapping[str, float], step: int | None = None) -> None:
        """Logs metrics at a step, where the store still answers."""
        log_metrics = super().log_metrics
        self._attempt(lambda: log_metrics(metrics, step))

    @rank_zero_only
    def finalize(self, status: str = "success") -> None:
        """Lightning calls it after fitting and after testing; the run ends with ``finish``."""

    def join_study(self, study: str, trial: int) -> None:
        """Makes the run a child of the sweep's, and says which trial it is."""
        self._attempt(lambda: self._join_study(study, trial))

    def _join_study(self, study: str, trial: int) -> None:
        parent = find_or_make(self.experiment, str(self.experiment_id), study)
        self.experiment.update_run(parent, status="RUNNING")
        for name, value in ((PARENT, parent), (STUDY, study), (TRIAL, str(trial))):
            self.experiment.set_tag(self.run_id, name, value)

    def finish(self, status: str, pruned: bool = False) -> None:
        """Ends the run as FINISHED, FAILED or KILLED; pruned, which MLflow lacks, is a tag."""
        if pruned:
            self._attempt(lambda: self.experiment.set_tag(self.run_id, STATE, "pruned"))
        self._attempt(lambda: self.experiment.set_terminated(self.run_id, status))

    def log_results(self) -> None:
        """Copies the run's figures, pictures, configuration and checkpoints."""
        self._attempt(self._log_results)

    def _log_results(self) -> None:
        for name in ("metrics.json", "plots", ".hydra"):
            path = self.run_dir / name
            if path.is_dir():
                self.experiment.log_artifacts(self.run_id, str(path), name.removeprefix("."))
            elif path.is_file():
                self.experiment.log_artifact(self.run_id, str(path))
        if self.log_checkpoints:
            for checkpoint in sorted((self.run_dir / "checkpoints").glob("[!.]*.ckpt")):
                self.experiment.log_artifact(self.run_id, str(checkpoint), "checkpoints")

    def _attempt(self, action: Callable[[], object]) -> None:
        # Once it has failed, each further call would wait for the store again.
        if self._is_lost:
            return
        try:
            action()
        # SQLAlchemy, urllib3 and MLflow each raise their own.
        except Exception as error:
            self._is_lost = True
            log.warning(
                "MLflow at %s has failed (%s); the training goes on, its results will be in %s.",
                self.store,
                first_line(error),
                self.run_dir,
            )


def mlflow_logger(
    tracking_uri: str,
    artifact_location: str,
    experiment_name: str,
    log_checkpoints: bool,
    run_dir: str,
    resume: str | None,
) -> TrackedRun:
    """Connects to the tracking store; a resumed training goes on in its own MLflow run.

    Raises:
        UserError: when the store can't be reached, within seconds.
    """
    folder = Path(run_dir)
    is_server = prepare_client(tracking_uri)
    try:
        with _alone(tracking_uri), _environment_kept():
            logger = TrackedRun(
                log_checkpoints=log_checkpoints,
                run_dir=folder,
                tracking_uri=tracking_uri,
                # A server has an artefact store of its own.
                artifact_location=None if is_server else Path(artifact_location).resolve().as_uri(),
                experiment_name=experiment_name,
                run_name=folder.name,
                run_id=_earlier_run(folder, tracking_uri) if resume else None,
            )
            logger.experiment  # noqa: B018  (the connection is made on first use)
    # SQLAlchemy, urllib3 and MLflow each raise their own; to the user it is one thing.
    except Exception as error:
        raise UserError(
            f"mlflow.tracking_uri={without_password(tracking_uri)} can't be used "
            f"({first_line(error)}); mend it or train with logger=csv."
        ) from error
    return logger


@contextmanager
def _alone(tracking_uri: str) -> Iterator[None]:
    """Lets one process at a time open a SQLite store: two that make its tables at once fail."""
    if not tracking_uri.startswith("sqlite:///"):
        yield
        return
    path = Path(tracking_uri.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        yield


@contextmanager
def _environment_kept() -> Iterator[None]:
    """Lightning sets the variable that our settings read: the next run here would go there too."""
    before = os.environ.get(_TRACKING_VARIABLE)
    try:
        yield
    finally:
        os.environ.pop(_TRACKING_VARIABLE, None)
        if before is not None:
            os.environ[_TRACKING_VARIABLE] = before


def _earlier_run(folder: Path, tracking_uri: str) -> str | None:
    try:
        earlier = json.loads((folder / _RUN_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    run_id: str = earlier["run_id"]
    return run_id if earlier["store"] == without_password(tracking_uri) else None


def without_password(uri: str) -> str:
    """A store's address without the user and password that it may hold."""
    parts = urlsplit(uri)
    if "@" not in parts.netloc:
        return uri
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _check_server(tracking_uri: str) -> None:
    """MLflow's own client would retry an unreachable server for minutes."""
    try:
        with urllib.request.urlopen(  # noqa: S310  (the caller saw that it is http)
            f"{tracking_uri.rstrip('/')}/health", timeout=_PROBE_SECONDS
        ):
            return
    except urllib.error.HTTPError:
        # It answers; what it allows shows when it is used.
        return
    except (OSError, ValueError) as error:
        raise UserError(
            f"mlflow.tracking_uri={without_password(tracking_uri)} does not answer; "
            "start the server, or train with logger=csv."
        ) from error


def prepare_client(tracking_uri: str) -> bool:
    """No page about tables on a store's first use, and no minutes of retrying a dead server.

    Returns:
        Whether the store is a server.

    Raises:
        UserError: for a server that does not answer, or a password in its address.
    """
    is_server = tracking_uri.startswith(("http://", "https://"))
    if is_server:
        if without_password(tracking_uri) != tracking_uri:
            raise UserError(
                f"mlflow.tracking_uri={without_password(tracking_uri)} can't have a user and a "
                "password in it; give them as MLFLOW_TRACKING_USERNAME and "
                "MLFLOW_TRACKING_PASSWORD in the environment."
            )
        _check_server(tracking_uri)
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "10")
    os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
    for name in ("alembic", "mlflow"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("lightning.pytorch.loggers.mlflow").setLevel(logging.ERROR)
    return is_server
