"""Turns a checkpoint into a bundle: a folder that predicts without torch."""

from pathlib import Path

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.export --help``."""
    run_verb("export", export)


def export(config: DictConfig) -> Path:
    """Writes the bundle of a checkpoint, once it was seen to predict the same.

    Args:
        config: what ``conf/export.yaml`` composes to.

    Returns:
        The bundle's folder.

    Raises:
        UserError: for a checkpoint or a source that can't be used, or when the bundle would not
            predict as the checkpoint does.
    """
    # Here and not above: the command line's help and its complaints should not wait for torch.
    from sentiment.exporting import run_export

    return run_export(config)


if __name__ == "__main__":
    main()
