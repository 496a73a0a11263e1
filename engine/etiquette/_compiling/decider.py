"""Cases as plain data with numbers for days: what other programs have at hand, decided without being turned
into facts first.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

from etiquette._deciding.plan import decide
from etiquette._deciding.status import situation
from etiquette.facts import Facts, FactValue, Message, Step
from etiquette.model import Modality
from etiquette.report import Breached, Decision, Status
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import NONE, FactDecl

from .answers import breaches_of
from .breaching import against
from .timing import Bare

__all__ = ["Decider", "Numbered", "Planned"]


class Planned(NamedTuple):
    """A proposed step: as :class:`~etiquette.Step`, its day a number, its message told by what it holds.

    ``lengths`` are by unit, ``says`` the ids of concepts (``None``: not known).
    """

    action: str
    day: int
    channel: str | None = None
    to: str | None = None
    via: str | None = None
    lengths: Mapping[str, int] | None = None
    says: AbstractSet[str] | None = None


class Decider:
    """Decides cases of one ruleset. Safe to share by threads.

    Facts are a mapping from dotted paths to values: days are numbers (``date.toordinal()``), a fact that is
    known to be none is the word ``none``, one that isn't known is ``None`` or left out (where a fact must be
    told, ``None`` is none); lists are as in :class:`~etiquette.Facts`. Keys that aren't facts are passed
    over. The facts must be valid: nothing is held against the vocabulary here. A step is a :class:`Planned`,
    or a plain tuple of its fields.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        program = ruleset.compiled
        self._decide = program.decide_numbers
        self._places = program.places
        self._asking = [bool(layout.asking) for layout in program.layouts]
        self._zones = program.zones

    def __call__(
        self, told: Mapping[str, Any], today: int, step: tuple[Any, ...] | None = None, zone: str = "UTC"
    ) -> tuple[tuple[Bare | Numbered, ...], tuple[Breached, ...]]:
        """The bare decisions in declared order, days as numbers; and what the step breaches, gravest first,
        but for notes.
        """
        bares, _ = self._decide(told, today, zone)
        found: tuple[Breached, ...] | None = ()
        if step is not None:
            action, day, channel, to, via, lengths, says = step
            place = self._places[action]
            bare, found = bares[place], None
            sure = bare is not None and (day == today or not self._asking[place])
            if sure and (not self._zones or self._at_home(told, zone)):
                found = against(bare, (channel, to, via), day, lengths, says)  # type: ignore[arg-type]
            if found is None:
                found = self._breaches(self._facts(told, today, zone), Planned(*step))
        if None in bares:
            bares = self._completed(bares, self._facts(told, today, zone))  # type: ignore[assignment]
        return bares, found  # type: ignore[return-value]

    def _at_home(self, told: Mapping[str, Any], zone: str) -> bool:
        return all(told.get(path) in (None, zone) for path in self._zones)

    def _breaches(self, facts: Facts, step: Planned) -> tuple[Breached, ...]:
        message = None
        if step.lengths is not None or step.says is not None:
            says = None if step.says is None else frozenset(step.says)
            message = Message(lengths=step.lengths or {}, says=says)
        via = step.to if step.via is not None and step.to in self.ruleset.carriers else step.via
        day = date.fromordinal(step.day)
        whole = Step(step.action, day, None, step.channel, step.to, via, None, message)
        return tuple(each for each, _ in breaches_of(self.ruleset, facts, whole) if each.level != "note")

    def _completed(self, bares: tuple[Bare | None, ...], facts: Facts) -> tuple[Bare | Numbered, ...]:
        """What the readable code decides in the place of what the compiled code leaves to it."""
        pairs = zip(bares, self.ruleset.actions.values(), strict=True)
        return tuple(
            _numbered(decide(situation(self.ruleset, facts), action)) if bare is None else bare
            for bare, action in pairs
        )

    def _facts(self, told: Mapping[str, Any], today: int, zone: str) -> Facts:
        declared = self.ruleset.vocabulary.facts
        given = {
            path: _value(decl, told.get(path))
            for path, decl in declared.items()
            if decl.required or told.get(path) is not None
        }
        return Facts(given, date.fromordinal(today), ZoneInfo(zone))


class Numbered(NamedTuple):
    """A bare decision by the readable code, days as numbers; has what
    :class:`~etiquette._compiling.timing.Bare` has.
    """

    action: str
    status: Status
    modality: Modality | None
    not_before: float | None
    ideally_by: float | None
    not_after: float | None
    opens_on: float | None
    channels: tuple[str, ...]
    recipients: tuple[str, ...]
    via: tuple[str, ...]
    rules: tuple[str, ...]


def _numbered(decision: Decision) -> Numbered:
    values: Any = (getattr(decision, name) for name in Numbered._fields)
    numbers: Any = (each.toordinal() if isinstance(each, date) else each for each in values)
    return Numbered(*numbers)


def _value(decl: FactDecl, value: Any) -> FactValue:
    if (value is None or value == "none") and decl.can_be_none:
        return NONE
    if decl.kind == "date" and isinstance(value, int):
        return date.fromordinal(value)
    return cast("FactValue", value)
