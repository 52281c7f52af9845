"""What a film might have been, and is not."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import both_labels, lines, opinions, pairs
from sentiment.evaluation.checks.neutral import in_context
from sentiment.evaluation.checks.wordings import BANKS

_TEMPLATES = (
    "It could so easily have been {a_film!}. It is the very opposite.",
    "A {grade!} director would have made {a_film!} of it. {person} has given us {a_film=}.",
    "It might have been {a_film!} in the hands of a {grade!} team.",
    "I had {hoped!} that it would be {adjective!}. It is {adjective=}.",
    "On the way there I was thinking how {adjective!} it would be. It turned out to be the "
    "opposite.",
    "With a {grade!} cast it would have been {adjective!}. As it is, {whole=}.",
    "Had anybody told me that I would be {mood!}, I would have believed it. In fact I was {mood=} "
    "from start to finish.",
    "If I had known how {adjective=} it is, I would have {gone=}.",
)
_BANKS = BANKS | {
    "grade": opinions("lesser\nweaker\nlazier\nclumsier", "better\nstronger\nsubtler\nwiser"),
    "person": lines("this one\nthe man who got the job\nthe woman who got the job"),
    "hoped": opinions("feared", "hoped"),
    "gone": opinions("stayed at home", "gone on the first day"),
}
_PAIRS = """
I wish I could say that it is brilliant.
I wish every film were as brilliant as this.
If only it were half as funny as the trailer promised.
If only other comedies were half as funny as this.
I wanted so much to love it, and I couldn't.
I wanted so much to hate it, and I couldn't.
You would have to be related to the director to like this film.
You would have to be made of stone to dislike this film.
With so much talent and so much money it should have been wonderful. What a pity.
With so little time and so little money it should have been dreadful. What a surprise.
It promises laughter, suspense and romance, and keeps none of its promises.
It promises laughter, suspense and romance, and keeps all of its promises.
It is supposed to be hilarious. I did not smile once.
It is supposed to be hilarious. I have not laughed so much in years.
There was a wonderful film to be made of this story. Nobody made it.
There was a wonderful film to be made of this story. Here it is.
It would have needed wit, charm and a good actor or two.
It needed wit, charm and a good actor or two, and it got them all.
It is a masterpiece only in the mind of the person who made it.
It is a masterpiece, and not only in the mind of the person who made it.
"""


def could_have_been() -> Capability:
    """Wishes, fears and missed chances: what was not to be does not count."""
    cases = [*both_labels(_TEMPLATES, _BANKS, 32, "could have been"), *pairs(_PAIRS)]
    return Capability(
        name="could_have_been",
        about="wishes, fears and missed chances",
        kind="label",
        cases=tuple(in_context(cases, "could have been context")),
    )
