"""Engines with a planted fault, by name: each replaces one piece of the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pytest

from etiquette import Location, Ruleset, Step
from etiquette._deciding import combine as combining
from etiquette._deciding import conflicts as clashing
from etiquette._deciding import decide as deciding
from etiquette._deciding import steps as stepping
from etiquette._deciding.breach import Breach
from etiquette._deciding.questions import questions
from etiquette._deciding.suggest import Advised, advise
from etiquette.facts import Facts
from etiquette.model import Rule
from etiquette.report import Question, Way

__all__ = ["ENGINES"]

DAY: Final = timedelta(days=1)
NOWHERE: Final = Location("")


def first_rule_wins(patch: pytest.MonkeyPatch) -> None:
    """Of several modalities the one counts that is written first, as in a list of cases."""
    weigh = deciding._weigh

    def weighed(rules: Sequence[Rule], in_play: Any) -> Any:
        certain = [rule for rule in rules if in_play.get(rule.id, {}).get("modality") is True]
        return weigh(sorted(certain, key=lambda rule: rule.location or NOWHERE)[:1], in_play)

    patch.setattr(deciding, "_weigh", weighed)


def _advising(patch: pytest.MonkeyPatch, change: Callable[[Step, Step], Step]) -> None:
    def advised(at: Any, action: Any, step: Step) -> Advised:
        found = advise(at, action, step)
        return found if found.nearest is None else replace(found, nearest=change(step, found.nearest))

    patch.setattr("etiquette._deciding.suggest.advise", advised)


def suggests_a_day_too_early(patch: pytest.MonkeyPatch) -> None:
    """The suggested day is one before the right one."""
    _advising(patch, lambda _, right: replace(right, day=right.day - DAY))


def suggests_the_wrong_channel(patch: pytest.MonkeyPatch) -> None:
    """The suggestion keeps the channel that was proposed."""
    _advising(patch, lambda wrong, right: replace(right, channel=wrong.channel))


def objects_to_the_last_day(patch: pytest.MonkeyPatch) -> None:
    """A step on the last day of a window is found to be too late."""
    breaches = stepping._of

    def of(at: Any, demand: Any, step: Step) -> Iterator[Breach]:
        early = demand.not_after and step.day == demand.not_after
        return breaches(at, replace(demand, not_after=step.day - DAY) if early else demand, step)

    patch.setattr(stepping, "_of", of)


def closes_on_the_last_day(patch: pytest.MonkeyPatch) -> None:
    """The last day of a window no longer permits a step."""
    allowed = combining.day_allowed

    def day_allowed(at: Any, way: Way, zone: Any, day: date) -> bool:
        return day != way.not_after and allowed(at, way, zone, day)

    patch.setattr(combining, "day_allowed", day_allowed)


def forgets_a_question(patch: pytest.MonkeyPatch) -> None:
    """One question is never put."""
    patch.setattr("etiquette._deciding.questions.questions", lambda *given: questions(*given)[1:])


def asks_for_everything(patch: pytest.MonkeyPatch) -> None:
    """Whatever isn't told is asked for."""

    def everything(rules: Ruleset, facts: Facts, _plan: Any) -> tuple[Question, ...]:
        return tuple(Question(path, "?") for path in rules.vocabulary.facts if path not in facts.told)

    patch.setattr("etiquette._deciding.questions.questions", everything)


def takes_unknown_for_false(patch: pytest.MonkeyPatch) -> None:
    """A rule of which it isn't known whether it applies doesn't."""
    applies = deciding._applies
    patch.setattr(deciding, "_applies", lambda at, rule: applies(at, rule) or False)


def earliest_window_wins(patch: pytest.MonkeyPatch) -> None:
    """Of several windows the one counts that opens first."""
    way_or_reason = combining.way_or_reason

    def widened(at: Any, action: Any, key: Any, demands: Sequence[combining.Demand], zone: Any) -> Way | str:
        found = way_or_reason(at, action, key, demands, zone)
        if isinstance(found, str):
            return found
        return replace(found, not_before=min((d.not_before for d in demands if d.not_before), default=None))

    patch.setattr(combining, "way_or_reason", widened)


def blames_everybody(patch: pytest.MonkeyPatch) -> None:
    """A conflict names every rule that narrows anything."""
    patch.setattr(clashing, "smallest", lambda items, _fine: list(items))


def names_one_too_few(patch: pytest.MonkeyPatch) -> None:
    """A conflict leaves one of its rules out."""
    smallest = clashing.smallest
    patch.setattr(clashing, "smallest", lambda items, fine: smallest(items, fine)[:-1])


ENGINES: Final[Mapping[str, Callable[[pytest.MonkeyPatch], None]]] = {
    each.__name__: each
    for each in (
        first_rule_wins,
        suggests_a_day_too_early,
        suggests_the_wrong_channel,
        objects_to_the_last_day,
        closes_on_the_last_day,
        forgets_a_question,
        asks_for_everything,
        takes_unknown_for_false,
        earliest_window_wins,
        blames_everybody,
        names_one_too_few,
    )
}
