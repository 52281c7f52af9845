"""Secrets on the command line, kept out of the files that Hydra writes."""

import os
from collections.abc import Sequence

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

# Settings that may be secret, and the variables that conf/ reads them from.
_VARIABLES = {
    "api_key": "SENTIMENT_API_KEY",
    "deploy.notify": "SENTIMENT_ALERT_WEBHOOK",
    "hydra.sweeper.storage": "SENTIMENT_STUDIES",
    "mlflow.tracking_uri": "MLFLOW_TRACKING_URI",
    "store.url": "SENTIMENT_STORE_URL",
}
# The others are so only with a password in them.
_ALWAYS_SECRET = ("api_key", "deploy.notify")


def move_secrets(arguments: Sequence[str]) -> list[str]:
    """The command line with each secret moved into the environment variable of its setting.

    Hydra writes all overrides down in a run's folder, and of a variable its name only.
    """
    return [_moved(argument) for argument in arguments]


def _moved(argument: str) -> str:
    key, _, text = argument.partition("=")
    name = key.lstrip("+")
    if name not in _VARIABLES or "${" in text:
        return argument
    try:
        override = OverridesParser.create().parse_override(argument)
    # Hydra refuses it in a moment.
    except HydraException:
        return argument
    value = override.value()
    if value is None or override.is_sweep_override():
        return argument
    secret = value if isinstance(value, str) else text
    if name not in _ALWAYS_SECRET and "@" not in secret and "password=" not in secret:
        return argument
    os.environ[_VARIABLES[name]] = secret
    return f"{key}=${{oc.env:{_VARIABLES[name]}}}"
