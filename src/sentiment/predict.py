"""Predicts the sentiment of one review or of a file of any size."""

import re
import sys
from typing import Any

from omegaconf import DictConfig

from sentiment.cli import run_verb


def main() -> None:
    """The command line: ``python -m sentiment.predict --help``."""
    sys.argv[1:] = [quote_text(argument) for argument in sys.argv[1:]]
    run_verb("predict", predict)


def quote_text(argument: str) -> str:
    """Quotes a review for Hydra, to which commas, brackets and quotes would mean something."""
    name, equals, text = argument.partition("=")
    if name != "text" or not equals:
        return argument
    text = text.replace("${", r"\${")
    # In Hydra's strings a backslash counts only before a quote, or at the very end.
    escaped = re.sub(r"(\\*)('|$)", lambda match: match[1] * 2 + "\\'" * bool(match[2]), text)
    return f"text='{escaped}'"


def predict(config: DictConfig) -> dict[str, Any]:
    """Predicts ``text``, or every row of ``input`` into ``output``.

    Args:
        config: what ``conf/predict.yaml`` composes to.

    Returns:
        For ``text`` its prediction, for a file how many rows were read and how many were bad.

    Raises:
        UserError: for a checkpoint or a file that can't be used; with ``strict``, for a bad row.
    """
    # Here and not above: the command line's help and its complaints should not wait for torch.
    from sentiment.predicting import run_prediction

    return run_prediction(config)


if __name__ == "__main__":
    main()
