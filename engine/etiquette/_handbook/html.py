"""A handbook as HTML in one file that asks for nothing else: style and pictures are in it."""

from __future__ import annotations

from importlib.resources import files

from .content import Booklet
from .picture import svg
from .sayings import TITLE
from .wording import key, legend, lines_in_words, stretch

__all__ = ["html"]

_PAGE = "page.html.jinja"
_STYLE = "page.css"


def html(booklet: Booklet) -> str:
    """The whole page. Raises :class:`ImportError` where the extra ``author`` isn't installed."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    here = files("etiquette._handbook")
    environment = Environment(
        loader=FunctionLoader(lambda name: (here / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = (here / _STYLE).read_text("utf-8")
    situations = [
        {
            "timeline": each,
            "days": f"{stretch(each.first, each.last)} {each.last.year}",
            "svg": Markup(svg(each, f"situation-{n}")),  # noqa: S704 - svg() escapes what it is given
            "legend": legend(each),
            "rows": [(line.title, list(lines_in_words(line))) for line in each.lines],
        }
        for n, each in enumerate(booklet.timelines, 1)
    ]
    page = environment.get_template(_PAGE)
    return page.render(
        book=booklet,
        situations=situations,
        sayings_title=TITLE,
        key=key(booklet.timelines),
        style=Markup(style),  # noqa: S704 - our own file
    )
