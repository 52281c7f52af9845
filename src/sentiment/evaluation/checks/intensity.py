"""Stronger words move a verdict further."""

from sentiment.evaluation.checks.cases import Capability, Case
from sentiment.evaluation.checks.filling import lines

# Faint and strong, negative pairs and positive pairs.
_ADJECTIVES = (
    (
        ("weak", "atrocious"),
        ("flawed", "disastrous"),
        ("uneven", "abysmal"),
        ("a little dull", "unbearably dull"),
        ("so-so", "dreadful"),
        ("slightly disappointing", "bitterly disappointing"),
    ),
    (
        ("good", "magnificent"),
        ("nice", "marvelous"),
        ("decent", "superb"),
        ("fairly funny", "hysterically funny"),
        ("all right", "outstanding"),
        ("quite likeable", "absolutely irresistible"),
    ),
)
_ABOUT = lines("""
I saw it last week. The film is {word}.
The story takes place in a hospital. I thought that it was {word}.
It is based on a play, and the result is {word}.
My neighbour plays one of the nurses. The whole thing is {word}.
""")

# Each line: faint, strong.
_NEGATIVE = lines("""
I was not very keen on it. | I hated every second of it.
It could have been better. | It could not have been worse.
You may want to wait until it is on television. | You should run from it as fast as you can.
I would give it four out of ten. | I would give it one out of ten.
It's among the lesser films of the year. | It's the worst film that I have ever seen.
The jokes are a bit stale. | The jokes are so stale that it hurts.
""")
_POSITIVE = lines("""
I was quite pleased with it. | I adored every second of it.
It could have been worse. | It could not have been better.
You may want to see it when it is on television. | You should run to the cinema right now.
I would give it six out of ten. | I would give it ten out of ten.
It's among the better films of the year. | It's the best film that I have ever seen.
The jokes are rather fresh. | The jokes are so fresh that I cried with laughter.
""")


def intensity() -> Capability:
    """The same review with a faint and with a strong word."""
    cases = [
        Case(template.format(word=faint), label, template.format(word=strong))
        for label, adjectives in enumerate(_ADJECTIVES)
        for template in _ABOUT
        for faint, strong in adjectives
    ]
    for label, sentences in enumerate((_NEGATIVE, _POSITIVE)):
        for sentence in sentences:
            faint, strong = sentence.split(" | ")
            cases.append(Case(faint, label, strong))
    return Capability(
        name="intensity",
        about="stronger words move the verdict further",
        kind="direction",
        cases=tuple(cases),
        tolerance=0.2,
    )
