"""What the packs say for their handbook, bases first, the last word going to whoever builds on the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etiquette._data import load_schema
from etiquette._packing.pack_choice import choose
from etiquette._packing.pack_search import MOST_BYTES, Candidate, joined, places, search
from etiquette._packing.pack_walk import HANDBOOK
from etiquette._reading.document import Document
from etiquette._reading.paths import look
from etiquette._reading.schema import validate
from etiquette._reading.yaml import read
from etiquette.diagnostics import Diagnostic
from etiquette.plugins import collect

__all__ = ["Situation", "Told", "read_told"]


@dataclass(frozen=True, slots=True)
class Situation:
    """A typical situation as it was written: ``place`` is its index in ``document``."""

    data: Mapping[str, Any]
    document: Document
    place: int


@dataclass(frozen=True, slots=True)
class Told:
    """A handbook's words: ``chapters`` in order, ``sources`` by the name that rules use."""

    title: str
    intro: str = ""
    authors: tuple[str, ...] = ()
    language: str = "en"
    chapters: tuple[Mapping[str, str], ...] = ()
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    situations: tuple[Situation, ...] = ()


def read_told(
    packs: Sequence[str], paths: Sequence[str] = (), plugins: Sequence[str] | None = None
) -> tuple[Told, tuple[Diagnostic, ...]]:
    """What the handbooks of ``packs`` and of all that they extend say, and what is wrong with them.

    The packs are those that :func:`etiquette.load` can load. A title, an introduction and situations are
    those of the pack that comes last; chapters and sources of all packs stand side by side.
    """
    found = search(places([Path(each) for each in paths], collect(plugins).pack_folders))
    chosen, problems = choose(tuple(packs), found)
    told = Told("")
    for candidate in chosen.packs:
        document, wrong = _document(candidate)
        problems += wrong
        told = _with(told, candidate, document)
    return told, tuple(problems)


def _document(candidate: Candidate) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    source = candidate.folder / HANDBOOK
    if look(source).kind == "nothing":
        return None, ()
    document, problems = read(source, joined(candidate.label, HANDBOOK), MOST_BYTES)
    if document is not None:
        problems = (*problems, *validate(document, load_schema("handbook")))
    return (None, problems) if problems else (document, ())


def _with(told: Told, candidate: Candidate, document: Document | None) -> Told:
    """``told`` with what one more pack says."""
    manifest = candidate.manifest.data
    data: Mapping[str, Any] = document.data if document else {}
    chapters = {each["topic"]: each for each in (*told.chapters, *data.get("chapters", ()))}
    own = [Situation(each, document, n) for n, each in enumerate(data.get("situations", ())) if document]
    return Told(
        title=str(data.get("title") or manifest.get("title") or candidate.name),
        intro=str(data.get("intro") or manifest.get("summary") or told.intro),
        authors=tuple(map(str, manifest.get("authors") or ())) or told.authors,
        language=str(manifest.get("language") or told.language),
        chapters=tuple(chapters.values()),
        sources={**told.sources, **data.get("sources", {})},
        situations=tuple(own) or told.situations,
    )
