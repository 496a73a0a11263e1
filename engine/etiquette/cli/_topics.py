"""What can be asked about, an action or a rule, and what is meant by a name that is neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from etiquette._reading.wording import did_you_mean, listed
from etiquette.diagnostics import Diagnostic

if TYPE_CHECKING:
    from etiquette.ruleset import Ruleset

__all__ = ["unknown_topic"]

_MOST: Final = 5
_WORDS: Final = re.compile(r"[^\W_]+")


def unknown_topic(topic: str, ruleset: Ruleset, *, concepts: bool = False) -> Diagnostic | None:
    """What to answer to a name that is neither an action nor a rule; ``None`` if it is one.

    With ``concepts`` it may be one of those as well.
    """
    sayable = {each.id: each.title for each in ruleset.concepts.values()} if concepts else {}
    known = {*ruleset.actions, *sayable}
    if topic in known or any(rule.id == topic for rule in ruleset.rules):
        return None
    gone = next((rule for rule in ruleset.disabled if rule.id == topic), None)
    if gone is not None:
        message = f"{gone.changed_by[-1]} disables {topic} (“{gone.title}”, from {gone.owner})."
        help_ = f"It takes no part in any decision, until {gone.changed_by[-1]} no longer disables it."
        return Diagnostic("E305", message, help_)
    meant = _meant(topic, ruleset, sayable)
    help_ = f"Did you mean {listed(meant)}?"
    if not meant:
        help_ = f"The actions are {listed(ruleset.actions, 'and')}."
    kinds = "action, rule or concept" if concepts else "action or rule"
    return Diagnostic("E305", f"There is no {kinds} {topic!r} in these rules.", help_)


def _meant(topic: str, ruleset: Ruleset, sayable: Mapping[str, str]) -> list[str]:
    """The names that may be meant: a slip of an id or a title, or a part of one; those of rules last."""
    actions = {**sayable, **{each.id: each.title for each in ruleset.actions.values()}}
    rules = {each.id: each.title for each in ruleset.rules}
    if near := did_you_mean(topic, [*actions, *rules]):
        return [near]
    if parts := _holding(topic, actions):
        return parts
    for names in (actions, rules):
        titles = {title: name for name, title in names.items()}
        ends = {name.rpartition("/")[2]: name for name in names}
        for known in (ends, titles):
            if near := did_you_mean(topic, known):
                return [known[near]]
    return _holding(topic, rules)


def _holding(topic: str, names: Mapping[str, str]) -> list[str]:
    """The names whose id or title has every word of ``topic``, if only as the beginning of one."""
    asked = _WORDS.findall(topic.casefold())
    found = [
        name
        for name, title in names.items()
        if asked and all(_begins(word, f"{name} {title}") for word in asked)
    ]
    return found[:_MOST]


def _begins(word: str, text: str) -> bool:
    return any(each.startswith(word) for each in _WORDS.findall(text.casefold()))
