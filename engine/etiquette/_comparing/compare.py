"""Everything that differs between two rulesets, put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from etiquette._deciding.plan import decide
from etiquette._proving.written import epochs_of
from etiquette.difference import ActionChange, Advice, Change, Difference
from etiquette.kinds import Kind
from etiquette.model import Rule
from etiquette.proof import Witness
from etiquette.report import Suggestion
from etiquette.ruleset import Ruleset
from etiquette.testing import facts as nested_facts

from .bump import versions
from .causes import causes
from .edited_rules import rules_changed
from .edited_sought import sought
from .edits import edits
from .search import Searched, Shown, search
from .seen import Seen
from .sentences import said, says_today
from .steps import gravest
from .wording import case_in_words

__all__ = ["compare"]

_UNKNOWN = "It isn't known whether the advice changes in this way: {}"


def compare(old: Ruleset, new: Ruleset, *, main: str = "", seconds: float = 10.0) -> Difference:
    """What changes from ``old`` to ``new``: for every action, and in what they are made of.

    ``main`` is the pack whose versions are compared; without it, the last that is in both. ``seconds`` is the
    time for a single question to the solver.
    """
    changed = rules_changed(old, new)
    actions = tuple(_actions(old, new, changed, seconds))
    owners = {rule.owner for ruleset in (old, new) for rule in ruleset.rules}
    found = Difference(
        old.packs,
        new.packs,
        actions,
        tuple(edits(old, new)),
        tuple(sought(old, new)),
        plugins=tuple(sorted(each.removeprefix("plugin:") for each in owners if ":" in each)),
        diagnostics=tuple(dict.fromkeys((*old.diagnostics, *new.diagnostics))),
    )
    return replace(found, versions=versions(old.packs, new.packs, main, found.bump))


def _actions(old: Ruleset, new: Ruleset, changed: frozenset[str], seconds: float) -> Iterator[ActionChange]:
    for name, action in {**old.actions, **new.actions}.items():
        if name not in old.actions:
            sentence = f"“{action.title}” is an action that there wasn't before"
            yield ActionChange(name, action.title, "new", (Change("new", sentence),))
        elif name not in new.actions:
            sentence = f"“{action.title}” is no longer an action that there is"
            yield ActionChange(name, action.title, "gone", (Change("gone", sentence),))
        else:
            yield _action(old, new, name, changed, seconds)


def _action(old: Ruleset, new: Ruleset, action: str, changed: frozenset[str], seconds: float) -> ActionChange:
    """One action, over all guidance that there ever is; the same in several stretches is said once."""
    title = new.actions[action].title
    changes: dict[tuple[Kind, str], Change] = {}
    unknown: dict[str, None] = {}
    epochs = epochs_of(old, new)
    for place, first in enumerate(epochs):
        last = epochs[place + 1] - timedelta(days=1) if place + 1 < len(epochs) else date.max
        days = (first, last) if len(epochs) > 1 else None
        found = search(old.as_of(first), new.as_of(first), action, days, seconds)
        for shown in found.shown:
            made = _change(shown, changed, first if days else None)
            changes.setdefault((made.kind, made.sentence), made)
        unknown.update(dict.fromkeys(_left_open(found, title)))
    verdict = "unknown" if unknown and not changes else "changed" if changes else "same"
    return ActionChange(action, title, verdict, tuple(changes.values()), tuple(unknown))  # type: ignore[arg-type]  # a verdict


def _left_open(found: Searched, title: str) -> Iterator[str]:
    for kind, ran_out in found.unknown:
        what = (
            f"whether “{title}” {_OPEN[kind]}"
            if kind in _OPEN
            else f"whether the advice on “{title}” changes"
        )
        yield (
            f"It isn't known {what}: what ran out is {ran_out}."
            if kind
            else f"It isn't known {what}: {ran_out}."
        )


_OPEN: dict[Kind | None, str] = {
    "later": "opens later in some case",
    "earlier": "opens earlier in some case",
    "closes_earlier": "closes earlier in some case",
    "closes_later": "closes later in some case",
    "best_earlier": "is best done earlier in some case",
    "best_later": "is best done later in some case",
    "graver": "is taken more seriously in some case",
    "milder": "is taken less seriously in some case",
    "preference": "is best done otherwise in some case",
}


def _change(shown: Shown, changed: frozenset[str], guidance: date | None) -> Change:
    rules, parameters = causes(shown, changed)
    if not (rules or parameters):
        rules = _guilty(shown, changed)
    when = case_in_words(shown.after.at.ruleset, shown.facts, today=says_today(shown) or guidance is not None)
    return Change(
        shown.kind,
        said(shown),
        when,
        _advice(shown.before, shown),
        _advice(shown.after, shown),
        Witness(_witness(shown)),
        tuple(rule.id for rule in rules),
        tuple(rule.location for rule in rules),
        guidance.isoformat() if guidance and guidance != date.min else "",
        tuple(parameters),
    )


_ABOUT: Mapping[str, tuple[str, ...]] = {
    "later": ("window",),
    "earlier": ("window",),
    "closes": ("window",),
    "best": ("window",),
    "channel": ("channels",),
    "recipient": ("recipients",),
    "carrier": ("via",),
    "weekdays": ("hours",),
    "hours": ("hours",),
    "message": ("message",),
    "stricter": ("modality",),
    "looser": ("modality",),
    "asked": ("modality",),
    "offered": ("modality",),
    "withdrawn": ("modality",),
    "unasked": ("modality",),
    "reversed": ("modality",),
    "preference": ("channels", "recipients", "via", "hours"),
}


def _guilty(shown: Shown, changed: frozenset[str]) -> list[Rule]:
    """The changed rules that have a say in the case, about what has changed if any is about that.

    A rule that has its say in one version only is as guilty as one that says something else.
    """
    old, new = ({rule.id: rule for rule in seen.at.ruleset.rules} for seen in (shown.before, shown.after))
    known = {**old, **new}
    applying = {name for seen in (shown.before, shown.after) for name in seen.decision.rules}
    rules = [known[name] for name in sorted(applying & changed)]
    about = _ABOUT.get(shown.kind.partition("_")[0], ())
    to_blame = [rule for rule in rules if set(about) & set(rule.aspects)]
    if to_blame or not about:
        return to_blame or rules
    opening = [known[name] for name in sorted(_elsewhere(shown) & changed)]
    return [rule for rule in opening if rule.modality or rule.window] or opening or rules


def _elsewhere(shown: Shown) -> set[str]:
    """The rules that have a say on the actions whose openness is asked about."""
    return {
        name
        for seen in (shown.before, shown.after)
        for other in seen.at.ruleset.opens[seen.found.action.id]
        for name in decide(seen.at.afresh(), seen.at.ruleset.actions[other]).rules
    }


def _witness(shown: Shown) -> dict[str, object]:
    facts = shown.facts
    told = {"today": facts.today, "timezone": facts.timezone.key, **facts.told}
    found: dict[str, object] = nested_facts(told)
    if facts.proposed is not None:
        found["proposed"] = Suggestion("", facts.proposed).to_dict()["step"]
    return found


def _advice(seen: Seen, shown: Shown) -> Advice:
    """What is advised; the ways are those that are left even where the status names none."""
    decision, ways = seen.decision, list(seen.ways.values())
    step = shown.facts.proposed
    return Advice(
        decision.status,
        "" if seen.modality in (None, "conflict") else str(seen.modality),
        _iso(min, [way.not_before for way in ways]),
        decision.ideally_by.isoformat() if decision.ideally_by else "",
        _iso(max, [way.not_after for way in ways]),
        tuple(each for each in seen.items(0) if each),
        tuple(each for each in seen.items(1) if each),
        tuple(each for each in seen.items(2) if each),
        gravest(seen, step) if step else "",
    )


def _iso(pick: object, days: Sequence[date | None]) -> str:
    known = [each for each in days if each is not None]
    return pick(known).isoformat() if known and len(known) == len(days) else ""  # type: ignore[operator]  # min or max
