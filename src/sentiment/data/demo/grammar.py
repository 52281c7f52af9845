"""A small grammar expander: templates with slots, alternatives and polarity.

Template syntax:

* ``{bank}`` draws an entry of a neutral bank, or a word fixed for the review (a name, a title).
* ``{bank=}`` draws with the current polarity, ``{bank!}`` with the opposite one, and
  ``{bank+}`` / ``{bank-}`` with a fixed one. The entry drawn inherits that polarity.
* ``{macro:bank=}`` draws a template of ``macro`` and puts ``bank`` where it says ``@``.
* A bank asked for as ``{bank_cap...}`` starts with a capital letter.
* ``[one|two|]`` draws one alternative (which may be empty); alternatives may be nested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

_SUFFIXES = "=!+-"


@dataclass(frozen=True, slots=True)
class Bank:
    """Interchangeable templates; in a ranked bank the first entries are drawn more often."""

    entries: tuple[str, ...]
    ranked: bool = False

    def draw(self, rng: Random) -> str:
        """Draw one entry."""
        position = rng.random()
        if self.ranked:
            position *= position**0.7
        return self.entries[int(position * len(self.entries))]


@dataclass(frozen=True, slots=True)
class _Slot:
    bank: str
    suffix: str
    macro: str
    capital: bool


@dataclass(frozen=True, slots=True)
class _Choice:
    options: tuple[tuple[_Part, ...], ...]


_Part = str | _Slot | _Choice


def _parse_slot(body: str) -> _Slot:
    macro, colon, bank = body.rpartition(":")
    suffix = bank[-1] if bank[-1] in _SUFFIXES else ""
    name = bank.removesuffix(suffix) if suffix else bank
    plain = name.removesuffix("_cap")
    return _Slot(plain, suffix, macro if colon else "", capital=plain != name)


def _parse(template: str, start: int, closing: bool) -> tuple[list[tuple[_Part, ...]], int]:
    """Parse alternatives from ``start``, up to the closing bracket or the end."""
    options: list[tuple[_Part, ...]] = []
    parts: list[_Part] = []
    text = ""
    place = start
    while place < len(template):
        char = template[place]
        if char in "{[" or (closing and char in "|]"):
            if text:
                parts.append(text)
                text = ""
            if char == "{":
                end = template.index("}", place)
                parts.append(_parse_slot(template[place + 1 : end]))
                place = end
            elif char == "[":
                inner, place = _parse(template, place + 1, closing=True)
                parts.append(_Choice(tuple(inner)))
            else:
                options.append(tuple(parts))
                parts = []
                if char == "]":
                    return options, place
        else:
            text += char
        place += 1
    if closing:
        raise ValueError(f"unclosed bracket in template {template!r}")
    if text:
        parts.append(text)
    options.append(tuple(parts))
    return options, place


class Grammar:
    """Expands templates with the entries of named banks."""

    def __init__(self, banks: Mapping[str, Bank]) -> None:
        """Keep the banks; a bank of one polarity is named with ``+`` or ``-`` at the end."""
        self._banks = banks
        self._parsed: dict[str, tuple[_Part, ...]] = {}

    def bank(self, name: str, positive: bool) -> Bank:
        """Return the bank ``name`` for a polarity, or the neutral one of that name."""
        found = self._banks.get(name + ("+" if positive else "-")) or self._banks.get(name)
        if found is None:
            raise KeyError(f"no bank of templates is called {name!r}")
        return found

    def expand(self, template: str, rng: Random, names: Mapping[str, str], positive: bool) -> str:
        """Expand a template.

        Args:
            template: The template.
            rng: Where chance comes from.
            names: Words fixed for the whole review, by slot name.
            positive: The current polarity.

        Returns:
            The text, without any slot left.
        """
        pieces: list[str] = []
        self._expand(self._parts(template), rng, names, positive, pieces)
        return "".join(pieces)

    def _parts(self, template: str) -> tuple[_Part, ...]:
        parts = self._parsed.get(template)
        if parts is None:
            parts = self._parsed[template] = _parse(template, 0, closing=False)[0][0]
        return parts

    def _expand(
        self,
        parts: tuple[_Part, ...],
        rng: Random,
        names: Mapping[str, str],
        positive: bool,
        pieces: list[str],
    ) -> None:
        for part in parts:
            if isinstance(part, str):
                pieces.append(part)
            elif isinstance(part, _Choice):
                option = part.options[int(rng.random() * len(part.options))]
                self._expand(option, rng, names, positive, pieces)
            elif part.bank in names:
                pieces.append(names[part.bank])
            else:
                self._expand_slot(part, rng, names, positive, pieces)

    def _expand_slot(
        self,
        slot: _Slot,
        rng: Random,
        names: Mapping[str, str],
        positive: bool,
        pieces: list[str],
    ) -> None:
        polarity = _polarity(slot.suffix, positive)
        drawn = self.bank(slot.macro or slot.bank, polarity).draw(rng)
        if slot.macro:
            drawn = drawn.replace("@", slot.bank)
        first = len(pieces)
        self._expand(self._parts(drawn), rng, names, polarity, pieces)
        if slot.capital:
            text = "".join(pieces[first:])
            pieces[first:] = [text[:1].upper() + text[1:]]


def _polarity(suffix: str, positive: bool) -> bool:
    if suffix == "+":
        return True
    if suffix == "-":
        return False
    return not positive if suffix == "!" else positive
