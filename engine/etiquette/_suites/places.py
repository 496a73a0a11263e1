"""Where the parts of a pack are written, down to the line."""

from __future__ import annotations

from functools import cached_property

from etiquette._packing.pack_search import MOST_BYTES
from etiquette._packing.pack_walk import files_of
from etiquette._reading.document import Document, PathKey
from etiquette._reading.yaml import read
from etiquette.diagnostics import Location
from etiquette.model import Rule

from .bench import Bench

__all__ = ["Places"]


class Places:
    """Looks up lines in the files of the pack on a bench; elsewhere the place of the rule has to do."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def of_rule(self, rule: Rule, *keys: str) -> Location | None:
        """Where a part of a rule stands: in the layer's `change` if it is there, else in the rule."""
        manifest = self.bench.candidate.manifest
        changed: PathKey = ("change", rule.id, *keys)
        if manifest.has(changed[:3]):
            return manifest.at(changed, key=True)
        document, path = self._rules.get(rule.id, (None, ()))
        if document is None or rule.location is None or document.file != rule.location.file:
            return rule.location
        return document.at((*path, *keys), key=True) if document.has((*path, *keys[:1])) else rule.location

    @cached_property
    def _rules(self) -> dict[str, tuple[Document, PathKey]]:
        candidate = self.bench.candidate
        found: dict[str, tuple[Document, PathKey]] = {}
        for source, label in files_of(candidate.folder, candidate.label)[0]:
            document, _ = read(source, label, MOST_BYTES)
            if document is not None:
                for number, rule in enumerate(document.data.get("rules", ())):
                    found[rule["id"]] = document, ("rules", number)
        return found
