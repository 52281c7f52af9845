"""Sentences without an opinion, and putting them around one."""

from collections.abc import Sequence
from random import Random

from sentiment.evaluation.checks.cases import Case
from sentiment.evaluation.checks.filling import Bank, Filler, lines

# How the reviewer came to see it.
VIEWING = lines("""
I saw it on a Thursday afternoon.
My sister chose it.
It was shown at our local cinema last month.
A colleague told me about it.
We went to the early show.
I saw it with my parents and an uncle.
It was the third film that I saw at the festival.
We watched it for a course on the cinema of the sixties.
I had read the book at school.
I saw the version with subtitles.
I went there straight from work.
Four of us went on Sunday.
I saw it in Toronto, where it opened first.
We sat in the fifth row.
My neighbour works at the cinema and let us know when it was on.
""")

# What is known about how it was made.
MAKING = lines("""
The sound was restored a few years ago.
It was filmed in Portugal and in Wales.
The director has made four films before this one.
The screenplay is based on a novel from 1987.
The first scene shows a train that crosses a bridge.
The music is by a composer from Prague.
It came out in the spring of that year.
Most of the cast comes from the theatre.
The title refers to a street in Dublin.
There is a short scene after the credits.
It was made for television and came to the cinemas later.
The leading part is played by a newcomer.
It is in colour, apart from the opening.
The dialogue is partly in Spanish.
Two of the songs were written for the film.
The producer also worked as the editor.
""")

# Where and when it takes place.
SETTING = lines("""
The story takes place in a fishing port in the fifties.
It is about a carpenter who moves to another town.
The action moves between Cairo and Marseille.
The film follows a family over thirty years.
Most of it takes place at night, in a railway station.
It is about two sisters who run a hotel.
The story begins in 1912 and ends in 1947.
It is the story of a teacher and her pupils.
The main character drives a lorry through Turkey.
It takes place on a ship, on the way to Brazil.
The film deals with a trial in a small town.
It is about an engineer who comes back from the city.
The plot concerns a will and three cousins.
It is set in a newspaper office.
""")

NEUTRAL_BANKS: dict[str, Bank] = {"viewing": VIEWING, "making": MAKING, "setting": SETTING}

# What stands around an opinion; as often as not, nothing does.
_CONTEXTS = (
    "{opinion}",
    "{opinion}",
    "{opinion}",
    "{viewing} {opinion}",
    "{setting} {opinion}",
    "{opinion} {making}",
    "{setting} {opinion} {making}",
    "{viewing} {setting} {opinion}",
)


def in_context(cases: Sequence[Case], seed: str) -> list[Case]:
    """Label cases with none to two sentences that have no opinion around each review."""
    random, filler = Random(seed), Filler(NEUTRAL_BANKS, seed)
    return [
        Case(filler.fill(random.choice(_CONTEXTS).replace("{opinion}", case.text)), case.label)
        for case in cases
    ]
