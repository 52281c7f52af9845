"""The one place where objects are made from configuration."""

from collections.abc import Mapping
from typing import Any, cast

import hydra.utils
from hydra.errors import InstantiationException
from omegaconf import DictConfig, OmegaConf

from sentiment.errors import UserError
from sentiment.models import Network

# What a ``model`` group has besides the network's arguments: how it starts, and is called.
STARTS = ("pretrained", "embeddings")
NOT_ARGUMENTS = ("name", *STARTS)


def instantiate(config: DictConfig, **arguments: Any) -> Any:
    """Makes the object that ``config._target_`` names.

    Raises:
        UserError: when the target does not exist or does not take these arguments.
    """
    try:
        return hydra.utils.instantiate(config, **arguments)
    except InstantiationException as error:
        cause = error.__cause__
        if isinstance(cause, UserError):
            raise cause from error
        reason = cause or str(error).splitlines()[0]
        raise UserError(f"{config.get('_target_')} can't be made: {reason}.") from error


def instantiate_all(config: DictConfig | None) -> list[Any]:
    """Makes every object of a group such as ``callbacks``; an entry that is null is left out."""
    return [instantiate(entry) for entry in (config or {}).values() if entry is not None]


def build_net(config: DictConfig, vocabulary_size: int) -> Network:
    """Makes the network of a ``model`` group, which has more than the network's arguments."""
    arguments = cast(dict[str, Any], OmegaConf.to_container(config, resolve=True))
    for name in NOT_ARGUMENTS:
        arguments.pop(name, None)
    net: Network = instantiate(OmegaConf.create(arguments), vocabulary_size=vocabulary_size)
    return net


def rebuild_net(config: Mapping[str, Any], vocabulary_size: int) -> Network:
    """Makes the network that a file describes, trusting the file with nothing else.

    Raises:
        UserError: when the file names anything but a network of ``sentiment.models``.
    """
    arguments = dict(config)
    target = str(arguments.pop("_target_", None))
    for name in NOT_ARGUMENTS:
        arguments.pop(name, None)
    try:
        is_ours = target.startswith("sentiment.models.")
        network = hydra.utils.get_class(target) if is_ours else None
        if network is None or not _is_network_of_this_project(network):
            raise UserError(
                f"The checkpoint names {target}, which is not a network of this project."
            )
        return cast(Network, network(vocabulary_size=vocabulary_size, **arguments))
    except (ImportError, TypeError, ValueError) as error:
        raise UserError(f"The checkpoint's network {target} can't be made: {error}.") from error


def _is_network_of_this_project(kind: type) -> bool:
    # Not just the path: sentiment.models.bilstm.nn.Linear is reached through it, and is not ours.
    return issubclass(kind, Network) and kind.__module__.startswith("sentiment.models.")
