"""Formatting one text: read, put in order, written, and held against what was there before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import yaml

from etiquette._data import load_schema
from etiquette._reading.document import Document
from etiquette._reading.yaml import parse
from etiquette.diagnostics import Diagnostic, Location

from .compose import compose
from .layout import Layout
from .nodes import BLANK, Tree, items_in
from .order import in_order

__all__ = ["Formatted", "Kind", "formatted", "kind_of", "rewritten"]

Kind: TypeAlias = Literal["rules", "pack", "suite", "handbook", "concept", "language"]


@dataclass(frozen=True, slots=True)
class Formatted:
    """The text in the canonical layout, and whether it was in it before."""

    text: str
    changed: bool


def formatted(text: str, file: str) -> tuple[Formatted | None, tuple[Diagnostic, ...]]:
    """``text`` in the canonical layout; ``None`` and the reasons if it can't be read, or can't be kept.

    Lines end as the first line of ``text`` does. A byte order mark is dropped.
    """
    document, problems = parse(text, file)
    if document is None:
        return None, problems
    tree = composed(document)
    if tree is None:
        return None, (_not_kept(document, "it is written in a way that can't be taken apart"),)
    found, problems = rewritten(document, tree)
    return (Formatted(found.text, found.text != text) if found else None), problems


def composed(document: Document) -> Tree | None:
    """The nodes of a document, with its comments."""
    try:
        return compose(plain_breaks(document.text))
    except (yaml.YAMLError, RecursionError):
        return None


def rewritten(
    document: Document, tree: Tree, expected: Any = None
) -> tuple[Formatted | None, tuple[Diagnostic, ...]]:
    """The canonical text of ``tree``, which ``document`` was read to.

    It is read again and compared: the data has to be that of the document (or ``expected``, if the tree was
    changed on purpose), and every comment has to be there still.
    """
    data = document.data if expected is None else expected
    comments = _comments(tree)
    kind = kind_of(document.data)
    if kind is not None:
        in_order(tree.root, load_schema(kind))
    text = Layout(spaced=kind in ("rules", "suite")).write(tree)
    again, _ = parse(text, document.file)
    after = composed(again) if again else None
    if again is None or after is None:
        return None, (_not_kept(document, "what would be written couldn't be read again"),)
    if not same(again.data, data):
        return None, (_not_kept(document, f"formatting would change what {_first_change(again, data)}"),)
    lost = comments - _comments(after)
    if lost:
        return None, (_not_kept(document, f"formatting would lose the comment {sorted(lost)[0]!r}"),)
    crlf = re.match(r"[^\r\n]*\r\n", document.text) is not None
    written = text.replace("\n", "\r\n") if crlf else text
    return Formatted(written, written != document.text), ()


def plain_breaks(text: str) -> str:
    """``text`` with line feeds at the ends of its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def kind_of(data: Any) -> Kind | None:
    """What a file of a pack is: rules, a manifest, a suite and so on; ``None`` for anything else."""
    if isinstance(data, dict):
        if isinstance(data.get("rules"), list):
            return "rules"
        if "pack" in data and "format" in data:
            return "pack"
        if "title" in data and any(isinstance(data.get(key), list) for key in ("cases", "days")):
            return "suite"
        if "title" in data and isinstance(data.get("chapters"), list):
            return "handbook"
        if isinstance(data.get("language"), str):
            return _kind_of_words(data)
    return None


def _kind_of_words(data: Mapping[str, Any]) -> Kind | None:
    """What a file is that says which language it is about."""
    if isinstance(data.get("concept"), str):
        return "concept"
    return "language" if data.keys() <= load_schema("language")["properties"].keys() else None


def same(one: Any, other: Any) -> bool:
    """Whether two documents hold the same data, where ``1`` is neither ``true`` nor ``1.0``."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and (one == other or one != one)


def _first_change(document: Document, data: Any) -> str:
    """Where two documents differ, in words."""
    path: list[str] = []
    one, other = document.data, data
    while True:
        if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
            keys = [key for key in one if not same(one[key], other[key])]
        elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            keys = [n for n in range(len(one)) if not same(one[n], other[n])]
        else:
            break
        path.append(str(keys[0]))
        one, other = one[keys[0]], other[keys[0]]
    return f"stands at {'.'.join(path)}" if path else "the file says"


def _comments(tree: Tree) -> Counter[str]:
    found = [*tree.head, *tree.tail, *tree.root.last]
    for item in items_in(tree.root):
        found += [*item.lead, *item.line, *item.value.last]
    return Counter(each for each in found if each != BLANK)


def _not_kept(document: Document, why: str) -> Diagnostic:
    message = f"{document.file} is left as it is: {why}."
    help_ = "Write that place more simply, and format the file again."
    return Diagnostic("L600", message, help_, Location(document.file))
