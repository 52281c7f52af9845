"""The look of a review: articles, capitals, paragraphs, haste and typing errors."""

from __future__ import annotations

import re
from random import Random

BREAK = "<br /><br />"

# A leading space, literal, lets the patterns skip through the text quickly.
_NEEDS_AN = re.compile(
    r" ([Aa])(?= (?:[aei8oAEIO]|u(?!ni(?!n|m)|s[eu])|hour|honest)"
    r"(?!(?<=o)n(?:e|ce)\b|(?<=[Ee])uro|[A-Z]))"
)
_RUN_ON = re.compile(r"\. (It|This|The|There|They|He|She|But|And|My|You|We|Then)\b")
_WRONG_AN = re.compile(r" ([Aa])n(?= (?:[bcdfgjklmnpqrstvwxyz]|h(?!our|onest)))")


def sentence(text: str) -> str:
    """Mend the articles and capital of an expanded template."""
    text = _NEEDS_AN.sub(r" \1n", " " + text)
    if " an " in text or " An " in text:
        text = _WRONG_AN.sub(r" \1", text)
    if "  " in text:
        text = " ".join(text.split())
    text = text.strip()
    return text[:1].upper() + text[1:]


def assemble(sentences: list[str], rng: Random) -> str:
    """Join sentences to a review, in paragraphs or not."""
    paragraph = rng.choice((0, 0, 3, 4, 5, 7)) if len(sentences) > 5 else 0
    pieces: list[str] = []
    left = paragraph
    for index, text in enumerate(sentences):
        if index:
            left -= 1
            if paragraph and left <= 0:
                pieces.append(BREAK)
                left = rng.randint(max(1, paragraph - 2), paragraph + 3)
            else:
                pieces.append(" ")
        pieces.append(text)
    return "".join(pieces)


def roughen(text: str, rng: Random) -> str:
    """Let some reviewers shout, hurry or mistype."""
    chance = rng.random()
    if chance < 0.03:
        text = text.lower().replace("<br />", " ")
    elif chance < 0.06:
        text = text.replace("'", "")
    elif chance < 0.16:
        text = _mistype(text, rng)
    elif chance < 0.30:
        text = _shout(text, rng)
    elif chance < 0.36:
        text = text.replace(". ", "... ", rng.randint(1, 3))
    elif chance < 0.42:
        text = text.replace(". ", "! ", rng.randint(1, 4))
    elif chance < 0.47:
        text = _RUN_ON.sub(lambda end: ", " + end[1].lower(), text, count=rng.randint(1, 2))
    elif chance < 0.49 and len(text) < 200:
        text = text.upper()
    return text


def _mistype(text: str, rng: Random) -> str:
    words = text.split(" ")
    for _ in range(1 + len(words) // 60):
        index = rng.randrange(len(words))
        word = words[index]
        if len(word) > 3 and word.isalpha():
            place = rng.randint(1, len(word) - 2)
            swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            words[index] = rng.choice((swapped, word[:place] + word[place + 1 :]))
    return " ".join(words)


def _shout(text: str, rng: Random) -> str:
    words = text.split(" ")
    for _ in range(1 + len(words) // 70):
        index = rng.randrange(len(words))
        if "<" not in words[index]:
            words[index] = words[index].upper()
    return " ".join(words)
