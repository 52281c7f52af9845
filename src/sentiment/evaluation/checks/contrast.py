"""What is granted, and what counts."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import both_labels, opinions
from sentiment.evaluation.checks.neutral import in_context
from sentiment.evaluation.checks.wordings import BANKS

# About a part of the film on one side, about all of it on the other, so that nobody can doubt
# which of the two is the verdict.
_TEMPLATES = (
    "{part!}, but {whole=}.",
    "Although {part!}, {whole=}.",
    "{whole=}, even though {part!}.",
    "{part!}, and {part!}. Even so, {whole=}.",
    "{part!}, {part!}; all the same, {whole=}.",
    "You may hear that {part!}, and that is true enough. What matters more is that {whole=}.",
    "Despite {feature!}, {whole=}.",
    "{whole=}, in spite of {feature!} and {feature!}.",
    "It has {feature!}. It has {feature!}. And yet {whole=}.",
    "{whole=}. It makes little difference to me that {part!}.",
    "It may well be that {part!}. Nonetheless, {whole=}.",
    "I did notice {feature!} here and {feature!} there; still, {whole=}.",
    "{part!}, I know, I know. But {whole=}, and that is all I have to say.",
    "Neither {feature!} nor {feature!} can change my mind: {whole=}.",
    "Does it {help!} that {part!}? Not much. The main thing is that {whole=}.",
)
_BANKS = BANKS | {"help": opinions("hurt", "help")}


def contrast() -> Capability:
    """Concessions and verdicts: the verdict decides, wherever it stands."""
    cases = both_labels(_TEMPLATES, _BANKS, 72, "contrast")
    return Capability(
        name="contrast",
        about="but, although, despite: the verdict counts",
        kind="label",
        cases=tuple(in_context(cases, "contrast context")),
    )
