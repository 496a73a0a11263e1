"""What two rulesets are made of, held side by side: rules, parameters, and everything that is declared."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from etiquette._deciding.wording import any_of
from etiquette._saying import definition_in_words, sentence
from etiquette.difference import Edit
from etiquette.kinds import Direction
from etiquette.model import Override, Parameter, Rule
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl

__all__ = ["edits", "rules_changed"]

_WORDING: Final = (
    "title",
    "because",
    "source",
    "phrase",
    "description",
    "ask",
    "say",
    "assumed",
    "order",
    "examples",
)
_NOWHERE: Final = ("location", "owner", "changed_by", "set_by")
_KINDS: Final = (
    ("channel", "channels"),
    ("addressee", "recipients"),
    ("carrier", "carriers"),
    ("concept", "concepts"),
    ("phase", "phases"),
)
_NAMES: Final = {
    "because": "reason",
    "when": "condition",
    "via": "carriers",
    "recipients": "addressees",
    "effective": "days in force",
}


def edits(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    """Everything that was added, removed, changed or worded otherwise, whatever it does to advice."""
    yield from _parameters(old, new)
    yield from _rules(old, new)
    yield from _named("action", old.actions, new.actions, actions=True)
    for what, attribute in _KINDS:
        yield from _named(what, getattr(old, attribute), getattr(new, attribute))
    yield from _definitions(old, new)
    yield from _facts(old, new)
    yield from _impossible(old, new)
    if old.country != new.country:
        yield _edit(
            "fact",
            "country",
            "changed",
            "The fact that says whose holidays count is another one",
            "different",
        )


def _edit(
    what: str,
    name: str,
    how: Any,
    said: str,
    direction: Direction | None = None,
    *,
    was: str = "",
    now: str = "",
    at: Any = None,
) -> Edit:
    return Edit(what, name, how, f"{said}.", was, now, direction, at)


# Rules


def rules_changed(old: Ruleset, new: Ruleset) -> frozenset[str]:
    """The ids of rules that were added, removed, or say something else than before."""
    before, after = _everything(old), _everything(new)
    return frozenset(
        name
        for name in {**before, **after}
        if name not in before
        or name not in after
        or set(_differing(before[name], after[name])) - set(_WORDING)
        or _set_otherwise(before[name], old, new)
    )


def _set_otherwise(rule: Rule, old: Ruleset, new: Ruleset) -> bool:
    """Whether a parameter that the rule uses has another value."""
    from etiquette._proving.world import nodes_of
    from etiquette.algebra import Param, walk

    names = {node.name for root in nodes_of(rule) for node in walk(root) if isinstance(node, Param)}
    return any(name not in new.parameters or old.parameter(name) != new.parameter(name) for name in names)


def _everything(ruleset: Ruleset) -> dict[str, Rule]:
    """The rules of all days."""
    return {rule.id: rule for rule in (*ruleset.rules, *ruleset.not_in_force)}


def _rules(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    before, after = _everything(old), _everything(new)
    for name in sorted({**before, **after}):
        was, now = before.get(name), after.get(name)
        if was is None and now is not None:
            yield _edit(
                "rule",
                name,
                "added",
                f"The rule “{now.title}” is new",
                now=sentence(now, new),
                at=now.location,
            )
        elif now is None and was is not None:
            yield _edit(
                "rule",
                name,
                "removed",
                f"The rule “{was.title}” is gone",
                was=sentence(was, old),
                at=was.location,
            )
        elif was is not None and now is not None:
            yield from _rule(was, now, old, new)


def _rule(was: Rule, now: Rule, old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    differing = _differing(was, now)
    if not differing:
        return
    said = [each for each in differing if each not in _WORDING]
    worded = [each for each in differing if each in _WORDING]
    before, after = (sentence(each, ruleset) for each, ruleset in ((was, old), (now, new)))
    if said:
        direction: Direction | None = None
        if "overridable" in said:
            direction = "looser" if now.overridable else "stricter"
        text = f"The rule “{was.title}” says something else: {_listed(said)}"
        yield _edit("rule", now.id, "changed", text, direction, was=before, now=after, at=now.location)
    if worded:
        text = f"The rule “{was.title}” is worded otherwise: {_listed(worded)}"
        first = worded[0]
        yield _edit(
            "rule",
            now.id,
            "reworded",
            text,
            was=_plain(getattr(was, first)),
            now=_plain(getattr(now, first)),
            at=now.location,
        )


def _listed(names: Sequence[str]) -> str:
    return any_of([f"its {_NAMES.get(each, each.replace('_', ' '))}" for each in names], "and")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _differing(was: Any, now: Any) -> list[str]:
    """The fields in which two frozen things differ, places aside."""
    return [
        each.name
        for each in fields(was)
        if each.name not in _NOWHERE and _bare(getattr(was, each.name)) != _bare(getattr(now, each.name))
    ]


def _bare(value: Any) -> Hashable:
    """A value without the places that it was written at, and without an order that means nothing."""
    if isinstance(value, tuple) and value and isinstance(value[0], Override):
        return frozenset(str(each) for each in value)
    if isinstance(value, tuple) and value and hasattr(value[0], "location"):
        return tuple(replace(each, location=None) for each in value)
    return value  # type: ignore[no-any-return]  # fields of frozen things


# Parameters


def _parameters(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    before, after = old.parameters, new.parameters
    for name in {**before, **after}:
        was, now = before.get(name), after.get(name)
        if was is None and now is not None:
            said = f"The parameter {_called(now)} is new, set to {_value(now.value)}"
            yield _edit("parameter", name, "added", said, "looser", now=_value(now.value), at=now.location)
        elif now is None and was is not None:
            said = f"The parameter {_called(was)} is gone; layers that set it can't be used any more"
            yield _edit(
                "parameter", name, "removed", said, "different", was=_value(was.value), at=was.location
            )
        elif was is not None and now is not None:
            yield from _parameter(was, now)


def _called(parameter: Parameter) -> str:
    return f"“{parameter.title}” ({parameter.name})" if parameter.title else parameter.name


def _value(value: object) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def _parameter(was: Parameter, now: Parameter) -> Iterator[Edit]:
    name, called = now.name, _called(now)
    if was.type != now.type:
        types = f"{now.type.replace('_', ' ')} instead of {was.type.replace('_', ' ')}"
        said = f"The parameter {called} is of another type: {types}"
        yield _edit("parameter", name, "changed", said, "different", at=now.location)
        return
    if was.value != now.value:
        said = f"The parameter {called} is set to {_value(now.value)} instead of {_value(was.value)}"
        yield _edit(
            "parameter", name, "changed", said, was=_value(was.value), now=_value(now.value), at=now.location
        )
    if (was.least, was.most, was.values) != (now.least, now.most, now.values):
        fewer = _narrower(was, now)
        said = f"The parameter {called} may be {_range(now)} instead of {_range(was)}"
        yield _edit(
            "parameter",
            name,
            "changed",
            said,
            "stricter" if fewer else "looser",
            was=_range(was),
            now=_range(now),
            at=now.location,
        )
    if was.title != now.title:
        yield _edit(
            "parameter",
            name,
            "reworded",
            f"The parameter {called} has another title",
            was=was.title,
            now=now.title,
            at=now.location,
        )


def _narrower(was: Parameter, now: Parameter) -> bool:
    """Whether a value that was allowed no longer is."""
    low = now.least is not None and (was.least is None or now.least > was.least)
    high = now.most is not None and (was.most is None or now.most < was.most)
    return low or high or bool(set(was.values) - set(now.values))


def _range(parameter: Parameter) -> str:
    if parameter.values:
        return any_of(parameter.values)
    if parameter.least is None or parameter.most is None:
        ends = [f"at least {parameter.least}"] if parameter.least is not None else []
        ends += [f"at most {parameter.most}"] if parameter.most is not None else []
        return " and ".join(ends) or "anything"
    return f"from {parameter.least} to {parameter.most}"


# What else is declared


def _named(
    what: str, old: Mapping[str, Any], new: Mapping[str, Any], *, actions: bool = False
) -> Iterator[Edit]:
    """Things with an id and a title. Actions that are new or gone are changes of advice, told as such."""
    for name in {**old, **new}:
        was, now = old.get(name), new.get(name)
        place = getattr(now or was, "location", None)
        title = getattr(now or was, "title", "") or name
        if was is None or now is None:
            if not actions:
                how, direction = ("added", "looser") if was is None else ("removed", "different")
                said = f"The {what} “{title}” is {'new' if was is None else 'gone'}"
                yield _edit(what, name, how, said, direction, at=place)  # type: ignore[arg-type]  # see above
            continue
        differing = _differing(was, now)
        said_ = [each for each in differing if each not in _WORDING]
        if said_:
            means = "different" if {"medium", "unit"} & set(said_) else None
            text = f"The {what} “{title}” is declared otherwise: {_listed(said_)}"
            yield _edit(what, name, "changed", text, means, at=place)  # type: ignore[arg-type]  # see above
        elif differing:
            yield _edit(
                what,
                name,
                "reworded",
                f"The {what} “{title}” is worded otherwise: {_listed(differing)}",
                was=was.title,
                now=now.title,
                at=place,
            )


def _definitions(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    for name in {**old.definitions, **new.definitions}:
        was, now = old.definitions.get(name), new.definitions.get(name)
        before = definition_in_words(was, old) if was is not None else ""
        after = definition_in_words(now, new) if now is not None else ""
        if was is None:
            yield _edit("definition", name, "added", f"The definition {name} is new", "looser", now=after)
        elif now is None:
            yield _edit(
                "definition", name, "removed", f"The definition {name} is gone", "different", was=before
            )
        elif was != now:
            yield _edit(
                "definition",
                name,
                "changed",
                f"The definition {name} means something else",
                was=before,
                now=after,
            )


def _facts(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    before, after = old.vocabulary.facts, new.vocabulary.facts
    for path in {**before, **after}:
        was, now = before.get(path), after.get(path)
        if was is None:
            yield _edit("fact", path, "added", f"The fact {path} is new", "looser")
        elif now is None:
            yield _edit("fact", path, "removed", f"The fact {path} is gone", "different")
        elif was != now:
            differing = _differing(was, now)
            if set(differing) - set(_WORDING):
                said = f"The fact {path} is declared otherwise: {_listed(differing)}"
                yield _edit("fact", path, "changed", said, _means(was, now, differing))
            else:
                yield _edit(
                    "fact",
                    path,
                    "reworded",
                    f"The fact {path} is worded otherwise: {_listed(differing)}",
                    was=was.title,
                    now=now.title,
                )


def _means(was: FactDecl, now: FactDecl, differing: Sequence[str]) -> Direction:
    """More words relax; anything else may refuse facts that were fine, or assume otherwise."""
    more = set(differing) - set(_WORDING) == {"values"} and set(was.values) <= set(now.values)
    return "looser" if more else "different"


def _impossible(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    before, after = ({each.when: each for each in ruleset.impossible} for ruleset in (old, new))
    for when, each in {**before, **after}.items():
        if when not in before:
            yield _edit(
                "impossible",
                each.title,
                "added",
                f"It is now said to be impossible: “{each.title}”",
                "stricter",
                at=each.location,
            )
        elif when not in after:
            yield _edit(
                "impossible",
                each.title,
                "removed",
                f"It is no longer said to be impossible: “{each.title}”",
                "looser",
                at=each.location,
            )
        elif before[when].title != after[when].title:
            yield _edit(
                "impossible",
                after[when].title,
                "reworded",
                f"What is impossible is worded otherwise: “{after[when].title}”",
                was=before[when].title,
                now=after[when].title,
                at=after[when].location,
            )
