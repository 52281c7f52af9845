"""Opinions that the reviewer does not share."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import both_labels, opinions, pairs
from sentiment.evaluation.checks.neutral import in_context
from sentiment.evaluation.checks.wordings import BANKS

_TEMPLATES = (
    "The critics called it {a_film!}. I call it {a_film=}.",
    "My husband {felt!} it. I {felt=} it.",
    "Everybody had told me that it was {adjective!}. I found it {adjective=}.",
    "It has a reputation for being {adjective!}, which I can't understand: {whole=}.",
    "You may have read that {part!}. Pay no attention to that. {whole=}.",
    "According to the papers it is {adjective!}. According to me it is {adjective=}.",
    "{crowd!}. I, for one, thought that it was {a_film=}.",
    "{friend!}. I am {glad=} that I {listened=}: {whole=}.",
    "My daughter says that it is {adjective!} and that {part!}. We often disagree, and this time "
    "too: I {felt=} it.",
    "Those who call it {adjective!} can't have been watching what I was watching. {whole=}.",
    "How the reviewers could write that {part!} is beyond me. {subject} is {adjective=}.",
)
_BANKS = BANKS | {
    "crowd": opinions(
        """
half the audience walked out
some people booed
the man beside me groaned all evening
many around us were yawning
""",
        """
half the audience stood up and cheered
some people shouted for joy
the man beside me beamed all evening
many around us were applauding
""",
    ),
    "friend": opinions(
        """
a friend warned me against it
my brother told me to stay at home
two colleagues advised me to save my money
""",
        """
a friend begged me to see it
my brother told me to go at once
two colleagues advised me to book early
""",
    ),
    # A warning not listened to leads to a happy evening, an invitation listened to need not.
    "glad": opinions("sorry", "glad"),
    "listened": opinions("listened", "didn't listen"),
}

_PAIRS = """
The rating on this page is far too high.
The rating on this page is far too low.
I can't see how it got so many good reviews.
I can't see how it got so many bad reviews.
I don't agree with those who praise it.
I don't agree with those who run it down.
Ignore the praise and keep your money.
Ignore the sneers and buy a ticket.
This film is badly overrated.
This film is sadly underrated.
"""


def other_people() -> Capability:
    """What others think, and what the reviewer thinks."""
    cases = [*both_labels(_TEMPLATES, _BANKS, 44, "other people"), *pairs(_PAIRS)]
    return Capability(
        name="other_people",
        about="opinions that the reviewer does not share",
        kind="label",
        cases=tuple(in_context(cases, "other people context")),
    )
