"""Writing one word or text: without quotes where that is safe, else in the quotes that need least."""

from __future__ import annotations

import json
import re
from typing import Final

from etiquette._reading.yaml_compose import core_value

from .nodes import Node

__all__ = ["folded", "inline", "needs_lines"]

_NOT_PRINTABLE: Final = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NEVER_PLAIN: Final = re.compile(
    r"""^[,\[\]{}\#&*!|>'"%@`]"""  # would mean something at the beginning
    r"|^[-?:](?![0-9A-Za-z])"
    r"|^---|^\.\.\.|^<<$"
    r"|:(?=\s|$)|\s\#|^\s|\s$|[\n\t]"
)
_NOT_IN_BRACKETS: Final = re.compile(r"[,\[\]{}?]|:$")
_SPACE: Final = re.compile(r"(?<=\S) (?=\S)")
_WORDS: Final = {True: "true", False: "false", None: "null"}
_FOLDABLE: Final = re.compile(r"\S(.*\S)?(\n+\S(.*\S)?)*\n?")
_LITERAL: Final = re.compile(r"\S(.*\S)?(\n( *\S(.*\S)?)?)*")


def inline(node: Node, *, brackets: bool = False) -> str:
    """A scalar or an alias in one line, ``brackets`` for inside ``[]`` or ``{}``."""
    name = f"&{node.anchor} " if node.anchor else ""
    if node.kind == "alias":
        return f"*{node.text}"
    return f"{name}{_content(node, brackets=brackets)}".rstrip(" ")


def _content(node: Node, *, brackets: bool) -> str:
    value = core_value(node.text) if node.plain else node.text
    if isinstance(value, str):
        return _text(node.text, brackets=brackets)
    if value is None and not node.text:
        return "null" if brackets else ""
    return _WORDS[value] if value is None or isinstance(value, bool) else node.text


def _text(text: str, *, brackets: bool) -> str:
    if _is_plain(text, brackets=brackets):
        return text
    if _NOT_PRINTABLE.search(text) or "\n" in text:
        return _escaped(text)
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str, *, brackets: bool) -> bool:
    return bool(
        text
        and isinstance(core_value(text), str)
        and not _NEVER_PLAIN.search(text)
        and not _NOT_PRINTABLE.search(text)
        and not (brackets and _NOT_IN_BRACKETS.search(text))
    )


def _escaped(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _NOT_PRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def needs_lines(node: Node) -> bool:
    """Whether a scalar is a text of several lines, so that it stands better on lines of its own."""
    return node.kind == "scalar" and "\n" in node.text and folded(node, 80) is not None


def folded(node: Node, width: int) -> tuple[str, list[str]] | None:
    """A text as a sign such as ``>-`` and lines of at most ``width`` where words allow it.

    ``None`` for what can't be written so, or would gain nothing by it.
    """
    text = node.text
    value = core_value(text) if node.plain else text
    if node.kind != "scalar" or not isinstance(value, str) or _NOT_PRINTABLE.search(text):
        return None
    body = text.removesuffix("\n")
    end = "" if body != text else "-"
    long = any(len(line) > width for line in body.split("\n"))
    if _FOLDABLE.fullmatch(text) and (long or "\n" not in body):
        if "\n" not in text and not _SPACE.search(text):
            return None
        return f">{end}", _wrapped(body, width)
    if _LITERAL.fullmatch(body) and not body.endswith("\n"):
        return f"|{end}", body.split("\n")
    return None


def _wrapped(text: str, width: int) -> list[str]:
    """Lines that are read as ``text`` once they are folded: a break in it takes a blank line more."""
    lines: list[str] = []
    for part in re.split(r"(\n+)", text):
        if part.startswith("\n"):
            lines += [""] * len(part)
            continue
        line = ""
        for word in _SPACE.split(part):
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines
