"""Rules that are made up, what differs from a rule in one place, and what a rule means."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, time, timedelta
from itertools import permutations
from typing import Any as Anything

from hypothesis import strategies as st

from etiquette import Ruleset
from etiquette.algebra import (
    ALWAYS,
    All,
    Any,
    Condition,
    Constant,
    Count,
    Extreme,
    Fact,
    IsOpen,
    Named,
    Not,
    Param,
    Pick,
    Shift,
    Test,
    Value,
)
from etiquette.model import (
    ASPECTS,
    Choice,
    Effective,
    Hours,
    Limit,
    MessageDemand,
    Override,
    Rule,
    Scope,
    Window,
)
from etiquette.vocabulary import Vocabulary
from small import small

__all__ = ["KINDS", "RULES", "WORLD", "meaning", "renamed", "variants"]

WORLD = small(
    """
  - {id: a/one, title: Same title, action: write, modality: may}
  - {id: a/two, title: Same title, action: call, modality: may}
  - {id: b/other, title: “Same title” and more, action: call, modality: must}
"""
)


def meaning(thing: Anything) -> Hashable:  # noqa: C901 - one case for each kind of thing
    """Equal for two things only if they say the same: order within a conjunction, for one, says nothing."""
    match thing:
        case Rule():
            said_by = {f.name: getattr(thing, f.name) for f in fields(thing) if f.name not in _BY_THE_WAY}
            said_by["level"] = thing.effective_level
            return tuple((name, meaning(value)) for name, value in sorted(said_by.items()))
        case Override(target, aspect):
            return (target, aspect)
        case Effective(None, None):
            return meaning(None)
        case Named(_, body):
            return meaning(body)
        case Not(part):
            inner = meaning(part)
            twice = isinstance(inner, tuple) and len(inner) == 2 and inner[0] is Not
            return inner[1] if twice and isinstance(inner, tuple) else (Not, inner)
        case All(parts) | Any(parts):
            kind = type(thing)
            flat: set[Hashable] = set()
            for each in map(meaning, parts):
                nested = isinstance(each, tuple) and len(each) == 2 and each[0] is kind
                flat |= each[1] if nested and isinstance(each, tuple) else {each}
            return flat.pop() if len(flat) == 1 else (kind, frozenset(flat))
        case Extreme(_, (only,)):
            return meaning(only)
        case Test(Pick(_, path, where, field), "given", None):
            return ("there is one", path, frozenset(where), field)
        case Test(left, "in", Constant((only,))):
            return meaning(Test(left, "==", Constant(only)))
        case Count(path, where):
            return (Count, path, frozenset(where))
        case Pick(end, path, where, field):
            return (Pick, end, path, frozenset(where), field)
        case bool() | int():
            return (type(thing), thing)
        case tuple():
            return tuple(meaning(each) for each in thing)
        case _ if is_dataclass(thing):
            return (type(thing), *(meaning(getattr(thing, f.name)) for f in fields(thing)))
        case _:
            return thing  # type: ignore[no-any-return]


_BY_THE_WAY = ("id", "title", "because", "source", "location", "owner", "changed_by")


KINDS = ("write", "call")
_PEOPLE, _WAYS = ("owner", "clerk"), ("letter", "phone", "wire")
_CONCEPTS = ("greeting", "question", "story", "joke")


def _some(*things: Anything, most: int = 4) -> st.SearchStrategy[tuple[Anything, ...]]:
    """Some of a few things, at least one, in any order."""
    sizes = range(1, min(most, len(things)) + 1)
    return st.sampled_from([each for size in sizes for each in permutations(things, size)])


def _choices(*names: str) -> st.SearchStrategy[Choice]:
    some = _some(*map(Constant, names), Fact("case.wished"), most=2)
    items = st.just(()) | some
    return st.builds(Choice, st.none() | some, items, items).filter(lambda each: each != Choice())


_where = st.lists(
    st.sampled_from(
        [("kind", "call"), ("kind", "write"), ("kept", True), ("kept", False), ("person", "Ann")]
    ),
    unique_by=lambda each: each[0],
).map(lambda found: tuple(sorted(found)))
_picked = st.builds(Pick, st.sampled_from(["first", "last"]), st.just("case.calls"), _where, st.just("day"))
_counts = st.builds(Count, st.just("case.calls"), _where)
_amounts = st.integers(-9, 9).map(Constant) | st.just(Param("wait"))
_units = st.sampled_from(["days", "business_days"])
_days: tuple[Value, ...] = (Fact("case.opened"), Fact("case.promised"), Constant(date(2027, 1, 2)))
_dates: st.SearchStrategy[Value] = st.recursive(
    st.sampled_from(_days) | _picked,
    lambda inner: (
        st.builds(Shift, inner, _amounts, _units)
        | st.builds(
            Extreme,
            st.sampled_from(["latest", "earliest"]),
            st.lists(inner, min_size=1, max_size=3).map(tuple),
        )
    ),
    max_leaves=4,
)
_orders = st.sampled_from(["<", "<=", ">", ">=", "=="])
_tests: st.SearchStrategy[Condition] = (
    st.builds(Test, st.just(Fact("case.closed")), st.just("=="), st.booleans().map(Constant))
    | st.builds(Test, st.just(Fact("case.wished")), st.just("=="), st.sampled_from(_WAYS).map(Constant))
    | st.builds(Test, st.just(Fact("case.wished")), st.just("in"), _some(*_WAYS).map(Constant))
    | st.builds(Test, st.just(Fact("case.agreed")), st.just("has"), st.sampled_from(_WAYS).map(Constant))
    | st.builds(
        Test, st.sampled_from([Fact("case.promised"), Fact("case.wished")]) | _picked, st.just("given")
    )
    | st.builds(
        Test,
        st.just(Fact("case.number")) | _counts,
        _orders,
        st.integers(0, 3).map(Constant) | st.just(Param("most")),
    )
    | st.builds(Test, _dates, _orders, _dates)
    | st.builds(Test, st.just(Param("strict")), st.just("=="), st.booleans().map(Constant))
    | st.builds(IsOpen, st.sampled_from(KINDS))
)
_conditions: st.SearchStrategy[Condition] = st.recursive(
    _tests,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple).map(All)
        | st.lists(inner, max_size=3).map(tuple).map(Any)
        | inner.map(Not)
        | inner.map(lambda body: Named("name", body))
    ),
    max_leaves=5,
)
_ends = st.none() | _dates
_times = st.integers(0, 23).map(time)
_hours = st.tuples(_times, _times).map(lambda pair: (min(pair), max(pair)))
_weekdays = st.frozensets(st.integers(1, 7), min_size=1)
_targets = [
    Override(target, aspect)
    for target in ("a/one", "a/two", "b/other", "a/*")
    for aspect in (None, "window", "message")
]
_limits = [Limit(unit, most) for unit in ("words", "characters") for most in (0, 1, 120, Param("most"))]
_overrides = st.just(()) | _some(*_targets, most=2)
_messages = st.builds(
    MessageDemand,
    *(st.just(()) | _some(*_CONCEPTS) for _ in range(4)),
    st.none() | st.sampled_from(_CONCEPTS),
    st.just(()) | _some(*_limits, most=2),
    st.sampled_from([None, "required", "forbidden"]),
    st.just(()) | _some("case.sights", "case.guests"),
).filter(lambda each: each != MessageDemand())
_effective = st.none() | st.builds(
    Effective,
    st.none() | st.dates(date(2026, 1, 1), date(2026, 2, 1)),
    st.none() | st.dates(date(2026, 2, 1), date(2026, 3, 1)),
)
RULES = st.builds(
    lambda about, **says: Rule("x/y", "Title", "pack", **about, **says),
    _some(*KINDS).map(lambda names: {"actions": names}) | st.just({"phases": ("during",)}),
    when=st.just(ALWAYS) | _conditions,
    modality=st.sampled_from([None, "must", "should", "may", "should_not", "must_not"]),
    level=st.sampled_from([None, "error", "warning", "note"]),
    scope=st.none() | st.builds(Scope, st.sampled_from(_WAYS), st.sampled_from([None, *_PEOPLE])),
    window=st.none() | st.builds(Window, _ends, _ends, _ends).filter(lambda each: each != Window()),
    hours=st.none()
    | st.builds(
        Hours, st.none() | _hours, st.none() | _hours, st.none() | _weekdays, st.none() | _weekdays
    ).filter(lambda each: each != Hours()),
    channels=st.none() | _choices(*_WAYS),
    recipients=st.none() | _choices(*_PEOPLE),
    via=st.none() | _choices("direct", "agent"),
    message=st.none() | _messages,
    overrides=_overrides,
    overridable=st.booleans(),
    effective=_effective,
)


def variants(thing: Anything, name: str = "") -> Iterator[Anything]:  # noqa: C901 - one for each kind
    """What differs from ``thing`` in one place: another number, word or operator, or a part less."""
    if name in _OTHERWISE and not is_dataclass(thing):
        yield from (each for each in _OTHERWISE[name] if each != thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            if each.name not in (*_BY_THE_WAY, "target", "path", "list", "field", "left"):
                for other in variants(getattr(thing, each.name), each.name):
                    yield replace(thing, **{each.name: other})
    elif isinstance(thing, bool):
        yield not thing
    elif isinstance(thing, int):
        yield thing + 1
    elif isinstance(thing, date):
        yield thing + timedelta(days=-1 if name == "since" else 1)
    elif isinstance(thing, time):
        yield thing.replace(minute=thing.minute ^ 1)
    elif isinstance(thing, frozenset):
        yield from (thing ^ {each} for each in range(1, 8) if thing ^ {each})
    elif isinstance(thing, tuple) and name not in ("where", "only", "prefer"):
        for place, part in enumerate(thing):
            yield from ((*thing[:place], other, *thing[place + 1 :]) for other in variants(part))
            if len(thing) > 1:
                yield (*thing[:place], *thing[place + 1 :])
    if isinstance(thing, (Test, All, Any)):
        yield Not(thing)
    if isinstance(thing, All) and len(thing.parts) > 1:
        yield Any(thing.parts)
    if isinstance(thing, Any) and len(thing.parts) > 1:
        yield All(thing.parts)


_OTHERWISE: dict[str, tuple[Anything, ...]] = {
    "modality": (None, "must", "should", "may", "should_not", "must_not"),
    "level": (None, "error", "warning", "note"),
    "unit": ("days", "business_days"),
    "which": ("latest", "earliest"),
    "end": ("first", "last"),
    "aspect": (None, *ASPECTS),
    "subject": (None, "required", "forbidden"),
}


_NASTY = (
    *("Write", "write", "write and call", "“write”", "”, “", "call (letter)", "Call, or write", "always"),
    *("the later of one and two", "x", "x is yes", "you can call that day", "  ", "a\nb", "a b", "if", "x)"),
    *("\uff21 b", "2 days after x", "\u00df", "SS", "\u2018x\u2019", "(x) (y)", "on Monday", "x, y"),
)
_names = st.sampled_from(_NASTY)


def renamed(draw: st.DrawFn) -> Ruleset:
    """The small pack with anything at all for titles and phrases."""

    def name(thing: Anything) -> Anything:
        phrase = {"phrase": draw(_names)} if hasattr(thing, "phrase") else {}
        return replace(thing, title=draw(_names), **phrase)

    families = ("actions", "phases", "channels", "recipients", "carriers", "concepts")
    things: dict[str, Anything] = {
        family: {key: name(each) for key, each in getattr(WORLD, family).items()} for family in families
    }
    say = st.dictionaries(
        st.sampled_from(["name", "yes", "no", "given", "none", "letter", "has", "way", "one", "many", "is"]),
        _names,
        max_size=4,
    )
    facts = {
        path: replace(
            name(decl),
            say=tuple(draw(say).items()),
            fields=tuple(replace(name(each), say=tuple(draw(say).items())) for each in decl.fields),
        )
        for path, decl in WORLD.vocabulary.facts.items()
    }
    rules = tuple(name(each) for each in WORLD.rules)
    return replace(WORLD, rules=rules, vocabulary=Vocabulary(facts, {}), **things)
