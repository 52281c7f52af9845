"""Reviews in which one thing is exchanged for another of its kind."""

from collections.abc import Mapping
from random import Random

from sentiment.evaluation.checks.cases import Case
from sentiment.evaluation.checks.filling import lines, polish


def swapped(block: str, kinds: Mapping[str, tuple[str, ...]], times: int, seed: str) -> list[Case]:
    """Invariance cases.

    Args:
        block: templates, a negative and a positive one in turn (see ``filling.lines``).
        kinds: interchangeable entries by the name of their slot, at least ``2 * times`` of each;
            every slot of a template is exchanged.
        times: how many cases a template gives.
        seed: another one gives other cases.
    """
    random = Random(seed)
    cases = []
    for number, template in enumerate(lines(block)):
        drawn = {name: random.sample(entries, 2 * times) for name, entries in kinds.items()}
        for time in range(0, 2 * times, 2):
            text, changed = (
                polish(template.format(**{name: entries[at] for name, entries in drawn.items()}))
                for at in (time, time + 1)
            )
            cases.append(Case(text, number % 2, changed))
    return cases
