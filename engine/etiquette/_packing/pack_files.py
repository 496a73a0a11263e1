"""Reading one pack: its manifest, rules, concepts, vocabulary, what was released of it, and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from etiquette._data import load_schema
from etiquette._reading.document import Document
from etiquette._reading.paths import look
from etiquette._reading.schema import validate
from etiquette._reading.vocabulary_slips import slips
from etiquette._reading.yaml import read
from etiquette.diagnostics import Diagnostic, has_errors
from etiquette.model import PackId

from .file_kinds import FileKind, kind_of_file
from .pack_search import MOST_BYTES, Candidate, joined
from .pack_walk import RELEASES, files_of
from .sound_parts import sound_parts
from .statements import statements
from .tree import Tree
from .versions import Version

__all__ = ["ORDERED", "RELEASES", "Pack", "broken_rules", "digest_of", "read_pack", "read_releases"]

ORDERED: Final = ("phases", "actions", "channels", "recipients", "carriers", "concepts")
"""Sections whose order is shown to people, or decides between what is otherwise equal; see `order`."""


@dataclass(frozen=True)
class Pack:
    """A pack as it was written. ``partial`` means that some of its rules couldn't be read.

    ``rules`` are those whose shape is right; ``rule_ids`` are all that could be told, right or wrong, and
    ``remains`` is what is left of the others without the keys that are wrong. ``concepts`` and ``languages``
    are the files of each kind whose shape is right, and ``language_ids`` the languages of all that are there.
    """

    candidate: Candidate
    manifest: Tree
    rules: tuple[Tree, ...]
    rule_ids: frozenset[str]
    vocabulary: Document | None
    digest: str
    released: str | None
    partial: bool
    remains: tuple[Tree, ...] = ()
    concepts: tuple[Tree, ...] = ()
    languages: tuple[Tree, ...] = ()
    language_ids: frozenset[str] = frozenset()
    drafts: tuple[Tree, ...] = ()

    @property
    def name(self) -> str:
        """The pack's name."""
        return self.candidate.name

    @property
    def id(self) -> PackId:
        """What reports call it by."""
        return PackId(self.name, str(self.candidate.version), self.digest)


def read_pack(candidate: Candidate) -> tuple[Pack | None, tuple[Diagnostic, ...]]:
    """The pack as far as it can be read, and all that is wrong with it.

    ``None`` if its manifest or its vocabulary isn't right: then nothing else in it can be understood.
    """
    misshapen = validate(candidate.manifest, load_schema("pack"))
    documents, problems = _documents(candidate)
    rules, remains, ids, wrong = _rules(candidate, documents["rules"])
    unreadable = [*problems, *wrong]
    concepts, wrong = _whole_files(candidate, "concept", documents["concept"])
    languages, more = _whole_files(candidate, "language", documents["language"])
    drafts, also = _whole_files(candidate, "drafts", documents["drafts"])
    problems = [*misshapen, *unreadable, *wrong, *more, *also]
    if misshapen:
        return None, tuple(problems)
    manifest = Tree.of(candidate.manifest, candidate.name)
    vocabulary, found = _vocabulary(candidate, manifest)
    problems += found
    if found:
        return None, tuple(problems)
    digest = digest_of(manifest, rules, vocabulary, statements(concepts, languages, drafts))
    released, found = _released(candidate, manifest, digest, clean=not has_errors(problems))
    problems += found
    partial = bool(unreadable)
    named = frozenset(ids)
    pack = Pack(
        candidate,
        manifest,
        tuple(rules),
        named,
        vocabulary,
        digest,
        released,
        partial,
        tuple(remains),
        tuple(concepts),
        tuple(languages),
        frozenset(str(each.data.get("language")) for each in documents["language"]),
        tuple(drafts),
    )
    return pack, tuple(problems)


def _whole_files(
    candidate: Candidate, kind: FileKind, documents: Sequence[Document]
) -> tuple[list[Tree], list[Diagnostic]]:
    """The files of one kind whose shape is right, and what is wrong with the others."""
    schema = load_schema(kind) if documents else {}
    trees: list[Tree] = []
    problems: list[Diagnostic] = []
    for document in documents:
        found = validate(document, schema)
        problems += found
        trees += [] if found else [Tree.of(document, candidate.name)]
    return trees, problems


def _rules(
    candidate: Candidate, documents: Sequence[Document]
) -> tuple[list[Tree], list[Tree], set[str], list[Diagnostic]]:
    """The rules whose shape is right, sorted by id; what is left of others; all ids; and what is wrong."""
    schema = load_schema("rules")
    problems: list[Diagnostic] = []
    rules: list[Tree] = []
    remains: list[Tree] = []
    ids: set[str] = set()
    for document in documents:
        found = validate(document, schema) or tuple(_of_a_plugin(document))
        problems += found
        wrong = broken_rules(document, found)
        remains += sound_parts(document, candidate.name, wrong or (), found)
        for index, rule in enumerate(_listed(document)):
            if isinstance(rule, dict) and isinstance(rule.get("id"), str):
                ids.add(rule["id"])
            if wrong is not None and index not in wrong:
                rules.append(Tree.of(document, candidate.name, ("rules", index)))
    rules.sort(key=lambda tree: (tree.data["id"].data, str(tree.location)))
    return rules, remains, ids, problems


def _of_a_plugin(document: Document) -> Iterator[Diagnostic]:
    """What only the rules of a plugin say: a pack knows what it declares."""
    if document.has(("with",)):
        message = "with is not allowed here: only the rules of plugins say with which packs they are used."
        yield document.problem("E207", ("with",), message, "Take it away.", key=True)


def broken_rules(document: Document, found: tuple[Diagnostic, ...]) -> set[int] | None:
    """The positions of the rules that ``found`` is about; ``None`` when it is about the file as a whole."""
    if not found:
        return set()
    starts = []
    for index in range(len(_listed(document))):
        place = document.at(("rules", index))
        starts.append((place.line, place.column) if place else (0, 0))
    wrong = set()
    for each in found:
        where = (each.location.line, each.location.column) if each.location else (0, 0)
        before = [index for index, start in enumerate(starts) if start <= where]
        if not before:
            return None
        wrong.add(before[-1])
    return wrong


def _listed(document: Document) -> list[Any]:
    rules = document.data.get("rules") if isinstance(document.data, dict) else None
    return rules if isinstance(rules, list) else []


def _documents(candidate: Candidate) -> tuple[Mapping[FileKind, list[Document]], list[Diagnostic]]:
    """The files in a pack's folder and its subfolders, by what they are."""
    documents: dict[FileKind, list[Document]] = {"rules": [], "concept": [], "language": [], "drafts": []}
    files, unread = files_of(candidate.folder, candidate.label)
    problems = list(unread)
    for source, label in files:
        document, found = read(source, label, MOST_BYTES)
        problems += found
        if document is not None:
            documents[kind_of_file(document.data)].append(document)
    return documents, problems


def _vocabulary(candidate: Candidate, manifest: Tree) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The pack's own facts, where it declares any."""
    named = manifest.get("vocabulary")
    if named is None:
        return None, ()
    source = candidate.folder / named.data
    if look(source).kind == "nothing":
        message = f"The vocabulary {named.data} isn't in the folder of {candidate.name}."
        return None, (named.problem("E445", message, "Put it beside pack.yaml, or correct its name."),)
    document, problems = read(source, joined(candidate.label, named.data), MOST_BYTES)
    if document is not None:
        problems += validate(document, load_schema("vocabulary")) or _slips(document, manifest)
    return document, problems


def _slips(document: Document, manifest: Tree) -> tuple[Diagnostic, ...]:
    """What can't be used in a vocabulary whose shape is right."""
    adds = manifest.get("extends") is not None
    return tuple(
        document.problem("E445", each.path, each.message, each.help)
        for each in slips(document.data, adds=adds)
    )


def digest_of(
    manifest: Tree, rules: list[Tree], vocabulary: Document | None, said: Sequence[Any] = ()
) -> str:
    """``sha256:…`` over what a pack says: not over comments, file names, or an order that means nothing.

    ``said`` are the statements of its files of concepts, languages and drafts.
    """
    content = {
        "manifest": {**manifest.plain(), "vocabulary": None},
        "vocabulary": json.dumps(vocabulary.data) if vocabulary else None,  # facts are asked for in its order
        "rules": sorted(_canonical(rule.plain()) for rule in rules),
    }
    if said:
        content["recognition"] = sorted({_canonical(each) for each in said})
    return f"sha256:{hashlib.sha256(_canonical(content).encode()).hexdigest()}"


def _canonical(content: Any) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_releases(candidate: Candidate) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The file that says which versions were released with which digest, where there is one."""
    source = candidate.folder / RELEASES
    if look(source).kind == "nothing":
        return None, ()
    document, problems = read(source, joined(candidate.label, RELEASES), MOST_BYTES)
    if document is not None:
        problems += validate(document, load_schema("releases"))
    return (None, problems) if problems else (document, ())


def _released(
    candidate: Candidate, manifest: Tree, digest: str, *, clean: bool
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The digest that this version was released with, and whether the content has changed since."""
    document, problems = read_releases(candidate)
    if document is None:
        return None, problems
    recorded: str | None = document.data["releases"].get(str(candidate.version))
    if recorded is None or recorded == digest or not clean:
        return recorded, ()
    version: Version = candidate.version
    place = document.at(("releases", str(version)))
    message = f"The content of {candidate.name} changed, and still it is {version}, which is released."
    help_ = "Give it a new version, or take the change back: whoever pinned this version relies on it."
    related = (place,) if place else ()
    return recorded, (manifest.data["version"].problem("E407", message, help_, related=related),)
