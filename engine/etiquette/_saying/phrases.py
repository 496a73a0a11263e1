"""The words that a ruleset gives to its own things, fit to be put into a sentence.

What people write as titles and phrases goes into a sentence as it is only where it can be told from
everything around it. Anything else is quoted; and where two things have the same words, their ids follow. So
whoever reads the sentence knows which thing is meant, and where its name ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, TypeAlias

from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl

from .lists import quoted
from .plainness import distinct, marked, usable

__all__ = ["Phrases"]

_Key: TypeAlias = tuple[str, str]

_PICKS: Final = ("first", "last")

_ADVERBIAL: Final = re.compile(
    r"(in|on|at|after|before|during|while|until|since|between|once|within) \S", re.IGNORECASE
)


class Phrases:
    """Phrases by id. Without ``ids``, names of parameters and of rules are left out: for clients to read."""

    def __init__(self, ruleset: Ruleset, *, ids: bool = True) -> None:
        self.ruleset = ruleset
        self.ids = ids

    def verb(self, action: str) -> str:
        """What one does, such as ``write a card``."""
        return self._verbs.get(action) or _unknown(action)

    def channel(self, name: str) -> str:
        """``by email``."""
        return self._channels.get(name) or _unknown(name)

    def recipient(self, name: str) -> str:
        """Whom one addresses, such as ``your contact``."""
        return self._recipients.get(name) or _unknown(name)

    def carrier(self, name: str) -> str:
        """``directly`` or ``through your agent``."""
        return self._carriers.get(name) or _unknown(name)

    def concept(self, name: str) -> str:
        """What a message can hold, as a noun phrase."""
        return self._concepts.get(name) or _unknown(name)

    def phase(self, name: str) -> str:
        """When it is, such as ``after the visit``, or ``under “Visit”``."""
        return self._phases.get(name) or f"under {_unknown(name)}"

    def rule(self, name: str) -> str:
        """The quoted title of a rule, with the id where a title stands for two."""
        return self._rules.get(name) or _unknown(name)

    def noun(self, path: str) -> str:
        """What a fact is called, such as ``the promised day``."""
        return self._nouns.get(path) or _unknown(path)

    def clause(self, path: str, key: str) -> str | None:
        """A clause of the vocabulary's own for a fact that has a value, if there is a usable one."""
        return self._clauses.get((path, key))

    def entry(self, path: str, *, many: bool) -> str:
        """What an entry of a list is called, or several of them."""
        known = self._entries.get((path, "many" if many else "one"))
        return known or f"{'entries' if many else 'entry'} of {_unknown(path)}"

    def having(self, field: str, key: str) -> str | None:
        """A phrase that follows a noun, for a field of an entry that has a value, if there is one."""
        return self._having.get((field, key))

    def way(self, path: str) -> str:
        """What stands in a list of channels, recipients or carriers for the words that a fact holds."""
        return self._ways.get(path) or f"what is given as {self.noun(path)}"

    def word(self, decl: FactDecl | None, value: str) -> str:
        """A word that a fact can be: the title of what the ruleset declares, else the word itself."""
        if decl is not None and decl.words_of is not None:
            return {
                "channels": self._titles_of_channels, "recipients": self._recipients,
                "carriers": self._titles_of_carriers, "concepts": self._concepts, "actions": self._verbs,
            }[decl.words_of].get(value) or _unknown(value)  # fmt: skip
        if decl is not None and decl.kind in ("word", "words") and re.fullmatch(r"[a-z][a-z0-9_]*", value):
            return value.replace("_", " ")
        return quoted(value)

    def declared(self, path: str) -> FactDecl | None:
        """The declaration of a fact or a field; ``None`` if there is none."""
        known = self.ruleset.vocabulary
        return known[path] if path in known else None  # noqa: SIM401 - a vocabulary is no dict

    def place(self, path: str) -> int:
        """How many facts are declared before one."""
        return self._places.get(path, len(self._places))

    # What is said of each thing, once it is certain that nothing else is said in the same way

    @cached_property
    def _verbs(self) -> Mapping[str, str]:
        return distinct({each.id: _lower(each.title) for each in self.ruleset.actions.values()})

    @cached_property
    def _channels(self) -> Mapping[str, str]:
        known = self.ruleset.channels.values()
        return distinct({each.id: each.phrase or f"by {each.title or each.id}" for each in known})

    @cached_property
    def _titles_of_channels(self) -> Mapping[str, str]:
        return distinct({each.id: each.title for each in self.ruleset.channels.values()})

    @cached_property
    def _recipients(self) -> Mapping[str, str]:
        return distinct({each.id: each.title for each in self.ruleset.recipients.values()})

    @cached_property
    def _carriers(self) -> Mapping[str, str]:
        known = self.ruleset.carriers.values()
        return distinct({each.id: each.phrase or f"through {each.title or each.id}" for each in known})

    @cached_property
    def _titles_of_carriers(self) -> Mapping[str, str]:
        return distinct({each.id: each.title for each in self.ruleset.carriers.values()})

    @cached_property
    def _concepts(self) -> Mapping[str, str]:
        return distinct({each.id: each.title for each in self.ruleset.concepts.values()})

    @cached_property
    def _phases(self) -> Mapping[str, str]:
        titles = {each.id: each.title for each in self.ruleset.phases.values()}
        shown = distinct({name: _lower(title) for name, title in titles.items()})
        in_quotes = marked(titles)
        return {
            name: text if _ADVERBIAL.match(text) else f"under {in_quotes[name]}"
            for name, text in shown.items()
        }

    @cached_property
    def _rules(self) -> Mapping[str, str]:
        titles = {rule.id: rule.title for rule in (*self.ruleset.rules, *self.ruleset.disabled)}
        return marked(titles)

    @cached_property
    def _nouns(self) -> Mapping[str, str]:
        fields = {path: decl for path, decl in self._facts if "[" in path}
        facts = {path: decl for path, decl in self._facts if "[" not in path}
        of_fields = {path: _own(decl, "name") for path, decl in fields.items()}
        of_facts = {path: _own(decl, "name") for path, decl in facts.items()}
        picks = tuple(f"{text.casefold()} of the {end} " for text in of_fields.values() for end in _PICKS)
        plain = usable({path: text for path, text in of_facts.items() if not _is_said_of(text, picks)})
        titles = {path: decl.title for path, decl in self._facts}
        return {**marked(titles), **usable(of_fields), **plain}

    @cached_property
    def _facts(self) -> tuple[tuple[str, FactDecl], ...]:
        facts = self.ruleset.vocabulary.facts.values()
        return tuple((each.path, each) for fact in facts for each in (fact, *fact.fields))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {path: place for place, path in enumerate(self.ruleset.vocabulary.facts)}

    @cached_property
    def _clauses(self) -> Mapping[_Key, str]:
        found = {
            (path, key): text
            for path, decl in self._facts
            if "[" not in path
            for key, text in self._spelt(decl, ("has", "lacks"))
            if key not in ("name", "way", "one", "many")
        }
        generic = tuple(f"{noun} " for noun in self._nouns.values())
        return usable({key: text for key, text in found.items() if not text.startswith(generic)})

    @cached_property
    def _having(self) -> Mapping[_Key, str]:
        fields = [(path, decl) for path, decl in self._facts if "[" in path]
        return usable(
            {(path, key): text for path, decl in fields for key, text in self._spelt(decl, ("is",))}
        )

    def _spelt(self, decl: FactDecl, templates: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """The phrases of a declaration, those with ``{}`` spelt out for every word that may stand there."""
        for key, text in decl.say:
            if key not in templates:
                yield key, text
                continue
            for word in self._words(decl):
                words = self.channel(word) if decl.words_of == "channels" else self.word(decl, word)
                yield f"{key} {word}", text.replace("{}", words)

    def _words(self, decl: FactDecl) -> tuple[str, ...]:
        return tuple(getattr(self.ruleset, decl.words_of)) if decl.words_of else decl.values

    @cached_property
    def _entries(self) -> Mapping[_Key, str]:
        lists = [(path, decl) for path, decl in self._facts if decl.kind in ("records", "texts")]
        own = {(path, key): text for path, decl in lists for key, text in decl.say if key in ("one", "many")}
        titles = marked({path: decl.title for path, decl in lists})
        said = {
            (path, key): f"{noun} of {titles[path]}"
            for path, _ in lists
            for key, noun in (("one", "entry"), ("many", "entries"))
        }
        return {**said, **usable(own)}

    @cached_property
    def _ways(self) -> Mapping[str, str]:
        own = {path: way for path, decl in self._facts if (way := _own(decl, "way"))}
        taken = (*self._channels.values(), *self._recipients.values(), *self._carriers.values())
        ways = usable({**{("", text): text for text in taken}, **{("fact", path): own[path] for path in own}})
        return {path: text for (kind, path), text in ways.items() if kind == "fact"}


def _own(decl: FactDecl, key: str) -> str:
    """What the vocabulary says under a key; empty if it says nothing."""
    return next((text for name, text in decl.say if name == key), "")


def _is_said_of(noun: str, picks: tuple[str, ...]) -> bool:
    """Whether a noun phrase could be taken for a comparison, or for the day of an entry."""
    return " is " in f" {noun} " or noun.casefold().startswith(picks)


def _unknown(name: str) -> str:
    """What isn't declared, such as a thing of a plugin that isn't there."""
    return f"{quoted(name)} ({name})"


def _lower(title: str) -> str:
    """A title inside a sentence: its first letter small, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() or not title else f"{title[0].lower()}{title[1:]}"
