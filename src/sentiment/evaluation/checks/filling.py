"""Sentences from templates, the same ones every time.

``{place}`` draws from a neutral bank, ``{verdict=}`` from the side of the label that the review
shall have, and ``{verdict!}`` from the other side. A template that holds both, or a negation before
``!``, says as much in favour as against to whoever only counts words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from sentiment.evaluation.checks.cases import Case

_SLOT = re.compile(r"\{(\w+)([=!]?)\}")
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?] ))[a-z]")
_BEFORE_VOWEL = re.compile(r"\b([Aa]) (?=[aeiouAEIOU])")
_ATTEMPTS = 200


@dataclass(frozen=True)
class Opinions:
    """Wordings of either side that fit the same gaps."""

    negative: tuple[str, ...]
    positive: tuple[str, ...]

    def of(self, label: int) -> tuple[str, ...]:
        """Those of a label."""
        return self.positive if label else self.negative


Bank = tuple[str, ...] | Opinions


def lines(block: str) -> tuple[str, ...]:
    """The entries of a block, one a line; a line that is indented goes on with the one before."""
    return tuple(block.strip().replace("\n  ", " ").split("\n"))


def opinions(negative: str, positive: str) -> Opinions:
    """A bank of two blocks (see ``lines``)."""
    return Opinions(lines(negative), lines(positive))


def polish(text: str) -> str:
    """Capitals where sentences begin, and "an" before a vowel."""
    text = _SENTENCE_START.sub(lambda match: match[0].upper(), text)
    return _BEFORE_VOWEL.sub(r"\1n ", text)


class Filler:
    """Fills templates; an entry comes again only when its bank is used up."""

    def __init__(self, banks: Mapping[str, Bank], seed: str) -> None:
        """Takes the banks by their names in templates."""
        self._banks = banks
        self._random = Random(seed)
        self._decks: dict[tuple[str, ...], list[str]] = {}

    def fill(self, template: str, label: int = 1) -> str:
        """A text of a template; no entry stands in it twice.

        Raises:
            KeyError: when the template asks for a bank that is not there.
        """
        used: set[str] = set()

        def draw(slot: re.Match[str]) -> str:
            bank = self._banks[slot[1]]
            side = 1 - label if slot[2] == "!" else label
            entry = self._draw(bank.of(side) if isinstance(bank, Opinions) else bank, used)
            used.add(entry)
            return entry

        return polish(_SLOT.sub(draw, template))

    def _draw(self, entries: tuple[str, ...], used: set[str]) -> str:
        deck = self._decks.setdefault(entries, [])
        if all(entry in used for entry in deck):
            deck[:] = entries
            self._random.shuffle(deck)
        entry = next(entry for entry in reversed(deck) if entry not in used)
        deck.remove(entry)
        return entry


def both_labels(
    templates: Sequence[str], banks: Mapping[str, Bank], count: int, seed: str
) -> list[Case]:
    """Label cases, each template in turn with either label.

    Args:
        templates: see the module.
        banks: what to fill them with.
        count: how many cases, half of them positive.
        seed: another one gives other cases.

    Raises:
        ValueError: when the templates do not have so many different texts in them.
    """
    filler = Filler(banks, seed)
    cases: dict[str, Case] = {}
    for index in range(count):
        template, label = templates[index // 2 % len(templates)], index % 2
        for _ in range(_ATTEMPTS):
            text = filler.fill(template, label)
            if text not in cases:
                break
        else:
            raise ValueError(f"no more texts in the template {template!r}")
        cases[text] = Case(text, label)
    return list(cases.values())


def pairs(block: str) -> list[Case]:
    """Label cases from a block whose lines are a negative and a positive review in turn."""
    return [Case(text, index % 2) for index, text in enumerate(lines(block))]
