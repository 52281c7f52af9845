"""What a deployment target can do."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from sentiment.bundle import Bundle
from sentiment.deployment.settings import DeploySettings
from sentiment.deployment.state import Release, State, StateFolder
from sentiment.deployment.steps import Step


class Target(ABC):
    """A place where the service runs, in one environment.

    Attributes:
        settings: as the command line made them.
        folder: what the target remembers.
    """

    # Names of the secrets that it needs.
    SECRETS: Sequence[str] = ()

    def __init__(self, settings: DeploySettings, folder: StateFolder) -> None:
        self.settings = settings
        self.folder = folder

    @property
    def port(self) -> int:
        """Where people reach the service."""
        return self.settings.env.ports.service

    @property
    def url(self) -> str:
        """The same, from this machine."""
        return f"http://127.0.0.1:{self.port}"

    def state(self) -> State:
        """The releases that serve and served."""
        return self.folder.read()

    @abstractmethod
    def check(self) -> None:
        """Sees that all is there that the target needs.

        Raises:
            UserError: what is missing, and how to get it.
        """

    @abstractmethod
    def release(self, bundle: Bundle | None) -> Release:
        """What a bundle becomes here; None where the settings name an image."""

    @abstractmethod
    def apply(self, release: Release, bundle: Bundle | None) -> list[Step]:
        """From what there is now to the release, its smoke test included."""

    def changes(self, release: Release) -> str:
        """How what is there differs, where the target itself can say it, for a dry run."""
        return ""

    def again(self, release: Release) -> Release:
        """What an earlier release will be when it serves once more."""
        return release

    @abstractmethod
    def rollback(self, release: Release) -> list[Step]:
        """Back to a release that served here before."""

    @abstractmethod
    def undo(self) -> str:
        """Makes what served before serve again; a sentence about it."""

    @abstractmethod
    def down(self) -> list[Step]:
        """Ends everything; what is stored stays."""

    @abstractmethod
    def status(self) -> list[tuple[str, str, str]]:
        """Name, state and address or version of each part."""

    @abstractmethod
    def logs(self) -> list[str]:
        """The command that shows the last lines that the service said."""
