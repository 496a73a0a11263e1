"""The files of a pack: every YAML file in its folder and below it, each once, and what is in the way.

Nothing that could hold a rule is passed over without a word. Links are followed last, and only to what
hasn't been read by its own name, so that they can't lead round in a circle.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from etiquette._reading.files import read_bytes
from etiquette._reading.paths import Look, look, real_path, reason_of
from etiquette._reading.yaml import read
from etiquette.diagnostics import Diagnostic, Location

from .file_kinds import kind_of_file
from .pack_search import MANIFEST, MOST_BYTES, joined

__all__ = ["HANDBOOK", "RELEASES", "SUITES", "files_of"]

RELEASES: Final = "releases.yaml"
HANDBOOK: Final = "handbook.yaml"
"""What a pack's handbook says beside the rules; of no weight for any decision."""

SUITES: Final = "tests"
"""The folder at the top of a pack that holds its suites, and no rules."""

_SUFFIX: Final = ".yaml"
_SUFFIXES: Final = (_SUFFIX, ".yml")
_MOST_FILES: Final = 1000
_MOST_FOLDERS: Final = 10_000
_BEGINS_RULES: Final = re.compile(rb"^\{?\s*[\"']?rules[\"']?\s*:", re.MULTILINE)

_BEGINS_OTHERS: Final = re.compile(rb"^\{?\s*[\"']?(concept|language|drafts)[\"']?\s*:", re.MULTILINE)

_BEGINS_FACTS: Final = re.compile(rb"^(today|timezone|proposed)[ \t]*:", re.MULTILINE)

_Entry = tuple[Traversable, str]


def files_of(folder: Traversable, label: str) -> tuple[tuple[_Entry, ...], tuple[Diagnostic, ...]]:
    """The files of the pack in ``folder``, each with what diagnostics call it, and every problem.

    They hold rules, concepts and languages. The pack's manifest, its record of releases, its handbook, its
    suites, facts and folders that are packs themselves are not among them.
    """
    walk = _Walk()
    walk.run(folder, label)
    return tuple(sorted(walk.files, key=lambda entry: entry[1])), tuple(walk.problems)


class _Walk:
    def __init__(self) -> None:
        self.files: list[_Entry] = []
        self.problems: list[Diagnostic] = []
        self.folders: deque[_Entry] = deque()
        self.linked_folders: list[_Entry] = []
        self.linked_files: list[_Entry] = []
        self.seen: set[str] = set()

    def run(self, folder: Traversable, label: str) -> None:
        """Go through all folders, then through those that only links lead to, then take linked files."""
        self.folders.append((folder, label))
        visited = 0
        while self.folders or self.linked_folders:
            here = self.folders.popleft() if self.folders else self.linked_folders.pop(0)
            if not self._is_new(here[0]):
                continue
            visited += 1
            if len(self.files) > _MOST_FILES or visited > _MOST_FOLDERS:
                self._too_many(label)
                return
            self._list(*here, top=visited == 1)
        for child, inner in self.linked_files:
            if self._is_new(child):
                self.files.append((child, inner))
        if len(self.files) > _MOST_FILES:
            self._too_many(label)

    def _is_new(self, path: Traversable) -> bool:
        real = real_path(path)
        if real is None:
            return True
        if real in self.seen:
            return False
        self.seen.add(real)
        return True

    def _list(self, folder: Traversable, label: str, *, top: bool) -> None:
        try:
            inside = sorted(folder.iterdir(), key=lambda each: each.name)
        except OSError as error:
            self.problems.append(_closed_folder(label or folder.name, reason_of(error)))
            return
        for child in inside:
            inner = joined(label, child.name)
            if not (top and (child.name in (MANIFEST, RELEASES) or _is_handbook(child, inner))):
                self._take(child, inner, top=top)

    def _take(self, child: Traversable, inner: str, *, top: bool) -> None:
        there = look(child)
        is_link = isinstance(child, Path) and os.path.islink(child)  # noqa: PTH114 - this one never raises
        if there.kind == "folder":
            if top and child.name == SUITES:
                self.problems += _rules_among_suites(child, inner)
            else:
                self._take_folder(child, inner, is_link=is_link)
            return
        wrong = list(_problems(child, inner, there))
        self.problems += wrong
        if wrong or child.name.startswith(".") or not child.name.endswith(_SUFFIX) or _holds_facts(child):
            return
        if is_link:
            self.linked_files.append((child, inner))
        elif self._is_new(child):
            self.files.append((child, inner))

    def _take_folder(self, child: Traversable, inner: str, *, is_link: bool) -> None:
        if child.name.startswith(".") or child.name == "__pycache__":
            return
        manifest = look(child / MANIFEST)
        if manifest.kind == "refused":
            self.problems.append(_closed_folder(inner, manifest.reason))
        elif manifest.kind == "nothing":
            (self.linked_folders if is_link else self.folders).append((child, inner))

    def _too_many(self, label: str) -> None:
        self.files = self.files[:_MOST_FILES]
        message = f"The pack has more than {_MOST_FILES} files, or {_MOST_FOLDERS} folders."
        help_ = f"Check that {MANIFEST} stands in the right folder."
        self.problems.append(Diagnostic("E403", message, help_, Location(joined(label, MANIFEST))))


def _problems(child: Traversable, inner: str, there: Look) -> Iterator[Diagnostic]:
    """Why something that could be a file of rules, and is no folder, can't be read as one."""
    name = child.name
    is_yaml = name.lower().endswith(_SUFFIXES)
    if name.startswith("."):
        if is_yaml and there.kind == "file" and _holds_rules(child, inner):
            help_ = f"Rename it to {name.lstrip('.')}, or take it out of the pack."
            yield _unread(inner, "a name that begins with a dot is hidden", help_)
    elif there.kind == "refused":
        help_ = "Change its permissions, or take it out of the pack."
        yield Diagnostic("E101", f"{inner} can't be read: {there.reason}.", help_, Location(inner))
    elif is_yaml and there.kind in ("pipe", "other"):
        yield _unread(inner, "it is no file but a pipe or a device", "Put a file in its place.")
    elif is_yaml and not name.endswith(_SUFFIX):
        help_ = f"Rename it to {name.rpartition('.')[0]}{_SUFFIX}."
        yield _unread(inner, f"rules stand in files that end in {_SUFFIX}", help_)


def _is_handbook(child: Traversable, inner: str) -> bool:
    """Whether a file is the pack's handbook, and no file of rules that happens to have its name."""
    return child.name == HANDBOOK and look(child).kind == "file" and not _may_hold_rules(child, inner)


def _holds_facts(child: Traversable) -> bool:
    """Whether a file is plainly one of facts, such as a witness of a proof made in the pack's folder.

    It tells its day or its zone, or proposes a step, which no file of rules does.
    """
    raw, _ = read_bytes(child, child.name, MOST_BYTES)
    return raw is not None and bool(_BEGINS_FACTS.search(raw)) and not _BEGINS_RULES.search(raw)


def _rules_among_suites(folder: Traversable, label: str) -> Iterator[Diagnostic]:
    """The files of rules that stand where only suites are looked for."""
    try:
        inside = sorted(folder.iterdir(), key=lambda each: each.name)
    except OSError:
        return  # whoever runs the suites is told; the rules can do without them
    for child in inside:
        inner = joined(label, child.name)
        if child.name.endswith(_SUFFIX) and look(child).kind == "file" and _may_hold_rules(child, inner):
            help_ = f"Put it beside {MANIFEST}, or into a folder with another name."
            yield _unread(inner, f"the folder {SUITES} holds suites and no rules", help_)


def _may_hold_rules(child: Traversable, inner: str) -> bool:
    """Whether a file is one of rules; most suites can be told from that without parsing them."""
    raw, _ = read_bytes(child, inner, MOST_BYTES)
    begins = raw is not None and (_BEGINS_RULES.search(raw) or _BEGINS_OTHERS.search(raw))
    return bool(begins) and _holds_rules(child, inner)


def _holds_rules(child: Traversable, inner: str) -> bool:
    """Whether a hidden file is one of a pack, and not one of the many that other programs keep."""
    document, _ = read(child, inner, MOST_BYTES)
    data = document.data if document is not None else None
    if kind_of_file(data) != "rules":
        return isinstance(data, dict) and bool(data.keys() & {"phrases", "patterns", "negators", "stemmer"})
    rules = data.get("rules") if isinstance(data, dict) else None
    return isinstance(rules, list) and any(isinstance(each, dict) and "action" in each for each in rules)


def _unread(label: str, why: str, help_: str) -> Diagnostic:
    return Diagnostic("E408", f"{label} isn't read: {why}.", help_, Location(label))


def _closed_folder(label: str, reason: str) -> Diagnostic:
    message = f"The folder {label} can't be looked into: {reason}."
    help_ = "Change its permissions, so that the rules in it can be read, or take it out of the pack."
    return Diagnostic("E408", message, help_, Location(label))
