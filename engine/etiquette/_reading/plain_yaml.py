"""Facts files as most people write them, read in one go: mappings, lists, plain and quoted words, comments.

Reading YAML takes a parser, and loading the parser takes longer than all else that a short command does.
What people write in facts files is a small part of YAML, and that part is read here. Everything else
(anchors, tags, folded texts, keys in quotation marks, a bracket that goes on in the next line, anything
that is wrong) is left to :func:`etiquette._reading.yaml.parse`: the answer is ``None`` then. Where there is
an answer it is the same.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["plain_data"]

_MOST_DEPTH = 20
_NUMBER = re.compile(r"[-+]?[0-9]+")
_LIKE_A_NUMBER = re.compile(r"[-+.0-9]")
_DAY_OR_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}")
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_LONGEST_NUMBER = 18
_FIRSTS = frozenset("!&*|>%@`\"'#,[]{}?-")
"""What a plain word doesn't begin with here; some of it could, and is left to the parser."""

_PLAIN_IN_FLOW = re.compile(r"[A-Za-z0-9_+.][^\[\]{},:#\"'&*!|>%@`?\\]*(?::[^\[\]{},:#\"'\s&*!|>%@`?\\]+)*")
_AT_KEY = re.compile(r"([A-Za-z_$][A-Za-z0-9_$-]*):(?:[ ]+|$)")
_DOUBLE = re.compile(r'"([^"\\]*)"')
_SINGLE = re.compile(r"'([^']*)'")


class _Beyond(Exception):  # noqa: N818 - not an error: the other reader is better at this
    """The text has something in it that isn't read here."""


def plain_data(text: str) -> dict[str, Any] | None:
    """The mapping that ``text`` holds, or ``None`` where the parser is to read it."""
    if not text.replace("\n", "").isprintable():
        return None  # tabs, and characters that could end a line or that a parser may refuse
    try:
        return _Reader(text).mapping_at_top()
    except _Beyond:
        return None


class _Reader:
    """Goes through the lines once; ``at`` is the next one."""

    def __init__(self, text: str) -> None:
        self.raw = text.split("\n")
        self.at = 0

    def mapping_at_top(self) -> dict[str, Any]:
        line = self._next()
        if line is None or _indent(line) != 0:
            raise _Beyond
        found = self._mapping(0, 0)
        if self._next() is not None:
            raise _Beyond
        return found

    def _next(self) -> str | None:
        """The next line that says anything; lines of comment and blank ones are passed over."""
        while self.at < len(self.raw):
            line = self.raw[self.at]
            told = line.lstrip(" ")
            if told and told[0] != "#":
                if line.startswith(("---", "...", "%")):
                    raise _Beyond
                return line
            self.at += 1
        return None

    def _mapping(self, indent: int, depth: int) -> dict[str, Any]:
        """The mapping whose keys stand at ``indent``, from the next line on."""
        if depth > _MOST_DEPTH:
            raise _Beyond
        found: dict[str, Any] = {}
        while (line := self._next()) is not None:
            here = _indent(line)
            if here < indent:
                break
            if here > indent or line[here] == "-":
                if here == indent and depth:
                    break
                raise _Beyond
            self._entry(line[here:], indent, depth, found)
        return found

    def _entry(self, told: str, indent: int, depth: int, into: dict[str, Any]) -> None:
        """One key with its value; ``told`` begins with the key, which stands at ``indent``."""
        match = _AT_KEY.match(told)
        if match is None or match[1] in into or match[1] in _WORDS:
            raise _Beyond
        rest = told[match.end() :]
        self.at += 1
        if rest.startswith("|"):
            into[match[1]] = self._block(rest, indent)
        elif not rest or rest[0] == "#":
            into[match[1]] = self._below(indent, depth)
        else:
            value = _value(rest)
            self._ends_here(indent)
            into[match[1]] = value

    def _ends_here(self, indent: int) -> None:
        """A plain word may go on in lines that stand further in; those are left to the parser."""
        line = self._next()
        if line is not None and _indent(line) > indent:
            raise _Beyond

    def _below(self, indent: int, depth: int) -> Any:
        """What stands below a key, further in; a list may stand at the same place."""
        line = self._next()
        if line is None:
            return None
        here = _indent(line)
        if line[here] == "-" and here >= indent:
            return self._list(here, depth + 1)
        if here <= indent:
            return None
        return self._mapping(here, depth + 1)

    def _list(self, indent: int, depth: int) -> list[Any]:
        if depth > _MOST_DEPTH:
            raise _Beyond
        found: list[Any] = []
        while (line := self._next()) is not None:
            here = _indent(line)
            if here < indent or (here == indent and line[here] != "-"):
                break
            if here > indent or line[here : here + 2] != "- ":
                raise _Beyond
            told = line[here + 1 :].lstrip(" ")
            inner = len(line) - len(told)
            if not told or told[0] in "#-|":
                raise _Beyond
            if _AT_KEY.match(told):
                entry: dict[str, Any] = {}
                self._entry(told, inner, depth, entry)
                found.append(self._more(inner, depth, entry))
            else:
                self.at += 1
                found.append(_value(told))
                self._ends_here(indent)
        return found

    def _more(self, indent: int, depth: int, entry: dict[str, Any]) -> dict[str, Any]:
        """The other keys of an entry of a list, below its first."""
        line = self._next()
        if line is not None and _indent(line) >= indent:
            if _indent(line) > indent or line[indent] == "-":
                raise _Beyond
            for key, value in self._mapping(indent, depth + 1).items():
                if key in entry:
                    raise _Beyond
                entry[key] = value
        return entry

    def _block(self, rest: str, indent: int) -> str:
        """A text of several lines, with or without the line end at its end."""
        if rest not in ("|", "|-"):
            raise _Beyond
        lines: list[str] = []
        inner = -1
        while self.at < len(self.raw):
            line = self.raw[self.at]
            told = line.lstrip(" ")
            if told:
                here = len(line) - len(told)
                if here <= indent:
                    break
                inner = here if inner < 0 else inner
                if here < inner:
                    raise _Beyond
            elif (inner < 0 and line) or len(line) > max(inner, 0):
                raise _Beyond  # blank lines with spaces of their own
            lines.append(line[inner:] if told else "")
            self.at += 1
        if inner < 0:
            raise _Beyond
        cut_off = bool(lines[-1])  # the text ends without the end of its last line
        while lines and not lines[-1]:
            lines.pop()
        return "\n".join(lines) + ("" if rest == "|-" or (cut_off and self.at == len(self.raw)) else "\n")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _value(told: str) -> Any:
    """The value that is the rest of a line, with a comment behind it perhaps."""
    first = told[0]
    if first in "[{":
        value, end = _flow(told, 0, 0)
        _nothing_behind(told, end)
        return value
    if first in "\"'":
        value, end = _quoted(told, 0)
        _nothing_behind(told, end)
        return value
    if first in _FIRSTS and not _NUMBER.match(told):
        raise _Beyond
    comment = told.find(" #")
    word = (told if comment < 0 else told[:comment]).rstrip(" ")
    if ": " in word or word.endswith(":"):
        raise _Beyond
    return _plain(word)


def _plain(word: str) -> Any:
    """The value of a plain word."""
    if word in _WORDS:
        return _WORDS[word]
    if not _LIKE_A_NUMBER.match(word) or _DAY_OR_TIME.fullmatch(word):
        return word
    if len(word) <= _LONGEST_NUMBER and _NUMBER.fullmatch(word):
        return int(word)
    raise _Beyond


def _nothing_behind(told: str, end: int) -> None:
    rest = told[end:]
    if (rest.strip(" ") and not rest.lstrip(" ").startswith("#")) or rest.startswith("#"):
        raise _Beyond


def _quoted(told: str, at: int) -> tuple[str, int]:
    """A word in quotation marks, without anything that has a meaning of its own in them."""
    match = (_DOUBLE if told[at] == '"' else _SINGLE).match(told, at)
    if match is None or told[match.end() : match.end() + 1] == "'":
        raise _Beyond
    return match[1], match.end()


def _flow(told: str, at: int, depth: int) -> tuple[Any, int]:
    """A list or a mapping in brackets that ends in the line it began in."""
    if depth > _MOST_DEPTH:
        raise _Beyond
    close = "]" if told[at] == "[" else "}"
    items: list[Any] = []
    pairs: dict[str, Any] = {}
    at = _over(told, at + 1)
    while told[at : at + 1] != close:
        if close == "}":
            match = _AT_KEY.match(told, at)
            if match is None or match[1] in pairs or match[1] in _WORDS:
                raise _Beyond
            pairs[match[1]], at = _item(told, _over(told, match.end()), depth)
        else:
            value, at = _item(told, at, depth)
            items.append(value)
        at = _over(told, at)
        if told[at : at + 1] == ",":
            at = _over(told, at + 1)
        elif told[at : at + 1] != close:
            raise _Beyond
    return (items if close == "]" else pairs), at + 1


def _item(told: str, at: int, depth: int) -> tuple[Any, int]:
    first = told[at : at + 1]
    if not first or first in ",]}":
        raise _Beyond
    if first in "[{":
        return _flow(told, at, depth + 1)
    if first in "\"'":
        return _quoted(told, at)
    match = _PLAIN_IN_FLOW.match(told, at)
    if match is None or told[match.end() : match.end() + 1] not in (",", "]", "}"):
        raise _Beyond
    return _plain(match[0].rstrip(" ")), match.end()


def _over(told: str, at: int) -> int:
    while told[at : at + 1] == " ":
        at += 1
    return at
