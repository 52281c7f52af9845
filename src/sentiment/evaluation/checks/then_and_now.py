"""What was thought once, and what is thought now."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import both_labels, opinions, pairs
from sentiment.evaluation.checks.neutral import in_context
from sentiment.evaluation.checks.wordings import BANKS

_TEMPLATES = (
    "I used to think that this film was {adjective!}. I watched it again last night, and it is "
    "{adjective=}.",
    "At fifteen I {felt!} this film. Now, at forty, I {loved_now=} it.",
    "For the first ten minutes I was {mood!}. From then on I was {mood=} until the lights came up.",
    "I once told everyone that it was {a_film!}. I have seen it again since, and I take back every "
    "word.",
    "The first time I saw it I was {mood!}. The second time I was {mood=}, and so I was the third "
    "time.",
    "What seemed {adjective!} to me as a student seems {adjective=} to me today.",
    "I no longer think that it is {adjective!}. {whole=}.",
    "I remembered it as {a_film!}. Seen again this week, it turned out to be {a_film=}.",
    "When it came out I {felt!} it, and I said so in print. I was young. It is {a_film=}.",
    "It used to seem to me that {part!}. Today I see it with other eyes: {whole=}.",
    "I had thought of it as {adjective!} until I saw it on a big screen. Since then I have known "
    "that it is {adjective=}.",
)
_BANKS = BANKS | {"loved_now": opinions("hate\nloathe\ndespise", "love\nadore\ntreasure")}

_PAIRS = """
I used to love it. Those days are gone.
I used to hate it. Those days are gone, and I now watch it every winter.
It took one more viewing for me to see how empty it is.
It took one more viewing for me to see how rich it is.
The longer I think about it, the less I like it.
The longer I think about it, the more I like it.
"""


def then_and_now() -> Capability:
    """A change of mind: the later opinion decides."""
    cases = [*both_labels(_TEMPLATES, _BANKS, 44, "then and now"), *pairs(_PAIRS)]
    return Capability(
        name="then_and_now",
        about="a change of mind: the later opinion counts",
        kind="label",
        cases=tuple(in_context(cases, "then and now context")),
    )
