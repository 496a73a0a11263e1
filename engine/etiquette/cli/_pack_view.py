"""One pack with all that it extends, as a page or as data: parameters, actions and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etiquette._deciding.wording import effective_in_words
from etiquette._text.blocks import Item, Page, Row, Section
from etiquette._text.words import join

if TYPE_CHECKING:
    from etiquette.model import Action, Parameter, Rule
    from etiquette.ruleset import Ruleset

__all__ = ["pack_as_data", "pack_page"]

_PLUGIN = "plugin:"


def pack_as_data(ruleset: Ruleset) -> dict[str, Any]:
    """Plain data: ``packs``, ``parameters``, ``actions``, ``rules``, ``disabled`` and ``diagnostics``."""
    return {
        "packs": [each.to_dict() for each in ruleset.packs],
        "parameters": [
            {
                "parameter": each.name,
                "title": each.title,
                "type": each.type,
                "value": each.value,
                "least": each.least,
                "most": each.most,
                "values": list(each.values),
                "set_by": list(each.set_by),
            }
            for each in ruleset.parameters.values()
        ],
        "actions": [
            {"action": each.id, "title": each.title, "phase": each.phase, "silent": each.silent}
            for each in ruleset.actions.values()
        ],
        "rules": [_rule_as_data(each) for each in _own(ruleset)],
        "disabled": [_rule_as_data(each) for each in ruleset.disabled],
        "diagnostics": [each.to_dict() for each in ruleset.diagnostics],
    }


def pack_page(ruleset: Ruleset) -> Page:
    """The pack's own name first, then what it has, each rule with whether a layer may relax it."""
    names = [str(each) for each in ruleset.packs]
    sections = (
        Section("Parameters", tuple(_parameter(each) for each in ruleset.parameters.values())),
        Section("Actions", tuple(_action(each) for each in ruleset.actions.values())),
        Section("Rules", tuple(_rule(each) for each in _own(ruleset))),
        Section("Disabled", tuple(_rule(each) for each in ruleset.disabled)),
    )
    return Page(
        f"{join(names)} can be used.",
        "strong",
        tuple(each for each in sections if each.items),
        ("A layer may change an overridable rule in any way, another one only so that it asks for more.",),
    )


def _own(ruleset: Ruleset) -> list[Rule]:
    """The rules of packs; those of plugins are there whichever pack is used."""
    return [rule for rule in ruleset.rules if not rule.owner.startswith(_PLUGIN)]


def _rule_as_data(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "title": rule.title,
        "modality": rule.modality,
        "overridable": rule.overridable,
        "effective": rule.effective.to_dict() if rule.effective else None,
        "owner": rule.owner,
        "changed_by": list(rule.changed_by),
        "location": rule.location.to_dict() if rule.location else None,
    }


def _parameter(parameter: Parameter) -> Item:
    value = _value(parameter.value)
    by = f", set by {join(parameter.set_by)}" if parameter.set_by else ""
    rows = (Row("Title", parameter.title), Row("May be", _range(parameter)))
    head = f"{parameter.name}: {value}{by}"
    return Item(head, parameter.type.replace("_", " "), tuple(row for row in rows if row.text))


def _range(parameter: Parameter) -> str:
    if parameter.values:
        return join(parameter.values, "or")
    match parameter.least, parameter.most:
        case None, None:
            return "true or false" if parameter.type == "switch" else ""
        case least, None:
            return f"{least} or more"
        case None, most:
            return f"{most} or less"
        case least, most:
            return f"{least} to {most}"


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _action(action: Action) -> Item:
    return Item(f"{action.id}: {action.title}", action.phase.replace("_", " "))


def _rule(rule: Rule) -> Item:
    says = rule.modality.replace("_", " ") if rule.modality else "how"
    layers = f", changed by {join(rule.changed_by)}" if rule.changed_by else ""
    state = "overridable" if rule.overridable else "not overridable"
    days = f", {effective_in_words(rule.effective)}" if rule.effective else ""
    return Item(f"{rule.id}: {rule.title}", f"{says}, {state}{days}, from {rule.owner}{layers}")
