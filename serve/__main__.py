"""``python -m serve``: the command line."""

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m serve --help``."""
    run_verb("serve", serve)


def serve(config: DictConfig) -> None:
    """Serves until it is told to stop.

    Args:
        config: what ``conf/serve.yaml`` composes to.

    Raises:
        UserError: when the bundle, the store or the port can't be used.
    """
    # Here and not above: workers import this module too, and need none of it.
    from serve.running import run_server

    run_server(config)


if __name__ == "__main__":
    main()
