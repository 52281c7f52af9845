"""HTML pages that load nothing from elsewhere."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sentiment.explanation import Explanation
from sentiment.files import atomic_path

# The strongest word of a review is coloured this much.
_STRONGEST = 0.55
# And one that would be coloured less than this is not.
_FAINTEST = 0.02
_BLUE, _ORANGE = "0, 114, 178", "213, 94, 0"


def write_page(path: Path, template: str, content: Mapping[str, Any]) -> None:
    """Fills a template and writes the page, at once or not at all.

    Args:
        path: the HTML file.
        template: its name in ``sentiment/reports/templates``.
        content: what the template asks for.

    Raises:
        OSError: when the file can't be written.
    """
    environment = Environment(
        loader=PackageLoader("sentiment.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["picture"] = _data_uri
    page = environment.get_template(template).render(content)
    with atomic_path(path) as temporary:
        temporary.write_text(page, encoding="utf-8")


def coloured_words(text: str, explanation: Explanation | None) -> Markup:
    """A review as HTML, each word in the colour of what it speaks for.

    Args:
        text: the review; whatever is HTML in it is shown and not obeyed.
        explanation: of the model's prediction for it; None where the model has none.
    """
    if explanation is None:
        return escape(text)
    shares = [abs(word.contribution) for word in explanation.words if word.contribution is not None]
    strongest = max(shares, default=0.0) or 1.0
    pieces, place = [], 0
    for word in explanation.words:
        pieces.append(escape(text[place : word.start]))
        pieces.append(_coloured(text[word.start : word.end], word.contribution, strongest))
        place = word.end
    return Markup("").join([*pieces, escape(text[place:])])


def _coloured(text: str, contribution: float | None, strongest: float) -> Markup:
    if contribution is None:
        words = "not read: the review is too long"
        return Markup('<span class="unread" title="{}">{}</span>').format(words, text)
    alpha = _STRONGEST * abs(contribution) / strongest
    if alpha < _FAINTEST:
        return escape(text)
    colour = _BLUE if contribution > 0 else _ORANGE
    style = f"background: rgba({colour}, {alpha:.2f}); color: inherit"
    return Markup('<mark style="{}" title="{:+.2f}">{}</mark>').format(style, contribution, text)


def _data_uri(path: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()


def shown_picture(path: Path, words: str) -> dict[str, Any]:
    """A PNG as templates show it, with its size, so that a page does not jump while it is drawn.

    Args:
        path: of the file.
        words: that say what is to be seen, for who does not see it.
    """
    with path.open("rb") as stream:
        head = stream.read(24)
    width, height = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    return {"path": path, "width": width, "height": height, "alt": words}
