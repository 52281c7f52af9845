"""Brings the reviews of a backup back."""

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m serve.restore --help``."""
    run_verb("restore", restore)


def restore(config: DictConfig) -> None:
    """Fills the database, all in one step, and says with what.

    Args:
        config: what ``conf/restore.yaml`` composes to.

    Raises:
        UserError: when the file is no whole backup, or the database can't be used or has reviews.
    """
    # Here and not above: the command line's help should not wait for SQLAlchemy.
    from serve.backups import read_backup

    read_backup(config)


if __name__ == "__main__":
    main()
