"""Small changes of a pack, each with a name, with words and with the line that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from etiquette.diagnostics import Location
from etiquette.model import Rule
from etiquette.ruleset import Ruleset

from .bench import Bench
from .coverage import is_own, says_itself
from .mutate_pack import changed_pack
from .mutate_rules import changed_rules
from .places import Places

__all__ = ["Exchange", "Mutant", "mutants"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change of a pack. ``name`` is what suites call it by; ``words`` say what is changed.

    ``subject`` is the rule, or what else of the pack is changed (``definition answered``); ``part`` the key.
    """

    name: str
    subject: str
    part: str
    words: str
    location: Location | None
    change: Callable[[Ruleset], Ruleset]


def mutants(bench: Bench, *, plugins: bool) -> tuple[Mutant, ...]:
    """Every small change of what the pack on the bench says; with ``plugins`` of their rules too."""
    places = Places(bench)
    found: list[Mutant] = []
    for rule in bench.ruleset.rules:
        if is_own(bench, rule, plugins=plugins):
            for each in changed_rules(rule, bench.ruleset):
                if not says_itself(bench, rule, each.part):
                    continue
                place = places.of_rule(rule, each.part)
                change = Exchange(rule, each.rule)
                found.append(Mutant(f"{rule.id}:{each.name}", rule.id, each.part, each.words, place, change))
    manifest = bench.candidate.manifest
    for made in changed_pack(bench.ruleset, manifest.data):
        subject = made.name.partition(":")[0]
        part = str(made.path[-1])
        found.append(Mutant(made.name, subject, part, made.words, manifest.at(made.path), made.change))
    return tuple(_distinct(found))


def _distinct(found: Iterable[Mutant]) -> Iterator[Mutant]:
    """Names are what suites excuse mutants by, so that no two may have the same."""
    seen: dict[str, int] = {}
    for each in found:
        seen[each.name] = seen.get(each.name, 0) + 1
        number = seen[each.name]
        yield each if number == 1 else replace(each, name=f"{each.name}-{number}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Puts a rule in the place of another, in any ruleset that has the other as it is."""

    old: Rule
    new: Rule | None

    def __call__(self, ruleset: Ruleset) -> Ruleset:
        if self.old not in ruleset.rules:
            return ruleset
        rules = (self.new if rule == self.old else rule for rule in ruleset.rules)
        return replace(ruleset, rules=tuple(rule for rule in rules if rule is not None))
