"""A further rule in a file of rules, put below the last one as text, so that nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from etiquette._reading.document import Document
from etiquette._reading.yaml import parse

__all__ = ["with_rule"]

_ITEM: Final = re.compile(r"( *)-( +)(?=\S)")
_KEY: Final = re.compile(r"[^\s#]")
_BLANK: Final = re.compile(r"\s*(#.*)?")


def with_rule(text: str, file: str, rule: Sequence[str]) -> str | None:
    """The text of a file of rules with one more at the end of its list.

    ``rule`` are the lines of the rule, without the dash. ``None`` where the list isn't written line by line,
    or where anything else in the file would change: then the rule had better stand in a file of its own.
    """
    before, _ = parse(text, file)
    if before is None or not _listed(before):
        return None
    lines = text.split("\n")
    last = before.at(("rules", len(before.data["rules"]) - 1))
    begins = _dash(lines, last.line - 1) if last else None
    if begins is None:
        return None
    indent, gap = begins[1], begins[2]
    end = _end(lines, last.line if last else 0, indent)
    tail = "\r" if lines[0].endswith("\r") else ""
    told = [f"{indent}{' ' if n else '-'}{gap}{line}" if line else "" for n, line in enumerate(rule)]
    made = [*lines[:end], *(f"{line}{tail}" for line in ("", *told)), *lines[end:]]
    if end == len(lines):
        made[end - 1] += tail if not made[end - 1].endswith(tail) else ""
        made.append("")
    found = "\n".join(made)
    return found if _only_added(before, found, file) else None


def _listed(document: Document) -> bool:
    data = document.data
    return isinstance(data, dict) and isinstance(data.get("rules"), list) and bool(data["rules"])


def _dash(lines: Sequence[str], last: int) -> re.Match[str] | None:
    """The dash with which the last rule begins, if it begins on the line of its first key."""
    return _ITEM.match(lines[last].removeprefix("\ufeff"))


def _end(lines: Sequence[str], start: int, indent: str) -> int:
    """The number of the line before which the list has ended: after its last line that says anything.

    Comments that follow belong to the rule above if they are indented like a part of it, or if nothing else
    comes after them.
    """
    end = start
    for number in range(start, len(lines)):
        line = lines[number].rstrip()
        if not line:
            continue
        if not line.startswith(f"{indent} ") and not line.lstrip().startswith("#"):
            break
        if line.startswith(f"{indent} ") or all(_BLANK.fullmatch(each) for each in lines[number:]):
            end = number + 1
    return max(end, start)


def _only_added(before: Document, text: str, file: str) -> bool:
    """Whether the new text says what the old one said, and one rule more."""
    after, _ = parse(text, file)
    if after is None or not _listed(after) or len(after.data["rules"]) != len(before.data["rules"]) + 1:
        return False
    return bool({**after.data, "rules": after.data["rules"][:-1]} == before.data)
