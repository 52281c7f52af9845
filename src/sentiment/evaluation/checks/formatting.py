"""How a review is typed."""

import re
from collections.abc import Callable

from sentiment.evaluation.checks.cases import Capability, Case
from sentiment.evaluation.checks.reviews import reviews

_Changes = tuple[Callable[[str], str], ...]
_AFTER_SENTENCE = re.compile(r"(?<=[.!?]) ")
_LONG_FORMS = {
    "didn't": "did not",
    "don't": "do not",
    "can't": "cannot",
    "it's": "it is",
    "It's": "It is",
    "I'd": "I would",
}
# British and American.
_SPELLINGS = {
    "humour": "humor",
    "theatre": "theater",
    "marvellous": "marvelous",
    "apologised": "apologized",
    "centre": "center",
}


def formatting() -> Capability:
    """Capitals, line breaks, quotation marks, apostrophes, contractions and spelling."""
    anywhere: _Changes = (str.upper, _break_lines, _quote, _new_paragraphs, str.lower)
    somewhere: _Changes = (_curl_apostrophes, _write_out, _respell)
    cases: list[Case] = []
    for number, case in enumerate(reviews()):
        # A negative review and the positive one after it have the same turn.
        turn = number // 2
        first, fallback = (anywhere[(turn + step) % len(anywhere)] for step in (0, 2))
        rotated = somewhere[turn % len(somewhere) :] + somewhere[: turn % len(somewhere)]
        changing = [change for change in rotated if change(case.text) != case.text]
        second = next(iter(changing), fallback)
        cases += [Case(case.text, case.label, change(case.text)) for change in (first, second)]
    return Capability(
        name="formatting",
        about="capitals, line breaks, quotes, contractions",
        kind="invariance",
        cases=tuple(cases),
        tolerance=0.1,
    )


def _break_lines(text: str) -> str:
    return _AFTER_SENTENCE.sub("<br /><br />", text)


def _new_paragraphs(text: str) -> str:
    return _AFTER_SENTENCE.sub("\n\n", text)


def _curl_apostrophes(text: str) -> str:
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def _quote(text: str) -> str:
    return f'"{text}"'


def _write_out(text: str) -> str:
    return _replace_words(text, _LONG_FORMS)


def _respell(text: str) -> str:
    return _replace_words(text, _SPELLINGS)


def _replace_words(text: str, replacements: dict[str, str]) -> str:
    word = re.compile(rf"\b({'|'.join(replacements)})\b")
    return word.sub(lambda match: replacements[match[0]], text)
