"""Rules as a pack writes them, read into the model. What is wrong is collected in ``names.found``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any, Final

from etiquette._reading.wording import listed
from etiquette.algebra import ALWAYS, Constant, Fact, Value
from etiquette.model import ASPECTS, Aspect, Choice, Hours, Override, Rule, Scope, Source, Window

from .names import Family, Names
from .parse_conditions import parse_condition
from .parse_dates import parse_date
from .parse_declared import parse_fact
from .parse_effective import parse_effective
from .parse_messages import parse_message
from .tree import Tree

__all__ = ["check_parts", "parse_rule"]

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALL_DAYS: Final = frozenset(range(1, 8))
_CHOICES: Final[tuple[tuple[str, Family], ...]] = (
    ("channels", "channels"),
    ("recipients", "recipients"),
    ("via", "carriers"),
)
_SCOPES: Final[tuple[tuple[str, Family], ...]] = (
    ("channel", "channels"),
    ("recipient", "recipients"),
    ("via", "carriers"),
)


def parse_rule(tree: Tree, names: Names, *, changed_by: tuple[str, ...] = ()) -> Rule:
    """The rule at ``tree``, whose shape is known to be right."""
    get = tree.get
    actions, phases = _about(tree.data["action"], names)
    when, overridable = get("when"), get("overridable")
    rule = Rule(
        id=str(tree.data["id"].data),
        title=_text(tree, "title"),
        owner=tree.owner,
        actions=actions,
        phases=phases,
        when=parse_condition(when, names) if when else ALWAYS,
        modality=_data(tree, "modality"),
        level=_data(tree, "level"),
        scope=_scope(sub, names) if (sub := get("for")) else None,
        window=_window(sub, names) if (sub := get("window")) else None,
        hours=_hours(get("hours"), get("weekdays"), names),
        **{key: _choice(sub, family, names) if (sub := get(key)) else None for key, family in _CHOICES},
        message=parse_message(sub, names) if (sub := get("message")) else None,
        overrides=tuple(_override(each) for each in get("overrides") or ()),
        because=_text(tree, "because"),
        source=_source(get("source")),
        overridable=bool(overridable.data) if overridable else False,
        location=tree.data["id"].location,
        changed_by=changed_by,
        effective=parse_effective(sub, names) if (sub := get("effective")) else None,
    )
    _check(rule, tree, names)
    return rule


def check_parts(tree: Tree, names: Names) -> None:
    """Note what is wrong with the sound parts of a rule whose shape as a whole is not right."""
    get = tree.get
    if sub := get("action"):
        _about(sub, names)
    if sub := get("when"):
        parse_condition(sub, names)
    if sub := get("for"):
        _scope(sub, names)
    if sub := get("window"):
        _window(sub, names)
    if sub := get("message"):
        parse_message(sub, names)
    if sub := get("effective"):
        parse_effective(sub, names)
    for key, family in _CHOICES:
        if sub := get(key):
            _choice(sub, family, names)
    _hours(get("hours"), get("weekdays"), names)


def _check(rule: Rule, tree: Tree, names: Names) -> None:
    """What a rule may say as a whole."""
    constraints = [each for each in rule.aspects if each != "modality"]
    if not rule.aspects:
        message = f"{rule.id} says nothing: it has neither a modality nor a constraint."
        help_ = f"Add a modality, or one of {listed(ASPECTS[1:])}."
        names.found.append(tree.data["id"].problem("E421", message, help_))
    if rule.phases and rule.modality:
        message = f"{rule.id} is for a whole phase and has the modality {rule.modality}."
        help_ = "Name the actions, or take the modality away: a rule for a phase only narrows how."
        names.found.append(tree.data["modality"].problem("E422", message, help_))
    if rule.modality in ("should_not", "must_not") and constraints:
        message = f"{rule.id} says {rule.modality} and has constraints ({listed(constraints, 'and')})."
        help_ = "Take them away; or, to say how it may be done, take the modality away or use another."
        names.found.append(tree.data["modality"].problem("E423", message, help_))
    for key, instead in (
        ("modality", "To rule a way out, leave the modality and say `channels: {never: [...]}`."),
        ("overrides", "Put what it is an exception for into `when`, or narrow the other rule."),
    ):
        if rule.scope is not None and (sub := tree.get(key)):
            message = f"{rule.id} has a `for` and {key}: only constraints can be for single ways."
            names.found.append(sub.problem("E430", message, instead, key=True))


def _about(tree: Tree, names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The actions, or the phases, that a rule is about."""
    phase = tree.get("phase")
    family: Family = "phases" if phase else "actions"
    found = tuple(str(each.data) for each in phase or tree if names.member(family, each))
    return ((), found) if phase else (found, ())


def _scope(tree: Tree, names: Names) -> Scope:
    for key, family in _SCOPES:
        if sub := tree.get(key):
            names.member(family, sub)
    return Scope(**{key: _data(tree, key) for key, _ in _SCOPES})


def _window(tree: Tree, names: Names) -> Window:
    ends: dict[str, Value | None] = {key: parse_date(sub, names) for key, sub in tree.items()}
    return Window(**ends)


def _hours(hours: Tree | None, weekdays: Tree | None, names: Names) -> Hours | None:
    if hours is None and weekdays is None:
        return None
    only, prefer = (
        _interval(sub, names) if hours and (sub := hours.get(key)) else None for key in ("only", "prefer")
    )
    days = None
    if weekdays and (weekdays.get("only") or weekdays.get("never")):
        days = (_days(weekdays.get("only")) or _ALL_DAYS) - _days(weekdays.get("never"))
        if not days:
            message = "No day of the week is left."
            names.found.append(weekdays.problem("E424", message, "Leave at least one day.", key=True))
    preferred = _days(weekdays.get("prefer")) if weekdays else frozenset()
    return Hours(only, prefer, days, preferred or None)


def _interval(tree: Tree, names: Names) -> tuple[time, time] | None:
    start, end = (time.fromisoformat(part) for part in tree.data.split(" to "))
    if start > end:
        message = f"{tree.data} ends before it begins."
        help_ = "An interval lies within one day: write the earlier time first."
        names.found.append(tree.problem("E424", message, help_))
        return None
    return start, end


def _days(tree: Tree | None) -> frozenset[int]:
    return frozenset(_WEEKDAYS.index(each.data) + 1 for each in tree or ())


def _choice(tree: Tree, family: Family, names: Names) -> Choice:
    items = {key: tuple(_items(sub, family, names)) for key, sub in tree.items()}
    return Choice(items.get("only"), items.get("never", ()), items.get("prefer", ()))


def _items(tree: Tree, family: Family, names: Names) -> Iterator[Constant | Fact]:
    for each in tree:
        path = each.get("fact")
        if path is None:
            if names.member(family, each):
                yield Constant(each.data)
            continue
        decl = parse_fact(path, names, ("word", "words"), "a word, or a list of words,")
        if decl is None:
            continue
        strange = [word for word in names.words_of(decl) if word not in names.declared[family]]
        if strange:
            message = f"{decl.path} can be {listed(strange)}, which the rules don't declare among {family}."
            help_ = f"Declare it under {family}, or use a fact that holds {family}."
            names.found.append(path.problem("E412", message, help_))
        yield Fact(decl.path)


def _override(tree: Tree) -> Override:
    target, _, aspect = str(tree.data).partition("#")
    found: Aspect | None = next((each for each in ASPECTS if each == aspect), None)
    return Override(target, found, tree.location)


def _source(tree: Tree | None) -> Source:
    if tree is None:
        return Source()
    norms = tree.get("norms")
    return Source(
        text=_text(tree, "text"),
        section=_text(tree, "section"),
        norms=tuple(str(each.data) for each in norms or ()),
        inferred=bool(_data(tree, "inferred")),
        note=_text(tree, "note"),
    )


def _data(tree: Tree, key: str) -> Any:
    found = tree.get(key)
    return found.data if found else None


def _text(tree: Tree, key: str) -> str:
    return str(_data(tree, key) or "")
