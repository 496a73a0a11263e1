"""What is wrong with a text that should be YAML, in plain words; one function per problem."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

from etiquette.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from .document import Document

__all__ = [
    "alias",
    "duplicate_key",
    "empty",
    "half_character",
    "key_not_word",
    "merge_key",
    "not_unicode",
    "several_documents",
    "syntax",
    "tag",
    "too_deep",
    "too_many_aliases",
]

_PLAIN_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "mapping values are not allowed",
        "A colon stands where none can be.",
        "Put a text that holds a colon in quotes; or check that this line is indented like its neighbours.",
    ),
    (
        "could not find expected ':'",
        "A colon is missing: this line, or the one before it, is neither a key nor part of a text.",
        "Write `key: value`, with a space after the colon; and quote a text that runs over several lines.",
    ),
    (
        "found unexpected end of stream",
        "A quotation mark is opened and never closed.",
        "Close it; in single quotes an apostrophe is written twice.",
    ),
    (
        "found unexpected document separator",
        "A quotation mark is opened and never closed.",
        "Close it; in single quotes an apostrophe is written twice.",
    ),
    (
        "expected ',' or ']'",
        "A list in square brackets isn't closed, or a comma is missing in it.",
        "Write [one, two]; or one entry a line, each after `- `.",
    ),
    (
        "expected ',' or '}'",
        "A mapping in braces isn't closed, or a comma is missing in it.",
        "Write {key: value, other: value}; or one key a line.",
    ),
    (
        "expected <block end>",
        "This line is not indented like its neighbours, or a text before it is quoted only in part.",
        "Start all keys of one mapping in the same column; and quote a text as a whole.",
    ),
    (
        "expected alphabetic or numeric character",
        "A word that begins with * or & names something in YAML, and no name follows.",
        "Put the text in quotes.",
    ),
    (
        "expected the node content",
        "A bracket, brace or comma stands where a value belongs.",
        "Put the text in quotes, or complete the list.",
    ),
    (
        "sequence entries are not allowed",
        "A list entry can't begin here.",
        "Begin each entry on a line of its own, under its key.",
    ),
    (
        "found unknown escape character",
        "In double quotes a backslash begins an escape, and this one is not known.",
        "Use single quotes, or write the backslash twice.",
    ),
    (
        "that cannot start any token",
        "A word can't begin with this sign.",
        "Put the text in quotes.",
    ),
)


def syntax(document: Document, error: yaml.YAMLError) -> Diagnostic:
    """The parser gave up: where, and in plain words why."""
    if isinstance(error, yaml.reader.ReaderError):
        return _control_character(document, error)
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = document.text.split("\n")
    said = str(getattr(error, "problem", None) or "it can't be read")
    text = lines[line] if line < len(lines) else ""
    tab = re.match(r" *\t", text)
    in_brackets = document.text.lstrip()[:1] in ("{", "[")
    if (tab and not in_brackets) or text[column : column + 1] == "\t":
        return _tab(document, line, tab.end() - 1 if tab else column)
    if "found ':'" in said or ("<block end>" in said and text.lstrip().startswith(":")):
        return key_not_word(document, Location(document.file, line + 1, column + 1, column + 2), "")
    message, help_ = next(
        ((message, help_) for words, message, help_ in _PLAIN_WORDS if words in said),
        (f"This is not valid YAML: {said}.", "Compare the line with its neighbours."),
    )
    place = Location(document.file, line + 1, column + 1, column + 2)
    mark = getattr(error, "context_mark", None)
    began = Location(document.file, mark.line + 1, mark.column + 1, mark.column + 2) if mark else place
    if "never closed" in message:
        place = began
    related = (began,) if "isn't closed" in message and began.line != place.line else ()
    return Diagnostic(
        "E105", message, help_, place, excerpt=document.excerpt(place, *related), related=related
    )


def _tab(document: Document, line: int, column: int) -> Diagnostic:
    return _at(
        document,
        "E106",
        Location(document.file, line + 1, column + 1, column + 2),
        "A tab stands where YAML wants spaces.",
        "Replace each tab at the start of a line by spaces, two for each level.",
    )


def _control_character(document: Document, error: yaml.reader.ReaderError) -> Diagnostic:
    place = _place_of(document, int(error.position))
    code = error.character if isinstance(error.character, int) else ord(error.character[:1] or "\0")
    return _at(
        document,
        "E105",
        place,
        f"A character that can't be shown stands here (U+{code:04X}).",
        "Delete it; check that this is a text file.",
    )


def not_unicode(document: Document, index: int) -> Diagnostic:
    """The text holds half a character (only a program can give such a text)."""
    place = _place_of(document, index)
    return Diagnostic(
        "E103", "This text is not UTF-8: half a character stands here.", "Write the character again.", place
    )


def half_character(document: Document, place: Location) -> Diagnostic:
    """An escape names half a character."""
    return _at(
        document,
        "E105",
        place,
        "An escape in this text names half a character.",
        "Write the character itself instead of the escape.",
    )


def empty(document: Document) -> Diagnostic:
    """Nothing but blank lines and comments."""
    return Diagnostic(
        "E104", f"{document.file} says nothing.", "Write at least one key.", Location(document.file)
    )


def tag(document: Document, place: Location, name: str) -> Diagnostic:
    """``!something``."""
    shown = name.replace("tag:yaml.org,2002:", "!!")
    return _at(
        document,
        "E110",
        place,
        f"The tag {shown} is not read here: every value is what it looks like.",
        "Delete the tag; put a text that begins with ! in quotes.",
    )


def merge_key(document: Document, place: Location) -> Diagnostic:
    """``<<``."""
    return _at(
        document,
        "E110",
        place,
        "The merge key << is not read here.",
        "Write the keys out.",
    )


def several_documents(document: Document, place: Location) -> Diagnostic:
    """A second ``---``."""
    return _at(
        document,
        "E110",
        place,
        "A second document begins here, and a file holds only one.",
        "Delete the line with --- or put the rest into a file of its own.",
    )


def too_deep(document: Document, place: Location, most: int) -> Diagnostic:
    """Collections in collections in collections."""
    return _at(
        document,
        "E109",
        place,
        f"This nests deeper than {most} levels.",
        "Nothing that is read here needs to; check the brackets and the indentation.",
    )


def alias(document: Document, place: Location, name: str, *, inside: bool) -> Diagnostic:
    """``*name`` without ``&name`` before it, or within it."""
    if inside:
        message, help_ = f"*{name} stands inside the very thing it names.", "Write the value out."
    else:
        message = f"*{name} names nothing: no &{name} stands before it."
        help_ = "Put a text that begins with * in quotes, or write the value out."
    return _at(document, "E108", place, message, help_)


def too_many_aliases(document: Document, place: Location, uses: int, values: int) -> Diagnostic:
    """An alias bomb, or somebody who likes aliases very much."""
    return _at(
        document,
        "E108",
        place,
        f"Aliases are used more than {uses} times or stand for more than {values} values.",
        "Write the values out.",
    )


def duplicate_key(document: Document, name: str, place: Location, first: Location) -> Diagnostic:
    """The same key twice."""
    return Diagnostic(
        "E107",
        f"{name} stands twice in the same mapping, first on line {first.line}.",
        "Keep one of them, or put both contents under one.",
        place,
        excerpt=document.excerpt(first, place),
        related=(first,),
    )


def key_not_word(document: Document, place: Location, text: str | None) -> Diagnostic:
    """A key that is a number, a truth value, nothing, or a whole collection."""
    if text is None:
        message = "A list or mapping stands where a key belongs."
        help_ = "Keys are words; put a text with brackets or braces in quotes."
    elif text == "":
        message, help_ = "A key is missing before the colon.", "Write a word before it."
    else:
        message, help_ = f"The key {text} is not a word.", f'If it is meant, put it in quotes: "{text}".'
    return _at(document, "E111", place, message, help_)


def _at(document: Document, code: str, place: Location, message: str, help_: str) -> Diagnostic:
    return Diagnostic(code, message, help_, place, excerpt=document.excerpt(place))


def _place_of(document: Document, index: int) -> Location:
    before = document.text[:index]
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Location(document.file, before.count("\n") + 1, column, column + 1)
