"""A new rule of a pack: what it says at first, and the file that it goes into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etiquette._packing.file_kinds import kind_of_file
from etiquette._packing.pack_files import Pack, read_pack
from etiquette._packing.pack_search import MANIFEST, MOST_BYTES, candidate_at
from etiquette._packing.pack_walk import RELEASES, files_of
from etiquette._reading.files import decode, read_bytes
from etiquette._reading.paths import look
from etiquette._reading.yaml import parse
from etiquette.diagnostics import RulesError

from .appending import with_rule
from .names import title_of
from .packs import SCHEMAS
from .templates import filled, scalar

__all__ = ["Addition", "addition", "pack_in"]

_BOM: Final = "\ufeff"
_INSIDE: Final = "    "
"""How far the template indents what stands under the dash of a rule."""


@dataclass(frozen=True, slots=True)
class Addition:
    """The file that a rule goes into, its whole new text, and the line on which the rule begins."""

    path: Path
    text: str
    line: int
    new: bool


def pack_in(folder: Path) -> Pack:
    """The pack in a folder. Raises :class:`RulesError` when it can't be read."""
    candidate, problems = candidate_at(folder, str(folder))
    pack, found = read_pack(candidate) if candidate else (None, ())
    if pack is None:
        raise RulesError((*problems, *found))
    return pack


def addition(folder: Path, rule_id: str, action: str, source: str) -> Addition:
    """Where the rule goes: into a file with rules of its topic, into the pack's only one, or into a new one.

    A file whose list of rules isn't written line by line is left alone. ``source`` is what the rule is said
    to come from.
    """
    topic, _, name = rule_id.rpartition("/")
    words = {
        "id": rule_id,
        "title": scalar(title_of(name)),
        "action": action,
        "source": scalar(source),
        "topic": scalar(title_of(topic.rpartition("/")[2])),
    }
    template = filled("rule", words)["rule.yaml"]
    head, _, body = template.partition("rules:\n")
    lines = [line.removeprefix("  - ").removeprefix(_INSIDE) for line in body.splitlines()]
    for path, text in _files_for(folder, topic):
        bom = _BOM if text.startswith(_BOM) else ""
        found = with_rule(text.removeprefix(_BOM), str(path), lines)
        if found is not None:
            return Addition(path, bom + found, _line_of(found, rule_id), new=False)
    path = _new_file(folder, topic, name)
    schemas = look(folder / SCHEMAS / "rules.schema.json").kind == "file"
    text = template if schemas else template.removeprefix(head)
    return Addition(path, text, _line_of(text, rule_id), new=True)


def _files_for(folder: Path, topic: str) -> Iterator[tuple[Path, str]]:
    """The files of rules that suit a topic, the best one first, each with its text."""
    files = [(path, *_read(path)) for path, _ in files_of(folder, str(folder))[0] if isinstance(path, Path)]
    readable = [(path, text, topics) for path, text, topics in files if text is not None]
    alike = [(path, text) for path, text, topics in readable if topic in topics]
    named = [(path, text) for path, text, _ in readable if path.stem == topic.rpartition("/")[2]]
    yield from alike[-1:]
    yield from named
    if not alike and not named and len(readable) == 1:
        yield readable[0][:2]


def _read(path: Path) -> tuple[str | None, frozenset[str]]:
    """The text of a file of rules, with its byte order mark, and the topics of its rules."""
    raw, _ = read_bytes(path, str(path), MOST_BYTES)
    text, _ = decode(raw, str(path), MOST_BYTES) if raw is not None else (None, ())
    document, _ = parse(text, str(path)) if text is not None else (None, ())
    if raw is None or text is None or document is None or not isinstance(document.data, dict):
        return None, frozenset()
    if kind_of_file(document.data) != "rules":
        return None, frozenset()
    rules = document.data.get("rules")
    ids = [str(each.get("id", "")) for each in rules or () if isinstance(each, dict)]
    bom = _BOM if raw.startswith(_BOM.encode()) else ""
    return bom + text, frozenset(each.rpartition("/")[0] for each in ids)


def _new_file(folder: Path, topic: str, name: str) -> Path:
    stem = topic.replace("/", "-")
    taken = {MANIFEST, RELEASES}
    names = (f"{stem}.yaml", f"{stem}-{name}.yaml", *(f"{stem}-{name}-{n}.yaml" for n in range(2, 100)))
    free = (each for each in names if each not in taken and look(folder / each).kind == "nothing")
    return folder / next(free)


def _line_of(text: str, rule_id: str) -> int:
    lines = text.split("\n")
    return 1 + max(number for number, line in enumerate(lines) if line.split() == ["-", "id:", rule_id])
