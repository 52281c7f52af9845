"""Words that are no opinion, although a model may have come to take them for one."""

from sentiment.evaluation.checks.cases import Capability
from sentiment.evaluation.checks.filling import lines
from sentiment.evaluation.checks.swapping import swapped

_KINDS = {
    "film": lines("film\nmovie\nfeature\npicture"),
    "where": lines("at the cinema\non DVD\non television\non a plane\non my laptop"),
    "day": lines("Monday\nTuesday\nFriday\nSaturday\nSunday"),
    "who": lines("my sister\nmy flatmate\na colleague\nmy uncle\na neighbour\nmy wife"),
    "year": lines("1958\n1969\n1976\n1984\n1993\n2001\n2008"),
    "length": lines("80\n90\n100\n110\n120\n130"),
}
_TEMPLATES = """
The {film} could have been shorter. I can't say that I enjoyed it.
The {film} could have been longer. I must say that I enjoyed it.
This {film} has a decent beginning and gets worse from there.
This {film} has a decent beginning and gets better from there.
I am told that many people like this {film}. It left me cold.
I am told that few people know this {film}. It got under my skin.
I watched it {where} and fell asleep before the end.
I watched it {where} and stayed up late to see the end.
I saw this {where}. It's weaker than I had expected.
I saw this {where}. It's stronger than I had expected.
We saw it on {day}. It is a little silly and a little long, and I wouldn't see it again.
We saw it on {day}. It is a little silly and a little mad, and I would see it again.
It was shown on {day}. I gave up after an hour.
It was shown on {day}. I told everybody at work to look out for the repeat.
I saw it with {who}. We soon began to talk about other things.
I saw it with {who}. We talked about it until midnight.
Seen with {who}. It's the sort of film that you have forgotten by the next day.
Seen with {who}. It's the sort of film that you still think about the next day.
It was made in {year}. The effects are poor and the story is worse.
It was made in {year}. The effects are good and the story is better.
A film from {year} about a strike. I had expected more of it.
A film from {year} about a strike. I hadn't expected so much of it.
It lasts {length} minutes. I had had enough after ten of them.
It lasts {length} minutes. I could have watched it for another hour.
"""


def neutral_words() -> Capability:
    """Film or movie, the day, the year, the length, the medium and the company."""
    return Capability(
        name="neutral_words",
        about="film or movie, day, year, medium, company",
        kind="invariance",
        cases=tuple(swapped(_TEMPLATES, _KINDS, 2, "neutral words")),
        tolerance=0.1,
    )
