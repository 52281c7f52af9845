"""Slips of the fingers that nobody stumbles over."""

import re
from random import Random

from sentiment.evaluation.checks.cases import Capability, Case
from sentiment.evaluation.checks.reviews import reviews

_VERSIONS = 2
# One word in so many is misspelt.
_WORDS_A_TYPO = 8
# In a shorter word a slip is hard to read over, and can make another word.
_LONG_WORD = re.compile(r"\b[a-z]{7,}\b")
# What people write who do not know better.
_COMMON = {
    "anything": "anythign",
    "because": "becuase",
    "believe": "beleive",
    "beautifully": "beautifuly",
    "beginning": "begining",
    "behave": "behaive",
    "brilliant": "briliant",
    "characters": "charachters",
    "completely": "completly",
    "disappointment": "dissapointment",
    "excellent": "excelent",
    "genuinely": "genuinly",
    "really": "realy",
    "surprising": "suprising",
    "unforgettable": "unforgetable",
    "whispered": "wispered",
    "without": "whithout",
}


def typos() -> Capability:
    """Letters that are exchanged, left out or doubled inside of long words."""
    random = Random("typos")
    cases: dict[str, Case] = {}
    for _ in range(_VERSIONS):
        for case in reviews():
            changed = misspell(case.text, random)
            cases[changed] = Case(case.text, case.label, changed)
    return Capability(
        name="typos",
        about="misspelt words that anybody can read",
        kind="invariance",
        cases=tuple(cases.values()),
        # A misspelt word may well count for a little less.
        tolerance=0.2,
    )


def misspell(text: str, random: Random) -> str:
    """The text with one word in eight misspelt, if it has so many long ones."""
    places = [match.span() for match in _LONG_WORD.finditer(text)]
    count = max(len(text.split()) // _WORDS_A_TYPO, 2)
    chosen = random.sample(places, min(count, len(places)))
    for start, end in sorted(chosen, reverse=True):
        text = text[:start] + slip(text[start:end], random) + text[end:]
    return text


def slip(word: str, random: Random) -> str:
    """The word of five letters or more with one exchanged, left out or doubled."""
    if word in _COMMON:
        return _COMMON[word]
    # A word is known by how it begins and ends.
    at = random.randrange(2, len(word) - 2)
    exchanged = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    left_out = word[:at] + word[at + 1 :]
    doubled = word[:at] + word[at] + word[at:]
    # Two equal letters exchanged are what they were.
    return random.choice([slip for slip in (exchanged, left_out, doubled) if slip != word])
