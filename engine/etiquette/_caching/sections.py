"""What of a ruleset is kept, and a ruleset that was kept.

Most of a ruleset's bulk is how messages are read and written, which an answer without a message needs none
of. So it stands in sections of its own, which are read when somebody asks for them. Functions of plugins
can't be kept: they are kept by name (:mod:`etiquette._plugging.later`).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from etiquette._plugging.later import LaterCount, LaterFormat, LaterReviewer, reference_to
from etiquette.ruleset import Measure, Ruleset

from .kept_ruleset import LATER
from .reader import reader_section

if TYPE_CHECKING:
    from etiquette._plugging.contributed import Contribution

__all__ = ["can_be_kept", "sections_of"]

_PROTOCOL = 5
_OF_PLUGINS = ("measures", "reviewers", "formats")
_OWN = ("_recognition",)


def can_be_kept(ruleset: Ruleset, contributions: Iterable[Contribution]) -> bool:
    """Whether nothing failed that may work the next time, and every plugin can be found again by name."""
    return not ruleset.diagnostics and all(each.origin.entry for each in contributions)


def sections_of(ruleset: Ruleset, contributions: Iterable[Contribution]) -> dict[str, bytes]:
    """The sections of the file, by name: ``now`` is what every answer needs, each other one a field."""
    parts = list(contributions)
    now: dict[str, Any] = {
        each.name: getattr(ruleset, each.name)
        for each in fields(Ruleset)
        if each.name not in (*LATER, *_OF_PLUGINS, *_OWN)
    }
    now["measures"] = _measures(ruleset.measures, parts)
    now["formats"] = _formats(ruleset.formats, parts)
    now["reviewers"] = tuple(
        (name, LaterReviewer(reference_to(part.origin), name))
        for name, _ in ruleset.reviewers
        for part in parts
        if part.origin.name == name
    )
    dump: Callable[[Any], bytes] = lambda value: pickle.dumps(value, _PROTOCOL)  # noqa: E731
    found = {"now": dump(now), **{name: dump(getattr(ruleset, name)) for name in LATER}}
    reader = reader_section(ruleset)
    return found if reader is None else {**found, "reader": reader}


def _measures(measures: Mapping[str, Measure], parts: Iterable[Contribution]) -> dict[str, Measure]:
    owners = {each.unit: part.origin for part in parts for each in part.measures}
    return {
        unit: Measure(unit, LaterCount(reference_to(owners[unit]), unit), each.characters)
        for unit, each in measures.items()
    }


def _formats(formats: Iterable[str], parts: Iterable[Contribution]) -> dict[str, LaterFormat]:
    owners = {name: part.origin for part in parts for name, _ in part.formats}
    return {name: LaterFormat(reference_to(owners[name]), name) for name in formats}
