"""How a review is put together: which sentences, for which side, in which order."""

from __future__ import annotations

from random import Random

from sentiment.data.demo.credits import Credits
from sentiment.data.demo.grammar import Grammar
from sentiment.data.demo.library import Split, grammar
from sentiment.data.demo.texture import assemble, roughen, sentence

_ASPECTS = (
    *("story", "story", "story", "act", "act", "act", "act", "char", "char", "ending", "ending"),
    *("pace", "pace", "talk", "direction", "direction", "camera", "music", "sets", "fx", "fun"),
    *("emotion", "emotion", "emotion", "message", "compare", "compare", "again"),
    *("essay",) * 14,
    *("loose",) * 12,
)
_KINDS = ("blunt", "mixed", "undecided", "plot", "plain")
_KIND_WEIGHTS = (11, 22, 2, 8, 57)
_LEAST_WORDS, _MOST_WORDS = 15, 900
_NEUTRAL = ("plot", "plot", "aside", "remark", "remark", "musing", "musing", "segue")
_TELLING = ("plot", "plot", "plot", "remark", "remark", "musing", "aside")
_TURNING = ("contrast", "negation", "reversal", "quoted")
_TURNS_OF_PHRASE = (*_TURNING, "denial", "denial", "surprise", "rumor", "faint", "irony")


class Reviewer:
    """Writes one review of an invented film, for or against it."""

    def __init__(self, split: Split, positive: bool, rng: Random) -> None:
        """Invent the film and take a side."""
        self._grammar: Grammar = grammar(split)
        self._credits = Credits(split, rng)
        self._positive = positive
        self._rng = rng
        self._used: set[str] = set()
        self._aspects = _ASPECTS + self._credits.aspects * 2

    def write(self) -> str:
        """Write the review."""
        rng = self._rng
        words = min(_MOST_WORDS, max(_LEAST_WORDS, int(rng.lognormvariate(4.95, 0.72))))
        kind = rng.choices(_KINDS, _KIND_WEIGHTS)[0]
        if kind == "blunt":
            sentences = self._blunt()
        elif kind == "mixed":
            sentences = self._mixed(words)
        elif kind == "undecided":
            sentences = self._undecided(words)
        elif kind == "plot":
            sentences = self._plain(words, neutral=0.75)
        else:
            sentences = self._plain(words, neutral=rng.uniform(0.1, 0.6))
        return roughen(assemble(sentences, rng), rng)

    def _say(self, bank: str, own: bool = True) -> str:
        """Return a new sentence of a bank, for the reviewer's own side or the other one."""
        positive = self._positive == own
        entries = self._grammar.bank(bank, positive)
        template = entries.draw(self._rng)
        for _ in range(6):
            if template not in self._used:
                break
            template = entries.draw(self._rng)
        self._used.add(template)
        return sentence(self._grammar.expand(template, self._rng, self._credits, positive))

    def _opinion(self, own: bool = True) -> str:
        return self._say(self._rng.choice(self._aspects), own)

    def _neutral(self) -> str:
        return self._say(self._rng.choice(_NEUTRAL))

    def _blunt(self) -> list[str]:
        return [self._say("blunt") for _ in range(self._rng.choice((1, 2, 2, 3, 3, 4, 5)))]

    def _opening(self) -> list[str]:
        """Begin with how one came to see it, with the verdict, with both or with neither."""
        start = [self._say("opening")] if self._rng.random() < 0.75 else []
        if self._rng.random() < 0.25:
            start.insert(self._rng.randint(0, len(start)), self._say("verdict"))
        return start

    def _story(self, words: int) -> list[str]:
        """Tell the plot, in about so many words."""
        told = [self._say("plot_start")]
        left = words - _length(told)
        while left > 0:
            told.append(self._say(self._rng.choice(_TELLING)))
            left -= _length(told[-1:])
        return told

    def _plain(self, words: int, neutral: float) -> list[str]:
        """Mostly one opinion, with a turn of phrase or a concession here and there."""
        start = self._opening() if words > 30 else []
        if words * neutral > 25:
            start += self._story(int(words * neutral * 0.7))
        body: list[str] = []
        left = words - _length(start)
        while left > 15 or not body:
            body.append(self._neutral() if self._rng.random() < neutral * 0.35 else self._point())
            left -= _length(body[-1:])
        end = [self._say("verdict")] if self._rng.random() < 0.85 else []
        return start + body + end

    def _point(self) -> str:
        """Make a point for the own side, now and then in a roundabout way."""
        chance = self._rng.random()
        if chance < 0.10:
            return self._say(self._rng.choice(_TURNS_OF_PHRASE))
        if chance < 0.17:
            return self._say("concede")
        if chance < 0.30:
            return self._say("verdict")
        return self._opinion()

    def _mixed(self, words: int) -> list[str]:
        """Much is said for the other side, but always so that the own side wins."""
        rng = self._rng
        words = max(25, words // 2)
        start = [self._say("opening")] if rng.random() < 0.5 else []
        if words > 60 and rng.random() < 0.6:
            start += self._story(int(words * rng.uniform(0.1, 0.4)))
        body: list[str] = []
        while _length(start) + _length(body) < words:
            if rng.random() < 0.3:
                body += self._granted()
            else:
                body.append(self._say(rng.choice(_TURNING)))
            if rng.random() < 0.3:
                body.append(self._neutral())
        if rng.random() < 0.2:
            body.append(self._say("verdict"))
        return start + body

    def _granted(self) -> list[str]:
        """Concede a point or two, and turn."""
        rng = self._rng
        granted = [self._say("grant", own=False)] if rng.random() < 0.3 else []
        granted += [self._say("concede") for _ in range(rng.choice((1, 1, 2)))]
        return [*granted, self._say("turn")]

    def _undecided(self, words: int) -> list[str]:
        """Points for and against, and the verdict is anybody's guess."""
        rng = self._rng
        body = [self._say("opening")]
        while _length(body) < words:
            body.append(self._opinion(own=rng.random() < 0.5))
            if rng.random() < 0.3:
                body.append(self._neutral())
        return body


def _length(sentences: list[str]) -> int:
    return sum(text.count(" ") + 1 for text in sentences)
