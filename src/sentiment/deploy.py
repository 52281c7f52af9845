"""Brings a bundle to where people use it, and back when that fails."""

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.deploy --help``."""
    run_verb("deploy", deploy)


def deploy(config: DictConfig) -> None:
    """Does what ``action`` says to the target that ``deploy`` and ``env`` name.

    Args:
        config: what ``conf/deploy.yaml`` composes to.

    Raises:
        UserError: when something is missing that the target needs, or when the action failed; its
            message says what serves now.
    """
    # Here and not above: the command line's help should not wait for HTTP and ONNX Runtime.
    from sentiment.deployment.course import run_deploy

    run_deploy(config)


if __name__ == "__main__":
    main()
