"""Writes all reviews into one file, while the service goes on."""

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m serve.backup --help``."""
    run_verb("backup", backup)


def backup(config: DictConfig) -> None:
    """Writes the backup, and says what is in it.

    Args:
        config: what ``conf/backup.yaml`` composes to.

    Raises:
        UserError: when the database can't be used, or the file can't be written.
    """
    # Here and not above: the command line's help should not wait for SQLAlchemy.
    from serve.backups import write_backup

    write_backup(config)


if __name__ == "__main__":
    main()
