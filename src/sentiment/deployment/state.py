"""What a target remembers between two commands."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from sentiment.errors import UserError
from sentiment.files import write_json


class Release(BaseModel):
    """What is deployed.

    Attributes:
        version: of the bundle.
        revision: of the code that serves it.
        image: for targets that run images; otherwise None.
        deployed_at: when it had passed its smoke test; None before.
        manifest: the file of what was applied, for targets that keep one.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    revision: str
    image: str | None = None
    deployed_at: datetime | None = None
    manifest: str | None = None

    @property
    def name(self) -> str:
        """As a person reads it."""
        return self.image or f"{self.version} (code {self.revision})"


class State(BaseModel):
    """Releases that passed their smoke test: the one that serves, and the one before."""

    current: Release | None = None
    previous: Release | None = None

    def after(self, release: Release) -> "State":
        """What it becomes when the release has passed its smoke test.

        Without a release that serves, the one before stays the one before.
        """
        before = next(
            (one for one in (self.current, self.previous) if one and not _same(one, release)), None
        )
        return State(current=release, previous=before)


class StateFolder:
    """The folder of a target in an environment."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path / "state.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else changes this target meanwhile.

        Raises:
            UserError: when somebody else does.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.path / ".lock", timeout=0):
                yield
        except Timeout as error:
            raise UserError(
                f"Another command is at work on {self.path}; wait until it has ended."
            ) from error

    def read(self) -> State:
        """The state; an empty one where nothing was deployed.

        Raises:
            UserError: when the file was changed by hand and can't be understood.
        """
        try:
            return State.model_validate(json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return State()
        except (ValueError, ValidationError) as error:
            raise UserError(f"{self._file} can't be read; remove it to begin anew.") from error

    def remember(self, release: Release) -> None:
        """A release has passed its smoke test and serves."""
        deployed = release.model_copy(update={"deployed_at": datetime.now(UTC)})
        self._write(self.read().after(deployed))

    def correct_current(self, release: Release) -> None:
        """What serves is not quite what had been remembered."""
        self._write(self.read().model_copy(update={"current": release}))

    def forget_current(self) -> None:
        """Nothing serves any more; the last release can still be gone back to."""
        state = self.read()
        self._write(State(current=None, previous=state.current or state.previous))

    def _write(self, state: State) -> None:
        write_json(self._file, state.model_dump(mode="json"))


def _same(one: Release, other: Release) -> bool:
    """Without an image no code is kept: then it is the bundle that can be gone back to."""
    keys = ["version", "image"]
    if other.image is not None:
        keys += ["revision", "manifest"]
    return all(getattr(one, key) == getattr(other, key) for key in keys)
