"""The material as banks; each split has templates and words that the other lacks."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal
from zlib import crc32

from sentiment.data.demo import (
    aspects_cast,
    aspects_craft,
    aspects_feeling,
    aspects_story,
    damn_words,
    essays,
    frames,
    more_essays,
    more_plots,
    more_remarks,
    more_words,
    neutral_words,
    openings,
    plots,
    praise_words,
    remarks,
    twists,
    verdicts,
)
from sentiment.data.demo.grammar import Bank, Grammar

Split = Literal["train", "test"]

_WORDS = (
    praise_words.WORDS,
    damn_words.WORDS,
    neutral_words.WORDS,
    remarks.WORDS,
    more_words.WORDS,
)
_SENTENCES = (
    aspects_story.SENTENCES,
    aspects_cast.SENTENCES,
    aspects_craft.SENTENCES,
    aspects_feeling.SENTENCES,
    essays.SENTENCES,
    verdicts.SENTENCES,
    frames.SENTENCES,
    twists.SENTENCES,
    openings.SENTENCES,
    remarks.SENTENCES,
    more_remarks.SENTENCES,
    more_plots.SENTENCES,
    more_essays.SENTENCES,
    plots.SENTENCES,
)
_POLARITIES = "+-"
# One in so many is kept for the test split.
_HELD_OUT_PATTERNS = 16
_HELD_OUT_WORDS = 40
_SMALLEST_TO_HOLD_OUT_FROM = 16


@cache
def grammar(split: Split) -> Grammar:
    """Return the grammar of a split."""
    ranked: dict[str, list[str]] = {}
    even: dict[str, list[str]] = {}
    for words in _WORDS:
        for name, text in words.items():
            ranked.setdefault(name, []).extend(split_words(text))
    for sentences in _SENTENCES:
        for name, text in sentences.items():
            even.setdefault(name, []).extend(split_lines(text))
    banks: dict[str, Bank] = {}
    for name, entries in ranked.items():
        if name[-1] in _POLARITIES:
            banks[name] = Bank(tuple(entries), ranked=True)
        else:
            banks[name] = Bank(_kept(entries, split, _HELD_OUT_WORDS))
    for name, entries in even.items():
        # What serves both polarities belongs to the bank of each of them.
        shared = even.get(name[:-1], []) if name[-1] in _POLARITIES else []
        banks[name] = Bank(_kept(entries + shared, split, _HELD_OUT_PATTERNS))
    return Grammar(banks)


def split_words(text: str) -> list[str]:
    """Split a list of words at its commas."""
    return [" ".join(word.split()) for word in re.split(r",\s+", text.strip()) if word]


def split_lines(text: str) -> list[str]:
    """Split a list of templates at its line ends; an indented line continues the one before."""
    return re.sub(r"\n[ \t]+", " ", text.strip()).splitlines()


def _kept(entries: list[str], split: Split, one_in: int) -> tuple[str, ...]:
    """Leave out what is held out for the test split, chosen by checksum so that it is stable."""
    if split == "test" or len(entries) < _SMALLEST_TO_HOLD_OUT_FROM:
        return tuple(entries)
    return tuple(entry for entry in entries if crc32(entry.encode()) % one_in)
