"""Keeping the generated reader of facts: its code, and what that code was lent."""

from __future__ import annotations

import io
import marshal
import pickle
from typing import TYPE_CHECKING, Any

from etiquette._compiling.swift_facts import swift_parts
from etiquette._compiling.twins import twin
from etiquette.facts import Facts, Message, Step

if TYPE_CHECKING:
    from etiquette.ruleset import Ruleset

__all__ = ["reader_section"]

_PROTOCOL = 5


def reader_section(ruleset: Ruleset) -> bytes | None:
    """The reader as bytes, for :mod:`.kept_ruleset`; ``None`` where there is none to be kept."""
    parts = swift_parts(ruleset)
    if parts is None:
        return None
    code, lent = parts
    stream = io.BytesIO()
    try:
        _Pickler(stream, ruleset).dump((marshal.dumps(code), lent))
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
    return stream.getvalue()


class _Pickler(pickle.Pickler):
    """Knows by name what can't be written down: functions of plugins, and classes made for the code alone."""

    def __init__(self, stream: io.BytesIO, ruleset: Ruleset) -> None:
        super().__init__(stream, _PROTOCOL)
        self.ruleset = ruleset

    def persistent_id(self, obj: Any) -> Any:
        """The name of such a thing, ``None`` for all others."""
        if obj is self.ruleset.measures:
            return "measures"
        if isinstance(obj, type):
            return next((kind.__name__ for kind in (Facts, Message, Step) if obj is twin(kind)), None)
        return None
