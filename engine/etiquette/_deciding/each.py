"""Actions that are owed to each entry of a list: who is served and who remains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etiquette._nouns import dataclass
from etiquette.model import PerEach
from etiquette.vocabulary import UNKNOWN, Missing

from .evaluate import both, compare, either
from .names import name_key
from .situation import Situation, Truth

__all__ = ["Remaining", "remaining"]


@dataclass(frozen=True, slots=True)
class Remaining:
    """``names`` are the entries not yet served; ``listed`` is false where the list is empty."""

    listed: bool
    names: tuple[str, ...] = ()


def remaining(at: Situation, per: PerEach) -> Remaining | None:
    """Who remains; ``None`` when that isn't known.

    A record serves an entry when it matches the count that ``per`` names and bears the entry's name. Where
    the list has a single entry, a record without a name is taken to be for it. Names that look alike are the
    same name.
    """
    entries = at.fact(per.each)
    if not isinstance(entries, tuple):
        return None
    told = [entry.get(per.by, UNKNOWN) for entry in entries if isinstance(entry, Mapping)]
    unnamed = [place for place, name in enumerate(told) if isinstance(name, Missing)]
    if unnamed:
        at.note_unknown(f"{per.each}[{place}].{per.by}" for place in unnamed)
        return None
    names = [str(name) for name in told]
    served = {name: _served(at, per, name, single=len(names) == 1) for name in names}
    if None in served.values():
        return None
    return Remaining(bool(names), tuple(name for name in names if not served[name]))


def _served(at: Situation, per: PerEach, name: str, *, single: bool) -> Truth:
    body = at.ruleset.counted(per)
    records = at.fact(body.list)
    if not isinstance(records, tuple):
        return None
    found: list[Truth] = []
    for place, record in enumerate(records):
        fields: Mapping[str, Any] = record  # type: ignore[assignment]  # a list of records
        matches = both(*[compare(fields.get(key, UNKNOWN), "==", wanted) for key, wanted in body.where])
        whom = fields.get(per.matches, name if single else UNKNOWN)
        same = compare(_key(whom), "==", _key(name))
        if both(matches, same) is None:
            wanted_fields = (*(key for key, _ in body.where), per.matches)
            at.note_unknown(f"{body.list}[{place}].{key}" for key in wanted_fields if key not in fields)
        found.append(both(matches, same))
    return either(*found)


def _key(name: Any) -> Any:
    return name_key(name) if isinstance(name, str) else name
