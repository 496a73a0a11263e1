"""The words that a ruleset gives to its own things, so that no text here needs to know them.

Without a ruleset, or for an id that it doesn't declare, the id itself is made readable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from etiquette._deciding.wording import entries_of

if TYPE_CHECKING:
    from etiquette.model import Rule
    from etiquette.ruleset import Ruleset

__all__ = ["Words", "join", "readable", "sentence"]

_DEEP: Final = 2
"""Facts that are deeper than a section of the file have titles that say little alone."""


def join(parts: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    found = list(parts)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def readable(name: str) -> str:
    """An id as words: ``ask_status`` gives ``ask status``; whole sentences stay as they are."""
    return name if " " in name else name.replace("_", " ")


def sentence(text: str) -> str:
    """``text`` with a capital at the start and a full stop at the end, unless it has an end already."""
    text = text.strip()
    if not text:
        return ""
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.!?:…' else '.'}"


class Words:
    """Titles and phrases by id."""

    def __init__(self, ruleset: Ruleset | None = None) -> None:
        self._ruleset = ruleset
        self._rules = {rule.id: rule for rule in ruleset.rules} if ruleset else {}

    def action(self, name: str) -> str:
        """The title of an action, such as ``Ask for news``."""
        found = self._ruleset.actions.get(name) if self._ruleset else None
        return found.title if found and found.title else readable(name)

    def silence(self, name: str) -> str:
        """Why the pack means to say nothing about an action; empty where it doesn't mean to."""
        found = self._ruleset.actions.get(name) if self._ruleset else None
        return (found.silent if found else None) or ""

    def topic(self, name: str) -> str:
        """The title of an action or a rule, whichever it names."""
        rule = self.rule(name)
        return rule.title if rule and rule.title else self.action(name)

    def rule(self, name: str) -> Rule | None:
        """The rule with that id, where there is one."""
        return self._rules.get(name)

    def rule_line(self, name: str) -> str:
        """A rule's title and id, and the pack or plugin it comes from."""
        rule = self.rule(name)
        if rule is None or not rule.title:
            return name
        layers = f", changed by {join(rule.changed_by)}" if rule.changed_by else ""
        return f"{rule.title} ({name}, from {rule.owner}{layers})"

    def channel(self, name: str) -> str:
        """``by email``: how one goes about it."""
        found = self._ruleset.channels.get(name) if self._ruleset else None
        return (found and (found.phrase or (found.title and f"by {found.title}"))) or f"by {readable(name)}"

    def recipient(self, name: str) -> str:
        """``to your contact``: whom one addresses."""
        found = self._ruleset.recipients.get(name) if self._ruleset else None
        return (found and (found.phrase or (found.title and f"to {found.title}"))) or f"to {readable(name)}"

    def carrier(self, name: str) -> str:
        """``directly`` or ``through your agent``: who carries it."""
        found = self._ruleset.carriers.get(name) if self._ruleset else None
        return (
            found and (found.phrase or (found.title and f"through {found.title}"))
        ) or f"through {readable(name)}"

    def is_ordinary_carrier(self, name: str) -> bool:
        """Whether it is the carrier declared first, which goes without saying."""
        return self._ruleset is not None and name == next(iter(self._ruleset.carriers), None)

    def concept(self, name: str) -> str:
        """What a message can say, as a noun phrase."""
        found = self._ruleset.concepts.get(name) if self._ruleset else None
        return found.title if found and found.title else readable(name)

    def entries(self, path: str) -> str:
        """What the entries of a list of texts are, such as ``things you saw``."""
        return entries_of(self._ruleset, path) if self._ruleset else f"entries of {path}"

    def fact(self, path: str) -> str:
        """The title of a fact, with that of its section where it would be unclear alone; or its path."""
        if self._ruleset is None or path not in self._ruleset.vocabulary:
            return path
        title = self._ruleset.vocabulary[path].title
        section = self._section_title(path)
        alone = path.count(".") < _DEEP and self._fact_titles[title] == 1
        if not title or alone or "[" in path or not section:
            return title or path
        return f"{section}, {title[0].lower()}{title[1:]}"

    @cached_property
    def _fact_titles(self) -> Counter[str]:
        facts = self._ruleset.vocabulary.facts.values() if self._ruleset else ()
        return Counter(each.title for each in facts)

    def _section_title(self, path: str) -> str:
        schema: Mapping[str, Any] = self._ruleset.vocabulary.schema if self._ruleset else {}
        for name in path.split(".")[:-1]:
            schema = schema.get("properties", {}).get(name, {})
        return str(schema.get("title", ""))

    def assumed(self, path: str, value: str, title: str = "") -> str:
        """What is assumed of a fact, as a phrase without the name of the fact: ``no promised day``."""
        worded = self.value(path, value)
        declared = self._ruleset is not None and path in self._ruleset.vocabulary
        phrases = dict(self._ruleset.vocabulary[path].assumed) if self._ruleset and declared else {}
        if worded in phrases:
            return phrases[worded]
        name = self.fact(path) if declared else title or readable(path.rpartition(".")[2])
        name = name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"
        return f"{name}: {worded}"

    def is_open_ended(self, path: str) -> bool:
        """Whether a fact can be so many things that nobody can try them all to see what they would change."""
        if self._ruleset is None or path not in self._ruleset.vocabulary:
            return False
        return self._ruleset.vocabulary[path].kind in ("records", "zone")

    def value(self, path: str, value: str) -> str:
        """A fact's value as words: a word that the ruleset declares gets its title."""
        plain = {"true": "yes", "false": "no", "none": "none", "": "nothing", "[]": "none"}
        if value.lower() in plain:
            return plain[value.lower()]
        if self._ruleset and path in self._ruleset.vocabulary:
            of = self._ruleset.vocabulary[path].words_of
            if of is not None:
                found = getattr(self._ruleset, of).get(value)
                return found.title if found and found.title else readable(value)
        return value
