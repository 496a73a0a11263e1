"""Rules in English, as a page or as data: many with their sentences, or one with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from etiquette._handbook.chapters import chapters
from etiquette._handbook.relations import parameters_of, replaced, replacing
from etiquette._handbook.sayings import demands_on
from etiquette._saying import said, sentence
from etiquette._text.blocks import Item, Page, Row, Section
from etiquette._text.words import join
from etiquette._text.words import sentence as ended

from ._concept_view import concept_as_data, concept_page

if TYPE_CHECKING:
    from etiquette.model import Aspect, Parameter, Rule
    from etiquette.ruleset import Ruleset

__all__ = ["rules_as_data", "rules_page"]

_ONE: Final = "Name a rule to see the reason, the source and the exceptions."
_ASPECTS: Final = {"recipients": "addressees", "via": "carriers"}


def rules_as_data(ruleset: Ruleset, topic: str | None) -> dict[str, Any]:
    """Plain data: ``packs``, ``topic``, ``rules`` with a sentence each, ``concept``, and ``diagnostics``."""
    return {
        "packs": [each.to_dict() for each in ruleset.packs],
        "topic": topic,
        "rules": [_data(each, ruleset) for each in _asked(ruleset, topic)],
        "concept": concept_as_data(ruleset, topic) if topic and _is_concept(topic, ruleset) else None,
        "diagnostics": [each.to_dict() for each in ruleset.diagnostics],
    }


def rules_page(ruleset: Ruleset, topic: str | None) -> Page:
    """All rules by chapter, those of an action, one rule with its particulars, or a concept."""
    if topic is not None and _is_concept(topic, ruleset):
        return concept_page(ruleset, topic)
    packs = f"As in {join(str(each) for each in ruleset.packs)}."
    asked = _asked(ruleset, topic)
    if topic is not None and topic not in ruleset.actions:
        rule = asked[0]
        parts = said(rule, ruleset)
        further = (parts.overrides, parts.effective, parts.level, parts.overridable)
        rows = (*(Row("", each) for each in further if each), *_particulars(rule, ruleset))
        item = Item(parts.main, "", rows, "none", "plain")
        return Page(rule.title or rule.id, "strong", (Section(rule.id, (item,), "quiet"),), (packs,))
    if topic is not None:
        action = ruleset.actions[topic]
        verdict = f"{action.title or topic}: {_count(len(asked), 'rule')}."
        silent = f"The pack means to say nothing about it: {action.silent}" if action.silent else ""
        section = Section(topic, _items(asked, ruleset), "quiet", intro=ended(silent), spaced=True)
        return Page(verdict, "strong", (section,), (packs, _ONE))
    sections = tuple(
        Section(each.title, _items(each.rules, ruleset), spaced=True) for each in chapters(ruleset)
    )
    return Page(f"{_count(len(asked), 'rule')}, in English.", "strong", sections, (packs, _ONE))


def _asked(ruleset: Ruleset, topic: str | None) -> list[Rule]:
    by_chapter = [rule for each in chapters(ruleset) for rule in each.rules]
    if topic is None:
        return by_chapter
    if topic in ruleset.actions:
        about = {rule.id for rule in ruleset.by_action[topic]}
        return [rule for rule in by_chapter if rule.id in about]
    if _is_concept(topic, ruleset):
        on_it = {rule.id for _, rules in demands_on(topic, ruleset) for rule in rules}
        return [rule for rule in by_chapter if rule.id in on_it]
    return [rule for rule in by_chapter if rule.id == topic]


def _is_concept(topic: str, ruleset: Ruleset) -> bool:
    """Whether a topic is something that a message can say; an action of the same name goes before."""
    return topic in ruleset.concepts and topic not in ruleset.actions


def _items(rules: Sequence[Rule], ruleset: Ruleset) -> tuple[Item, ...]:
    return tuple(Item(rule.title or rule.id, rule.id, (Row("", sentence(rule, ruleset)),)) for rule in rules)


def _particulars(rule: Rule, ruleset: Ruleset) -> Iterator[Row]:
    source = rule.source
    if rule.because:
        yield Row("Why", ended(rule.because))
    if place := ", ".join(each for each in (source.text, source.section) if each):
        norms = f" ({join(source.norms)})" if source.norms else ""
        yield Row(
            "Source", ended(f"{place}{norms}{' (inferred, not stated there)' if source.inferred else ''}")
        )
    if source.note:
        yield Row("Note", ended(source.note))
    for other, aspects in replaced(rule, ruleset):
        yield Row("Replaces", f"{_parts(aspects)} of {_named(other)}.")
    for other, aspects in replacing(rule, ruleset):
        yield Row("Gives way", f"in {_parts(aspects)}, to {_named(other)}, where that applies.")
    for name in parameters_of(rule):
        yield Row("Setting", _setting(ruleset.parameters[name]))
    if rule.changed_by:
        yield Row("Changed", f"by {join(rule.changed_by)}.")
    yield Row("Stands", f"{rule.location or 'in no file'}, from {rule.owner}", "quiet")


def _setting(parameter: Parameter) -> str:
    value = parameter.value
    shown = ("on" if value else "off") if isinstance(value, bool) else str(value).replace("_", " ")
    by = f", set by {join(parameter.set_by)}" if parameter.set_by else ""
    return f"{parameter.name} is {shown}{by}. {ended(parameter.title)}".rstrip()


def _parts(aspects: Sequence[Aspect]) -> str:
    return f"the {join(_ASPECTS.get(each, each) for each in aspects)}"


def _named(rule: Rule) -> str:
    return f"“{rule.title}” ({rule.id})" if rule.title else rule.id


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _data(rule: Rule, ruleset: Ruleset) -> dict[str, Any]:
    source = rule.source
    return {
        "rule": rule.id,
        "title": rule.title,
        "sentence": sentence(rule, ruleset),
        "actions": [
            name for name, rules in ruleset.by_action.items() if any(each.id == rule.id for each in rules)
        ],
        "because": rule.because,
        "source": {
            "text": source.text,
            "section": source.section,
            "norms": list(source.norms),
            "inferred": source.inferred,
            "note": source.note,
        },
        "overrides": _others(replaced(rule, ruleset)),
        "overridden_by": _others(replacing(rule, ruleset)),
        "parameters": list(parameters_of(rule)),
        "owner": rule.owner,
        "changed_by": list(rule.changed_by),
        "location": rule.location.to_dict() if rule.location else None,
    }


def _others(found: Sequence[tuple[Rule, Sequence[Aspect]]]) -> list[dict[str, Any]]:
    return [{"rule": other.id, "aspects": list(aspects)} for other, aspects in found]
