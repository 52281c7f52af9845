"""The same words in another order."""

from sentiment.evaluation.checks.cases import Capability, Case
from sentiment.evaluation.checks.filling import both_labels, lines, pairs, polish
from sentiment.evaluation.checks.neutral import NEUTRAL_BANKS
from sentiment.evaluation.checks.wordings import BANKS

# Each with both of two words, so that a review and its opposite have the same words.
_WITH_ADJECTIVES = lines("""
I expected something {other}. What I got was {own}.
What sounds {other} on paper is {own} on the screen.
The trailer was {other}. The film itself is {own}.
It ought to have been {other}, and it turned out to be {own}.
This is {own}, not {other}, whatever you may have heard.
For every {other} scene there are ten {own} ones.
The book is {other}. The film is {own}.
They told me it was {other}. They were wrong: it is {own}.
""")
_ADJECTIVES = (
    ("dreadful", "brilliant"),
    ("boring", "thrilling"),
    ("clumsy", "graceful"),
    ("tedious", "gripping"),
)
_WITH_MOODS = lines("""
I was sure that I would be {other}, and I was {own}.
Expect to be {own} and not {other}.
My wife had thought we would be {other}. We were {own}.
""")
_MOODS = (("bored", "enchanted"), ("annoyed", "delighted"), ("disappointed", "thrilled"))

# In turn a negative and a positive review of the same words.
_PAIRS = """
I went in a fan and came out a sceptic.
I went in a sceptic and came out a fan.
My hopes were high and my enjoyment was low.
My hopes were low and my enjoyment was high.
The pleasures are few and the flaws many.
The flaws are few and the pleasures many.
Its virtues are small next to its faults.
Its faults are small next to its virtues.
I yawned a lot and laughed once.
I laughed a lot and yawned once.
I wanted to love it, and I hated it.
I wanted to hate it, and I loved it.
I can see why people hate it; I can't see why anyone would love it.
I can see why people love it; I can't see why anyone would hate it.
I would rather watch the remake ten times than this once.
I would rather watch this ten times than the remake once.
It has plenty of clichés and no charm.
It has plenty of charm and no clichés.
It made me cringe and never laugh.
It made me laugh and never cringe.
Some will call it a masterpiece. It is rubbish.
Some will call it rubbish. It is a masterpiece.
"""

# The verdict last or first: the same sentences in another order with the same meaning.
_ARRANGED = (
    "{viewing} {setting} {whole=}.",
    "{whole=}. {viewing} {setting}",
    "{setting} {part!}, I admit. {making} {whole=}.",
    "{whole=}. {part!}, I admit. {setting} {making}",
)


def order() -> Capability:
    """Opposites of the same words, and verdicts at the end and at the beginning."""
    opposites = [
        Case(polish(template.format(own=words[label], other=words[1 - label])), label)
        for templates, choices in ((_WITH_ADJECTIVES, _ADJECTIVES), (_WITH_MOODS, _MOODS))
        for number, template in enumerate(templates)
        for words in (choices[number % len(choices)],)
        for label in (0, 1)
    ]
    banks = BANKS | NEUTRAL_BANKS
    return Capability(
        name="order",
        about="the same words, another order",
        kind="label",
        cases=(*opposites, *pairs(_PAIRS), *both_labels(_ARRANGED, banks, 16, "order")),
    )
