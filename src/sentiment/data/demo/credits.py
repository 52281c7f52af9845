"""Credits of an invented film: its title, people, characters, year and genre."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from sentiment.data.demo import names
from sentiment.data.demo.library import Split, split_lines, split_words

_NUMBERS = ["Two", "Three", "Four", "Five", "Seven", "Nine", "Thirteen"]
_STYLES = split_lines(names.TITLE_STYLES)
_DIGITS = ["2", "3", "4", "II", "III"]
_SHOUTED_TITLES = 0.06

# The adjective, the noun and the aspects that reviews of the genre come back to.
GENRES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("comedy", "comedy", ("fun", "fun", "talk")),
    ("romantic comedy", "romantic comedy", ("fun", "emotion", "act")),
    ("drama", "drama", ("emotion", "act", "char")),
    ("horror", "horror movie", ("scare", "scare", "fx")),
    ("slasher", "slasher", ("scare", "scare", "act")),
    ("action", "action movie", ("fx", "fx", "pace")),
    ("science fiction", "sci-fi film", ("fx", "sets", "story")),
    ("thriller", "thriller", ("scare", "story", "ending")),
    ("mystery", "mystery", ("story", "ending", "char")),
    ("western", "western", ("camera", "act", "fx")),
    ("musical", "musical", ("music", "music", "sets")),
    ("documentary", "documentary", ("message", "message", "music")),
    ("war", "war movie", ("fx", "message", "emotion")),
    ("animated", "cartoon", ("fun", "music", "camera")),
    ("children's", "family film", ("fun", "emotion", "char")),
    ("love", "love story", ("emotion", "char", "music")),
    ("martial arts", "kung fu movie", ("fx", "fx", "fun")),
    ("historical", "costume drama", ("sets", "act", "camera")),
    ("crime", "gangster film", ("story", "act", "talk")),
    ("television", "mini-series", ("story", "act", "compare")),
    ("fantasy", "fantasy", ("fx", "sets", "story")),
    ("silent", "silent film", ("camera", "act", "music")),
    ("vampire", "vampire movie", ("scare", "sets", "fx")),
    ("indie", "independent film", ("direction", "talk", "char")),
    ("noir", "film noir", ("camera", "story", "talk")),
    ("zombie", "zombie flick", ("scare", "fx", "fun")),
    ("teen", "teen movie", ("fun", "music", "char")),
    ("sports", "sports movie", ("emotion", "story", "music")),
)


@dataclass(frozen=True, slots=True)
class _Pool:
    him: list[str]
    her: list[str]
    surnames: list[str]
    adjectives: list[str]
    things: list[str]
    places: list[str]
    people: list[str]


@cache
def _pool(split: Split) -> _Pool:
    """Return what names are made of; train and test films and families share none."""
    if split == "train":
        texts = (
            names.FIRST_NAMES_HIM,
            names.FIRST_NAMES_HER,
            names.SURNAMES,
            names.TITLE_ADJECTIVES,
            names.TITLE_THINGS,
            names.TITLE_PLACES,
            names.TITLE_PEOPLE,
        )
    else:
        texts = (
            names.TEST_FIRST_NAMES_HIM,
            names.TEST_FIRST_NAMES_HER,
            names.TEST_SURNAMES,
            names.TEST_TITLE_ADJECTIVES,
            names.TEST_TITLE_THINGS,
            names.TEST_TITLE_PLACES,
            names.TEST_TITLE_PEOPLE,
        )
    return _Pool(*map(split_words, texts))


def _title(pool: _Pool, rng: Random) -> str:
    title = rng.choice(_STYLES)
    for slot, choices in (
        ("{adjective}", pool.adjectives),
        ("{thing}", pool.things),
        ("{thing}", pool.things),
        ("{place}", pool.places),
        ("{person}", pool.people),
        ("{number}", _NUMBERS),
        ("{digit}", _DIGITS),
    ):
        if slot in title:
            title = title.replace(slot, rng.choice(choices), 1)
    return title


class Credits(dict[str, str]):
    """Words fixed for one review, by slot name; a few people and films take turns."""

    def __init__(self, split: Split, rng: Random) -> None:
        """Invent a film."""
        super().__init__()
        pool = _pool(split)
        choice = rng.choice
        film = choice(("movie", "movie", "movie", "film", "film", "film", "picture", "flick"))
        adjective, noun, self.aspects = choice(GENRES)
        title = _title(pool, rng)
        quote = choice(("", "", "", '"', '"', "'"))
        everyone = pool.him + pool.her
        him, boss = choice(pool.surnames), choice(pool.surnames)
        self._rng = rng
        self._several = {
            "person": [f"{choice(everyone)} {choice(pool.surnames)}" for _ in range(4)],
            "other": [f"{quote}{_title(pool, rng)}{quote}" for _ in range(3)],
        }
        self.update(
            film=film,
            films=film + "s",
            genre=noun,
            genre_film=f"{adjective} {film}",
            genre_films=f"{adjective} {film}s",
            title=f"{quote}{title.upper() if rng.random() < _SHOUTED_TITLES else title}{quote}",
            other="",
            person="",
            star=f"{choice(pool.him)} {him}",
            star_last=him,
            costar=f"{choice(pool.her)} {choice(pool.surnames)}",
            director=f"{choice(pool.him)} {boss}",
            director_last=boss,
            hero=choice(pool.him),
            heroine=choice(pool.her),
            villain=choice(pool.surnames),
            year=str(rng.randint(1925, 2006)),
        )

    def __getitem__(self, slot: str) -> str:
        """Return the word for a slot."""
        several = self._several.get(slot)
        return self._rng.choice(several) if several else super().__getitem__(slot)
