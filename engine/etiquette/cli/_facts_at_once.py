"""Facts that are plainly all right, read by the reader that is kept with the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from etiquette.diagnostics import Location
    from etiquette.facts import Facts
    from etiquette.ruleset import Ruleset

__all__ = ["facts_of"]


def facts_of(
    ruleset: Ruleset, name: str, text: str, data: Mapping[str, Any], today: date | None
) -> Facts | None:
    """The facts that the file ``name`` tells with ``data``; ``None`` where the usual reader is to look."""
    read = getattr(ruleset, "read_plainly", None)
    facts: Facts | None = read(data, today) if read is not None else None
    if facts is None:
        return None
    from etiquette._nouns import replace

    return replace(facts, locations=_Places(lambda: _places(ruleset, name, text, today)))


def _places(ruleset: Ruleset, name: str, text: str, today: date | None) -> Mapping[str, Location]:
    from etiquette._reading.read_facts import read_facts
    from etiquette._reading.yaml import parse

    document, _ = parse(text, name)
    found = read_facts(document, ruleset, today=today)[0] if document is not None else None
    return found.locations if found is not None else {}


class _Places(Mapping[str, "Location"]):
    """Where everything was told, found out when somebody asks: only findings say so, and diagnostics."""

    def __init__(self, find: Callable[[], Mapping[str, Location]]) -> None:
        self._find = find
        self._found: Mapping[str, Location] | None = None

    def _all(self) -> Mapping[str, Location]:
        if self._found is None:
            self._found = self._find()
        return self._found

    def __getitem__(self, path: str) -> Location:
        return self._all()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
