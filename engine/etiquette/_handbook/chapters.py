"""Rules by topic, topics in the order of what they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etiquette.model import Rule
from etiquette.ruleset import Ruleset

__all__ = ["Chapter", "chapters"]

_PLUGIN = "plugin:"


@dataclass(frozen=True, slots=True)
class Chapter:
    """The rules of a topic, in the order in which they were written."""

    topic: str
    title: str
    rules: tuple[Rule, ...]
    intro: str = ""


def chapters(ruleset: Ruleset, told: Sequence[Mapping[str, str]] = ()) -> tuple[Chapter, ...]:
    """All rules by topic.

    Those of packs come before those of plugins; among them first the topics in ``told`` (``topic`` with
    ``title`` and ``intro``), as they stand there, then the others by the action that most of their rules are
    about.
    """
    topics: dict[str, list[Rule]] = {}
    for rule in ruleset.rules:
        topics.setdefault(rule.topic, []).append(rule)
    titles = {each["topic"]: each for each in told}
    places = {topic: place for place, topic in enumerate(titles)}

    def place(topic: str) -> tuple[bool, int, int, str]:
        rules = topics[topic]
        by_plugins = all(rule.owner.startswith(_PLUGIN) for rule in rules)
        return by_plugins, places.get(topic, len(places)), _busiest(rules, ruleset), topic

    return tuple(
        Chapter(
            topic,
            titles.get(topic, {}).get("title") or _readable(topic),
            tuple(sorted(topics[topic], key=_written)),
            titles.get(topic, {}).get("intro", ""),
        )
        for topic in sorted(topics, key=place)
    )


def _busiest(rules: Sequence[Rule], ruleset: Ruleset) -> int:
    """The position of the action that is named most often."""
    actions = list(ruleset.actions)
    named = Counter(action for rule in rules for action in rule.actions)
    most = max(named.values(), default=0)
    return min(
        (actions.index(action) for action, count in named.items() if count == most), default=len(actions)
    )


def _written(rule: Rule) -> tuple[str, int, str]:
    place = rule.location
    return (place.file, place.line, rule.id) if place else ("", 0, rule.id)


def _readable(topic: str) -> str:
    words = topic.replace("/", ", ").replace("-", " ")
    return f"{words[:1].upper()}{words[1:]}"
