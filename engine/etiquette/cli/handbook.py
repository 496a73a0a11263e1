"""``etiquette handbook``: a pack as a booklet, in HTML, Markdown or PDF."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ._complete import complete_packs
from ._options import DAY, ruleset_options

if TYPE_CHECKING:
    from etiquette._handbook.content import Booklet

__all__ = ["command"]

_SUFFIXES: Final = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".pdf": "pdf"}
_NAMES: Final = {"html": "HTML", "md": "Markdown", "pdf": "PDF"}


@click.command(name="handbook")
@click.argument("pack", metavar="PACK", shell_complete=complete_packs)
@click.option(
    "--output", "-o", type=click.Path(), metavar="FILE",
    help="The file to write: .html, .md or .pdf. Without it: to standard output.",
)  # fmt: skip
@click.option(
    "--format", "-f", "format_", type=click.Choice(tuple(_NAMES)), metavar="FORMAT",
    help="What to make: html, md or pdf. Without it: what the name of the file says, else md.",
)  # fmt: skip
@click.option(
    "--font", type=click.Path(), metavar="FILE",
    help="A TrueType font for a PDF, where the built-in ones lack a letter.",
)  # fmt: skip
@click.option(
    "--as-of", type=DAY, metavar="DATE",
    help="Only the rules in force on that day. Without it: all, each with the days on which it is in force.",
)  # fmt: skip
@ruleset_options
def command(
    pack: str, output: str | None, format_: str | None, font: str | None, as_of: date | None, **options: Any
) -> int:
    """Make a handbook of PACK, to be handed to those whom it advises.

    It has typical situations with a time line each, every rule as a sentence with its reason and source, the
    settings, and what layers changed. PACK is a name (NAME or NAME@1.2) or a folder; the packs that it
    extends are in it as well.
    """
    from etiquette.diagnostics import has_errors

    from ._output import note
    from ._problems import show

    kind = format_ or _kind_of(output)
    if kind == "pdf" and output is None:
        raise click.UsageError("A PDF can't go to standard output. Name a file: -o handbook.pdf")
    if font is not None and kind != "pdf":
        raise click.UsageError("--font is for a PDF. Leave it out, or name a file that ends in .pdf.")
    chosen = {**options, "packs": (pack, *options["packs"])}
    book, diagnostics = _booklet(chosen, as_of)
    made = _made(book, kind, font)
    if output is None:
        _print(made)
    else:
        _write(Path(output), made)
        note(f"{output} is written: {_counted(book)}.")
    show(diagnostics)
    return 3 if has_errors(diagnostics) else 0


def _kind_of(output: str | None) -> str:
    if output is None:
        return "md"
    suffix = Path(output).suffix.lower()
    if suffix not in _SUFFIXES:
        message = f"{output!r} doesn't say what to make. Let it end in .html, .md or .pdf, or add --format."
        raise click.UsageError(message)
    return _SUFFIXES[suffix]


def _booklet(options: dict[str, Any], as_of: date | None) -> tuple[Booklet, Any]:
    """The content, and the problems of plugins. Raises :class:`Problems` when the packs can't be used."""
    from etiquette._handbook.content import booklet
    from etiquette._handbook.read import read_told
    from etiquette.diagnostics import has_errors

    from ._problems import Problems
    from ._rulesets import chosen_plugins, chosen_ruleset

    ruleset = chosen_ruleset(options)
    told, problems = read_told(options["packs"], options["paths"], chosen_plugins(options))
    if has_errors(problems):
        raise Problems(problems)
    book, problems = booklet(ruleset, told, as_of)
    if problems:
        raise Problems(problems)
    return book, ruleset.diagnostics


def _made(book: Booklet, kind: str, font: str | None) -> bytes:
    """The handbook as bytes of that kind."""
    from etiquette._handbook.html import html
    from etiquette._handbook.markdown import markdown

    from ._errors import NotWritten

    makers: dict[str, Callable[[], bytes]] = {
        "md": lambda: markdown(book).encode(),
        "html": lambda: html(book).encode(),
        "pdf": lambda: _pdf(book, Path(font) if font else None),
    }
    try:
        return makers[kind]()
    except ImportError as error:
        message = (
            f"A handbook in {_NAMES[kind]} needs {error.name}. "
            "Install it with: pip install 'etiquette-engine[author]'. Markdown needs nothing: --format md"
        )
        raise NotWritten(message) from None


def _pdf(book: Booklet, font: Path | None) -> bytes:
    from etiquette._handbook.pdf import UnshownError, pdf
    from etiquette._reading.paths import reason_of

    try:
        return pdf(book, font)
    except UnshownError as error:
        shown = " ".join(error.characters[:12])
        lack = f"The font {font} lacks" if font else "The built-in fonts of PDF lack"
        message = f"{lack} {shown}. Name a TrueType font that has them: --font FILE.ttf"
        raise click.UsageError(message) from None
    except OSError as error:
        message = f"The font {font} can't be used: {reason_of(error)}. Name the file of a TrueType font."
        raise click.UsageError(message) from None


def _print(made: bytes) -> None:
    """To standard output in UTF-8, as the document itself says."""
    import sys

    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(made.decode())
        return
    sys.stdout.flush()
    buffer.write(made)
    buffer.flush()


def _write(path: Path, made: bytes) -> None:
    """All of the file or nothing: a disk that fills up meanwhile leaves what was there."""
    from etiquette._reading.paths import reason_of

    from ._errors import NotWritten

    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        what = "a folder" if real.is_dir() else "no file but a pipe or a device"
        raise NotWritten(f"{path} is {what}. Name a file.")
    new = real.with_name(f".{real.name}.new")
    try:
        try:
            new.write_bytes(made)
            new.replace(real)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(f"The file {path} can't be written: {reason_of(error)}.") from None


def _counted(book: Booklet) -> str:
    rules = sum(len(part.advice) for part in (*book.parts, *((book.unused,) if book.unused else ())))
    situations = len(book.timelines)
    return f"{rules} rules and {situations} situation{'' if situations == 1 else 's'}"
