"""Generated rules as the model has them, without a file: the letter of what loading them gives, and sooner.

Only what :mod:`generated_packs` writes is understood. The two are held to each other by a test.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import etiquette
from etiquette import Rule, Ruleset
from etiquette.algebra import All, Condition, Constant, Fact, IsOpen, Named, Not, Param, Shift, Test, Value
from etiquette.model import (
    ASPECTS,
    Choice,
    Hours,
    Limit,
    MessageDemand,
    Override,
    Scope,
    Source,
    Window,
)
from generated_packs import GeneratedPack

__all__ = ["in_memory", "without_places"]

Written: TypeAlias = dict[str, Any]

_DATE: Final = re.compile(
    r"(?P<base>[a-z0-9_.]+)(?: \+ (?:(?P<days>\d+) (?P<unit>(?:business )?days)|(?P<param>\w+)))?"
)
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COMPARED: Final = {"at_least": ">=", "at_most": "<=", "before": "<", "on_or_after": ">="}


def in_memory(pack: GeneratedPack) -> Ruleset:
    """The ruleset of a generated pack: everything but its rules is loaded, the rules are made here."""
    with TemporaryDirectory() as folder:
        frame = etiquette.load(replace(pack, rules=()).write(Path(folder) / "generated"), plugins=())
    rules = sorted((_rule(each, frame) for each in pack.rules), key=lambda rule: rule.id)
    return replace(frame, rules=tuple(rules))


def without_places(rule: Rule) -> Rule:
    """The rule as if nobody knew where it was written."""
    overrides = tuple(replace(each, location=None) for each in rule.overrides)
    return replace(rule, location=None, overrides=overrides)


def _rule(written: Written, frame: Ruleset) -> Rule:
    about = written["action"]
    return Rule(
        id=written["id"],
        title=written["title"],
        owner="generated",
        actions=() if isinstance(about, dict) else (about,),
        phases=(about["phase"],) if isinstance(about, dict) else (),
        when=_condition(written.get("when", {}), frame),
        modality=written.get("modality"),
        scope=Scope(**written["for"]) if "for" in written else None,
        window=_window(written["window"]) if "window" in written else None,
        hours=_hours(written.get("hours", {}), written.get("weekdays", {})),
        message=_message(written["message"]) if "message" in written else None,
        overrides=tuple(_override(each) for each in written.get("overrides", ())),
        because=written["because"],
        source=Source(**written.get("source", {})),
        channels=_choice(written.get("channels")),
        recipients=_choice(written.get("recipients")),
        via=_choice(written.get("via")),
    )


def _condition(written: Written, frame: Ruleset) -> Condition:
    parts = [part for path, value in sorted(written.items()) for part in _tests(path, value, frame)]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _tests(path: str, value: Any, frame: Ruleset) -> list[Condition]:
    if path in frame.definitions:
        named = Named(path, frame.definitions[path])
        return [named if value else Not(named)]
    if value == "not_open":
        return [Not(IsOpen(path))]
    fact = Fact(path)
    if value == "given":
        return [Test(fact, "given")]
    if not isinstance(value, dict):
        return [Test(fact, "==", Constant(value))]
    return [_compared(fact, key, right) for key, right in sorted(value.items())]


def _compared(fact: Fact, key: str, right: Any) -> Condition:
    match key:
        case "is_not":
            return Not(Test(fact, "==", Constant(right)))
        case "one_of":
            return Test(fact, "in", Constant(tuple(right)))
        case "has":
            return Test(fact, "has", Constant(right))
        case "lacks":
            return Not(Test(fact, "has", Constant(right)))
    value = _date(right) if isinstance(right, str) else Constant(right)
    return Test(fact, _COMPARED[key], value)  # type: ignore[arg-type]  # the values are operators


def _date(written: str) -> Value:
    found = _DATE.fullmatch(written)
    assert found is not None, written
    base = Fact(found["base"])
    if found["param"]:
        return Shift(base, Param(found["param"]), "days")
    if found["days"] is None:
        return base
    unit = found["unit"].replace(" ", "_")
    return Shift(base, Constant(int(found["days"])), unit)  # type: ignore[arg-type]  # a unit, by the pattern


def _window(written: Written) -> Window:
    return Window(**{key: _date(value) for key, value in written.items()})


def _hours(hours: Written, weekdays: Written) -> Hours | None:
    if not hours and not weekdays:
        return None
    start, end = hours["only"].split(" to ") if hours else (None, None)
    only = (time.fromisoformat(start), time.fromisoformat(end)) if start and end else None
    days = frozenset(_DAYS.index(each) + 1 for each in weekdays.get("only", _DAYS)) if weekdays else None
    never = {_DAYS.index(each) + 1 for each in weekdays.get("never", ())}
    return Hours(only, None, days - never if days else None)


def _choice(written: Written | None) -> Choice | None:
    if written is None:
        return None

    def items(key: str) -> tuple[Constant | Fact, ...]:
        return tuple(
            Fact(each["fact"]) if isinstance(each, dict) else Constant(each) for each in written.get(key, ())
        )

    return Choice(items("only") if "only" in written else None, items("never"), items("prefer"))


def _message(written: Written) -> MessageDemand:
    must, should, may, avoid = (tuple(written.get(key, ())) for key in ("must", "should", "may", "avoid"))
    limits = tuple(
        Limit(key.removeprefix("max_"), Param(most) if isinstance(most, str) else most)
        for key, most in sorted(written.items())
        if key.startswith("max_")
    )
    return MessageDemand(must, should, may, avoid, limits=limits)


def _override(written: str) -> Override:
    target, _, aspect = written.partition("#")
    return Override(target, next((each for each in ASPECTS if each == aspect), None))
