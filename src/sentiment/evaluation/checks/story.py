"""A sad story is no bad film, and a happy one no good film."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import both_labels, opinions
from sentiment.evaluation.checks.wordings import BANKS

_TEMPLATES = (
    "{tale!} {whole=}.",
    "{whole=}. {tale!}",
    "{tale!} {tale!} {whole=}.",
    "{tale!} {part=}, and {whole=}.",
    "{tale!} {tale!} That is all I will give away, except that {whole=}.",
    "{subject} is {adjective=}. {tale!} I was {mood=} from the opening to the credits.",
    "I {felt=} this film. {tale!} {tale!}",
)
_BANKS = BANKS | {
    # What is told, not how it is told.
    "tale": opinions(
        """
A widow loses her farm, her son and in the end her mind.
It is about a murder, a false accusation and a wasted life.
The main character is a cruel drunk who ruins everyone near him.
Two brothers starve in a frozen valley.
The film follows a nurse through the worst week of a terrible war.
An old man dies alone in an ugly room.
A village is burnt to the ground and its people are driven out.
A lonely girl is bullied, beaten and betrayed by her friends.
A miner falls ill, loses his job and hates the world for it.
The doctor who could help is a coward and a liar.
There is a funeral, and then another one.
The heroine's husband is a stupid and violent man.
""",
        """
A lovely young couple gets married in a beautiful garden.
Everyone in the village is happy, healthy and kind.
The heroine wins a fortune, a prize and the love of a charming prince.
It is about the joys of friendship in a perfect summer.
Two delightful children find a treasure, and everybody celebrates.
A brilliant young pianist triumphs at a splendid concert.
The hero is brave, honest and adored by all.
The heroine's grandmother is the sweetest and wisest woman in the world.
In the end all enemies become the best of friends.
The winner of the race kisses his proud mother.
A clever and beautiful princess brings peace to the land.
There is a wedding, and then another one.
""",
    ),
}


def story() -> Capability:
    """What happens in a film has one colour, the verdict has the other."""
    cases = both_labels(_TEMPLATES, _BANKS, 56, "story")
    return Capability(
        name="story",
        about="sad stories praised, happy ones panned",
        kind="label",
        cases=tuple(cases),
    )
