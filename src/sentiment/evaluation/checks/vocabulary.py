"""Plain praise and plain blame."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import both_labels, opinions, pairs
from sentiment.evaluation.checks.neutral import in_context
from sentiment.evaluation.checks.wordings import BANKS

_TEMPLATES = (
    "{subject} is {adjective=}.",
    "I {felt=} this film. {subject} is {adjective=}.",
    "{part=} and {part=}. {whole=}.",
    "{whole=}. {part=}, and {subject} is {adjective=}.",
    "What {a_film=}! {part=}, {part=}, and {whole=}.",
    "Simply {adjective=}, from the opening to the credits.",
    "{a_film=} of a film. I was {mood=} all the way through.",
    "{advice=}: this film is {adjective=}.",
    "It was {appeal=}, and {whole=}. {advice=}.",
    "{subject} is {adjective=}, {part=}, and I {felt=} every minute.",
)
_BANKS = BANKS | {
    "advice": opinions(
        """
stay at home
keep away
spare yourself the trouble
save your money
""",
        """
go and see it
buy a ticket while you can
take your whole family
treat yourself
""",
    )
}

_PAIRS = """
A clumsy, charmless and ugly film. It made me want to run for the exit.
A clever, charming and beautiful film. It made me want to run back in and see it again.
Cheap, stupid and mean. The people who made this should be ashamed.
Rich, intelligent and warm. The people who made this should be proud.
I yawned, I groaned, and I looked at my watch every five minutes.
I laughed, I cried, and I clapped until my hands hurt.
The plot is nonsense and the characters are idiots. Total rubbish.
The plot is ingenious and the characters are adorable. Total bliss.
It insulted my intelligence. I fell asleep twice, and I envied the man who snored behind me.
It touched my heart. I laughed twice as loud as the man who cheered behind me.
Shoddy work by lazy people.
Inspired work by gifted people.
"""


def vocabulary() -> Capability:
    """One sentence to four, in which every opinion says the same."""
    cases = [*both_labels(_TEMPLATES, _BANKS, 48, "vocabulary"), *pairs(_PAIRS)]
    return Capability(
        name="vocabulary",
        about="plain praise, plain blame",
        kind="label",
        cases=tuple(in_context(cases, "vocabulary context")),
    )
