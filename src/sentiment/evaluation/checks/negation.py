"""What is said not to be so."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import Opinions, both_labels, lines, opinions, pairs
from sentiment.evaluation.checks.neutral import in_context
from sentiment.evaluation.checks.wordings import BANKS, MOOD

_TEMPLATES = (
    # Close by.
    "This film is not {appeal!}, quite the contrary.",
    "There is nothing {appeal!} about this film.",
    "The film is not {appeal!} for a single moment.",
    "I was never {mood!}, and neither was anyone around me.",
    "There isn't one {moment!} in the whole film.",
    "I did not {relish!} a minute of it.",
    "You will not find a single {moment!} here.",
    "Not once in two hours was I {mood!}.",
    "Two hours without one {moment!}.",
    # Across a distance.
    "At no point in its two and a half hours, and that includes the long chapter in the desert, "
    "was I {mood!}.",
    "I do not believe that anybody who sits through this film, whatever their age and whatever "
    "they had hoped for, will find it {appeal!}.",
    "In all of its ninety minutes, from the first shot of the harbour to the last shot of the "
    "empty ship, there is not one {moment!}.",
    "Nothing that happens in the three stories it tells, and a great deal happens, is {appeal!}.",
    "Nobody I spoke to afterwards, neither the friends I went with nor the strangers in the queue "
    "for our coats, had been {mood!}.",
    # Where it does not turn the meaning round.
    "I don't know anyone who didn't {like=} it.",
    "I have never seen a {finer=} film about a marriage.",
    "It is not only {appeal=} but {adjective=}.",
    "The acting could not be {better=}.",
)
_BANKS = BANKS | {
    # To be none of these is to be content.
    "mood": Opinions(lines("bored\nrestless\ndisappointed\ntempted to leave"), MOOD.positive),
    "relish": opinions("regret\nresent\nbegrudge", "enjoy\nlike"),
    "like": opinions("dislike\nhate\nloathe", "like\nlove\nenjoy"),
    "finer": opinions("worse\nduller\nsillier\nmore tedious", "better\nfiner\nwiser\nmore moving"),
    "better": opinions("worse\nweaker", "better\nfiner"),
}

_PAIRS = """
The film fails to surprise, to amuse or to move.
The film never fails to surprise, to amuse and to move.
It is hard to think of anyone to whom I would recommend this.
It is hard to think of anyone to whom I would not recommend this.
How could anybody enjoy this?
How could anybody not enjoy this?
Nobody in our row laughed, smiled or sat up.
Nobody in our row yawned, fidgeted or looked at a watch.
I can't think of one thing that the film gets right.
I can't think of one thing that the film gets wrong.
It took the director three years, and not one day of them was well spent.
It took the director three years, and not one day of them was wasted.
I couldn't wait for it to end.
I didn't want it to end.
Don't let anybody talk you into this one.
Don't let anybody talk you out of this one.
My attention was never held.
My attention never wandered.
"""


def negation() -> Capability:
    """Negated praise and negated blame, nearby and far away, and negations that turn nothing."""
    cases = [*both_labels(_TEMPLATES, _BANKS, 72, "negation"), *pairs(_PAIRS)]
    return Capability(
        name="negation",
        about="not, never, nobody, without",
        kind="label",
        cases=tuple(in_context(cases, "negation context")),
    )
