"""Traffic as visitors make it, mistakes included, for a service that is to be watched."""

import importlib.util
from typing import Any

from omegaconf import DictConfig

from sentiment.cli import run_verb
from sentiment.errors import UserError


def main() -> None:
    """The command line: ``python -m serve.traffic --help``."""
    run_verb("traffic", traffic)


def traffic(config: DictConfig) -> dict[str, Any]:
    """Sends requests for some time, prints a table, and writes ``traffic.json``.

    Args:
        config: what ``conf/traffic.yaml`` composes to.

    Returns:
        The content of ``traffic.json``.

    Raises:
        UserError: for settings that can't be, and when nothing answers at ``url``.
    """
    if importlib.util.find_spec("aiohttp") is None:
        raise UserError("aiohttp is not installed: pip install -e '.[load]'.")
    # Here and not above: it needs that package.
    from serve.sending import send_traffic

    return send_traffic(config)


if __name__ == "__main__":
    main()
