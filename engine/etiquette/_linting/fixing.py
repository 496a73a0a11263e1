"""``--fix``: mending what can be mended without a change of meaning, and making sure of that.

Files are changed as trees with their comments, and written in the layout of ``etiquette fmt``. All this
happens in a copy of the pack. Only when the copy loads, and means what the pack means, is it put in place.
"""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from etiquette._formatting.files import write_whole
from etiquette._formatting.formatting import composed, rewritten
from etiquette._formatting.nodes import BLANK, Item, Node
from etiquette._packing.pack_walk import RELEASES
from etiquette._reading.document import Document, PathKey
from etiquette.diagnostics import Diagnostic, Location

from .finding import REMOVE, Edit, Finding
from .linting import lint
from .meaning import difference, meaning
from .reading import Options, subjects
from .subject import Subject

__all__ = ["Mended", "fix"]

_MOST_ROUNDS: Final = 20


@dataclass(frozen=True, slots=True)
class Mended:
    """The files that were changed, how many findings that settled, and why there aren't more."""

    files: tuple[Path, ...] = ()
    count: int = 0
    problems: tuple[Diagnostic, ...] = ()


def fix(folder: Path, options: Options) -> Mended:
    """Mend the pack in ``folder``. Raises :class:`RulesError` for what can't be loaded, and OSError."""
    (subject,) = subjects([folder], options)
    before = _fixable(subject)
    if not before:
        return Mended()
    if _is_released(subject):
        return Mended(problems=(_released(subject),))
    where = replace(options, paths=(*options.paths, folder.resolve().parent))
    with tempfile.TemporaryDirectory(prefix="etiquette-") as temporary:
        copied = Path(temporary) / folder.resolve().name
        shutil.copytree(folder, copied, ignore=shutil.ignore_patterns(RELEASES, ".*"))
        count, problem = _rounds(copied, where, meaning(subject.ruleset))
        if problem is not None:
            return Mended(problems=(problem,))
        changed = []
        for name in sorted(subject.documents):
            path = Path(name)
            new = copied / path.relative_to(folder)
            if new.read_bytes() != path.read_bytes():
                write_whole(path, new.read_bytes().decode())
                changed.append(path)
    return Mended(tuple(changed), count)


def _rounds(folder: Path, options: Options, wanted: Mapping[str, Any]) -> tuple[int, Diagnostic | None]:
    """Mend until nothing is left: what is mended may show what was behind it. Gives back how many were."""
    count = 0
    for _ in range(_MOST_ROUNDS):
        (subject,) = subjects([folder], options)
        changed = difference(wanted, meaning(subject.ruleset))
        if changed:
            return 0, _different(subject, changed)
        fixed = _round(subject, _fixable(subject))
        count += fixed
        if not fixed:
            break
    return count, None


def _fixable(subject: Subject) -> list[Finding]:
    return [finding for finding in lint(subject) if finding.edits]


def _round(subject: Subject, findings: Sequence[Finding]) -> int:
    """Write each file with the edits that don't touch one another; how many findings that mends."""
    by_file: dict[str, list[Edit]] = defaultdict(list)
    for finding in findings:
        for edit in finding.edits:
            by_file[edit.file].append(edit)
    fixed = 0
    for name, edits in by_file.items():
        text, applied = _edited(subject.documents[name], edits)
        if text is not None:
            write_whole(Path(name), text)
            fixed += applied
    return fixed


def _overlap(one: PathKey, other: PathKey) -> bool:
    """Whether one place is in the other, or both are entries of one list, whose numbers would change."""
    short = min(len(one), len(other))
    siblings = one[:-1] == other[:-1] and isinstance(one[-1], int)
    return one[:short] == other[:short] or siblings


def _edited(document: Document, edits: Sequence[Edit]) -> tuple[str | None, int]:
    """The text of a document with edits, and how many there are in it; ``None`` if none can be made."""
    tree = composed(document)
    if tree is None:
        return None, 0
    data = copy.deepcopy(document.data)
    done: list[PathKey] = []
    for edit in edits:
        if not any(_overlap(edit.path, other) for other in done) and _change(tree.root, edit):
            _change_data(data, edit)
            done.append(edit.path)
    found, _ = rewritten(document, tree, data) if done else (None, ())
    return (found.text, len(done)) if found else (None, 0)


def _change(root: Node, edit: Edit) -> bool:
    """Make an edit in a tree; ``False`` if an anchor would be lost by it, or an empty mapping be left.

    Comments inside what goes, or what is written anew, move up.
    """
    parent, node = root, root
    item: Item | None = None
    for part in edit.path:
        parent = node
        item = _item_at(parent, part)
        if item is None:
            return False
        node = item.value
    if item is None or node.kind == "alias" or node.anchor:
        return False
    inside = _comments(node)
    if edit.value is not REMOVE:
        item.value = _node(edit.value)
        item.lead += inside
        return True
    if len(parent.items) == 1:
        return False
    index = parent.items.index(item)
    parent.items.remove(item)
    left = [each for each in (*item.lead, *item.line, *inside) if each != BLANK]
    if index < len(parent.items):
        parent.items[index].lead[:0] = left
    else:
        parent.last[:0] = left
    return True


def _comments(node: Node) -> list[str]:
    """All comments inside a value, in order."""
    found: list[str] = []
    for item in node.items:
        found += [*item.lead, *item.line, *_comments(item.value)]
    return [each for each in (*found, *node.last) if each != BLANK]


def _item_at(node: Node, part: str | int) -> Item | None:
    if isinstance(part, int):
        return node.items[part] if node.kind == "sequence" and part < len(node.items) else None
    return next((item for item in node.items if item.key and item.key.text == part), None)


def _change_data(data: Any, edit: Edit) -> None:
    *way, last = edit.path
    for part in way:
        data = data[part]
    if edit.value is REMOVE:
        del data[last]
    else:
        data[last] = edit.value


def _node(value: Any) -> Node:
    """Plain data as a node."""
    if isinstance(value, dict):
        items = [Item(0, _node(key), _node(each)) for key, each in value.items()]
        return Node("mapping", 0, 0, 0, items=items)
    if isinstance(value, list):
        return Node("sequence", 0, 0, 0, items=[Item(0, None, _node(each)) for each in value])
    if isinstance(value, str):
        return Node("scalar", 0, 0, 0, text=value)
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    return Node("scalar", 0, 0, 0, text=text, plain=True)


def _is_released(subject: Subject) -> bool:
    pack = next(each for each in subject.layers.packs if each.name == subject.name)
    return pack.released is not None


def _released(subject: Subject) -> Diagnostic:
    pack = next(each for each in subject.layers.packs if each.name == subject.name)
    version = pack.manifest.data["version"]
    message = f"Nothing of {pack.id} is mended: this version is on record as released, and can't change."
    help_ = "Give the pack a new version, then mend it."
    problem: Diagnostic = version.problem("E407", message, help_)
    return problem


def _different(subject: Subject, name: str) -> Diagnostic:
    message = f"Nothing of {subject.name} is mended: that would change what {name} says."
    help_ = "Mend it by hand. This is a fault of this program: please report it."
    return Diagnostic("L600", message, help_, Location(subject.name))
