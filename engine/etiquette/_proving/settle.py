"""What would settle a clash: overrides and bounds that were tried, and leave no clash between its rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Final

from etiquette._deciding.wording import any_of
from etiquette.model import Aspect, Override, Rule
from etiquette.report import Conflict

from .asking import Guidance
from .logic import either, negate, number_in
from .session import Session

__all__ = ["settling"]

_SETS: Final = ("channels", "recipients", "via")
_MOST_DAYS: Final = 800
_SECONDS: Final = 1.0
"""Time for trying a single exception: a proposal isn't worth as long a wait as an answer."""
_DEMANDS: Final = {
    "modality": "modality",
    "window": "window",
    "hours": "hours or its weekdays",
    "ways": "channels, recipients or carriers",
    "message": "demands on the message",
}


def settling(guidance: Guidance, session: Session, guilty: Sequence[Rule], conflict: Conflict) -> str:
    """One sentence on what to do; overrides and bounds in it have been tried."""
    quick = replace(guidance, seconds=min(guidance.seconds, _SECONDS))
    return _Settling(quick, session, tuple(guilty), conflict).sentence()


@dataclass(frozen=True)
class _Settling:
    guidance: Guidance
    session: Session
    guilty: tuple[Rule, ...]
    conflict: Conflict

    def sentence(self) -> str:
        tried = list(self._overrides())
        special = [text for more_special, text in tried if more_special]
        parts = special[:1] or [text for _, text in tried][:2]
        bound = self._bound()
        parts += [bound] if bound else []
        text = any_of(parts or [self._otherwise()], "or")
        return f"{text[:1].upper()}{text[1:]}."

    def _mine(self) -> list[Rule]:
        """The rules that whoever asks may change: those of the packs on top, if any takes part."""
        own = [rule for rule in self.guilty if rule.owner in self.guidance.own]
        return own or [rule for rule in self.guilty if not rule.owner.startswith("plugin:")]

    def _otherwise(self) -> str:
        names = any_of([rule.id for rule in self._mine()], "or")
        if not names:
            return "use one of these plugins only"
        return (
            f"let the condition of {names} leave this case out, or change its {_DEMANDS[self.conflict.about]}"
        )

    def _overrides(self) -> Iterator[tuple[bool, str]]:
        """Exceptions that settle it, each with whether the exception is the more special rule."""
        decided = self.session.decisions[0].of(self.conflict.action)
        mine = self._mine()
        for winner, loser in permutations(self.guilty, 2):
            if winner not in mine or loser.owner.startswith("plugin:"):
                continue
            if loser.owner != winner.owner and not loser.overridable:
                continue
            for aspect in self._aspects(winner, loser):
                override = Override(loser.id, aspect)
                if self._settles(replace(winner, overrides=(*winner.overrides, override))):
                    found = self.session.find(
                        decided.applies(winner.id), negate(decided.applies(loser.id)), nicely=False
                    )
                    yield (
                        found.state == "none",
                        f"let {winner.id} be an exception (`overrides: [{override}]`)",
                    )

    def _aspects(self, winner: Rule, loser: Rule) -> list[Aspect]:
        """The aspects of the loser that may be at fault."""
        about = self.conflict.about
        if about == "modality":
            return ["modality"] if winner.modality and loser.modality else []
        wanted = {"ways": _SETS, "hours": ("hours", "window")}.get(about, (about,))
        return [aspect for aspect in loser.aspects if aspect in wanted]

    def _settles(self, changed: Rule) -> bool:
        """Whether with a changed rule these rules by themselves never clash any more."""
        rules = tuple(changed if rule.id == changed.id else rule for rule in self.guilty)
        named = {(rule.id, each.target) for rule in rules for each in rule.overrides}
        if any((target, rule) in named for rule, target in named):
            return False
        session = self.guidance.session(replace(self.session.rulesets[0], rules=rules))
        decided = session.decisions[0].of(self.conflict.action)
        clash = either(decided.outcomes["conflict"], decided.stuck)
        return session.find(clash, nicely=False).state == "none"

    def _bound(self) -> str:
        """By how many days a window would have to be longer, where that has an end."""
        if self.conflict.about != "window":
            return ""
        decided = self.session.decisions[0].of(self.conflict.action)
        begins = [rule for rule in self.guilty if rule.window and rule.window.not_before is not None]
        closes = [rule for rule in self.guilty if rule.window and rule.window.not_after is not None]
        if len(begins) != 1 or len(closes) != 1 or closes[0] not in self._mine():
            return ""
        begin, close = begins[0].window, closes[0].window
        assert begin is not None  # noqa: S101 - see above
        assert begin.not_before is not None  # noqa: S101 - see above
        assert close is not None  # noqa: S101 - see above
        assert close.not_after is not None  # noqa: S101 - see above
        first, last = decided.formulas.day(begin.not_before), decided.formulas.day(close.not_after)
        here = (
            decided.binding(begins[0], "window"),
            decided.binding(closes[0], "window"),
            negate(first.none),
            negate(last.none),
        )
        least, most = 0, _MOST_DAYS
        if self.session.find(*here, first.term - last.term > most, nicely=False).state != "none":
            return ""
        while least < most:
            middle = (least + most) // 2
            found = self.session.find(*here, first.term - last.term > middle, nicely=False)
            if found.state == "unknown":
                return ""
            if found.model is None:
                most = middle
            else:
                apart = number_in(found.model, first.term) - number_in(found.model, last.term)
                least = max(middle + 1, apart)
        days = "1 day" if least == 1 else f"{least} days"
        return f"let {closes[0].id} end {days} later, which is enough in every case"
