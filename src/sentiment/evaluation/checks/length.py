"""Short verdicts, and verdicts in a long text that takes no side."""

from random import Random

from sentiment.evaluation.checks.cases import Capability, Case
from sentiment.evaluation.checks.filling import Filler, pairs
from sentiment.evaluation.checks.neutral import MAKING, VIEWING
from sentiment.evaluation.checks.plots import PLOTS
from sentiment.evaluation.checks.wordings import BANKS

_SHORT = """
Hated it.
Loved it.
Dreadful.
Wonderful.
Avoid.
Unmissable.
What a bore!
What a joy!
Dull, dull, dull.
Fun, fun, fun.
Worst film of the year.
Best film of the year.
Utter rubbish.
Utterly charming.
A waste of time.
A work of art.
Skip it.
See it.
Awful acting, awful script.
Great acting, great script.
I walked out.
I was spellbound.
Very disappointing.
Very enjoyable.
"""

# Where a verdict stands in a long review; a list of remarks makes some of them longer still.
_ARRANGEMENTS = (
    ("verdict", "plot"),
    ("plot", "verdict"),
    ("viewing", "plot", "verdict"),
    ("viewing", "making", "plot", "verdict"),
    ("viewing", "verdict", "plot", "making"),
    ("making", "plot", "viewing", "verdict"),
    ("verdict", "viewing", "making", "plot"),
)
_VERDICTS = (
    "{whole=}.",
    "{part=}, {part=}, and {whole=}.",
    "{subject} is {adjective=}. {whole=}.",
)
_REMARKS = 4


def length() -> Capability:
    """Reviews of a few words, and of 130 to 230 with the verdict in one or two sentences."""
    random = Random("length")
    filler = Filler(BANKS, "length verdicts")
    cases = pairs(_SHORT)
    for index in range(2 * 3 * len(PLOTS)):
        number, label = index // 2, index % 2
        passages = {
            "plot": PLOTS[number % len(PLOTS)],
            "verdict": filler.fill(_VERDICTS[number % len(_VERDICTS)], label),
            "viewing": random.choice(VIEWING),
            "making": " ".join(random.sample(MAKING, _REMARKS)),
        }
        arrangement = _ARRANGEMENTS[number % len(_ARRANGEMENTS)]
        cases.append(Case(" ".join(passages[name] for name in arrangement), label))
    return Capability(
        name="length",
        about="few words; a verdict in a long neutral text",
        kind="label",
        cases=tuple(cases),
    )
