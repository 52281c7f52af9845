"""Other films, which are not the one under review."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import both_labels, lines, pairs
from sentiment.evaluation.checks.neutral import in_context
from sentiment.evaluation.checks.wordings import BANKS

_TEMPLATES = (
    "The first film was {a_film!}. This one is {a_film=}.",
    "The director's last film was {adjective!}. With this one the same director has made "
    "{a_film=}.",
    "The book is {adjective!}, but what they have made of it here is {adjective=}.",
    "Where the remake is {adjective!}, the original, which is the one that I am writing about, is "
    "{adjective=}.",
    "Most films about {topic} are {adjective!}. This one is the exception.",
    "I have seen many films about {topic}, and most of them were {adjective!}. Here is one that "
    "is {adjective=}.",
    "The second part was {adjective!} and the third part was {a_film!}. With this fourth part "
    "everything is different: {whole=}.",
    "The film that was shown before it was {adjective!}. This one was {adjective=}.",
    "My brother saw something else in the hall next door, and it was {adjective!}. What I saw was "
    "{adjective=}.",
)
_BANKS = BANKS | {
    "topic": lines("divorce\nchess\nthe navy\nfootball\npainters\nlawyers\nsailing\nold age"),
}
_PAIRS = """
Everything that the original got right, this version gets wrong.
Everything that the original got wrong, this version gets right.
Next to this, even the feeble original looks like a great film.
Next to this, even the great original looks like a feeble sketch.
If the earlier films delighted you, prepare for a shock: this one is a bore.
If the earlier films bored you, prepare for a surprise: this one is a delight.
I had just seen a wonderful film by the same team, which made this one all the harder to bear.
I had just seen a dreadful film by the same team, which made this one all the sweeter.
The series began with a triumph and has sunk to this.
The series began with a disaster and has risen to this.
The trailer is better than the film.
The film is even better than the trailer.
It has none of the charm of the book.
It has all the charm of the book.
"""


def comparison() -> Capability:
    """Praise and blame of other films, which say nothing for this one, or the opposite."""
    cases = [*both_labels(_TEMPLATES, _BANKS, 36, "comparison"), *pairs(_PAIRS)]
    return Capability(
        name="comparison",
        about="praise and blame of other films",
        kind="label",
        cases=tuple(in_context(cases, "comparison context")),
    )
