"""Whether decisions differ in anything, and whether two rulesets come to the same for everybody."""

from __future__ import annotations

from etiquette.ruleset import Ruleset

from .changes import changes
from .decisions import Decided
from .logic import Formula, both, either, negate
from .records import TooManySorts
from .session import Session
from .written import about, epochs_of, incomparable, same_text

__all__ = ["differ", "equivalent", "possible"]


def equivalent(old: Ruleset, new: Ruleset, *, seconds: float = 10.0) -> bool | None:
    """Whether nobody would act otherwise under one of the rulesets than under the other.

    ``True`` is proved over all facts, on every day and for every action, with parameters as they are set;
    ``False`` means that a case differs, ``None`` that neither could be shown within ``seconds`` for each
    question. Wording isn't looked at.
    """
    if old.actions.keys() != new.actions.keys():
        return False
    if old.vocabulary != new.vocabulary:
        return None
    found: list[bool | None] = []
    for first in epochs_of(old, new):
        for action in old.actions:
            found.append(_equivalent(old.as_of(first), new.as_of(first), action, seconds))
            if found[-1] is False:
                return False
    return None if None in found else True


def _equivalent(old: Ruleset, new: Ruleset, action: str, seconds: float) -> bool | None:
    before, after = about(old, action), about(new, action)
    if same_text(before, after, action):
        return True
    if incomparable(before, after, action):
        return None
    try:
        session = Session(before, after, ranging=False, seconds=seconds)
        was, now = (decisions.of(action) for decisions in session.decisions)
        found = session.find(differ(was, now), possible(session), nicely=False, likely=True)
    except TooManySorts:
        return None
    return {"case": False, "none": True, "unknown": None}[found.state]


def possible(session: Session) -> Formula:
    """That no ruleset but the first, which the session sees to, calls the case impossible."""
    known = {each.when for each in session.rulesets[0].impossible}
    return both(
        *(
            negate(decisions.formulas.holds(each.when))
            for ruleset, decisions in zip(session.rulesets[1:], session.decisions[1:], strict=True)
            for each in ruleset.impossible
            if each.when not in known
        )
    )


def differ(old: Decided, new: Decided) -> Formula:
    """That the decisions differ in anything."""
    return either(*(change.holds for change in changes(old, new)))
