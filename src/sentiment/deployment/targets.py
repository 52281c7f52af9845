"""Which class is behind ``deploy=``."""

from sentiment.deployment.compose import ComposeTarget
from sentiment.deployment.kubernetes import KubernetesTarget
from sentiment.deployment.local import LocalTarget
from sentiment.deployment.settings import DeploySettings
from sentiment.deployment.state import StateFolder
from sentiment.deployment.target import Target

_TARGETS: dict[str, type[Target]] = {
    "compose": ComposeTarget,
    "kubernetes": KubernetesTarget,
    "local": LocalTarget,
}


def target_for(settings: DeploySettings, folder: StateFolder) -> Target:
    """The target that the settings name."""
    return _TARGETS[settings.deploy.target](settings, folder)
