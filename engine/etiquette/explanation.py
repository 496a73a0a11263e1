"""The shape of an explanation: why a decision is what it is, down to single conditions."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypeAlias

from ._nouns import dataclass
from .model import PackId, Rule
from .report import Decision

__all__ = ["ActionExplained", "Change", "ConditionLine", "Explanation", "Fate", "RuleExplained"]

Fate: TypeAlias = Literal[
    "in_effect", "does_not_apply", "undetermined", "overridden", "outweighed", "not_in_force"
]


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One line of a condition, ``depth`` levels in. ``holds`` is ``None`` when it isn't known.

    ``observed`` and ``required`` are words a person can read; both are empty for ``all``, ``any``, ``not``.
    ``fact`` is the path to tell or to correct, where there is a single one; ``assumed`` marks a value that
    was not told.
    """

    depth: int
    text: str
    holds: bool | None
    observed: str = ""
    required: str = ""
    fact: str | None = None
    assumed: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Keys as in the dataclass."""
        return {
            "depth": self.depth,
            "text": self.text,
            "holds": self.holds,
            "observed": self.observed,
            "required": self.required,
            "fact": self.fact,
            "assumed": self.assumed,
        }


@dataclass(frozen=True, slots=True)
class RuleExplained:
    """What became of one rule. ``by`` are the rules that overrode or outweighed it (``aspects`` says which
    parts of it are out); ``says`` are its effects in words, with dates worked out.
    """

    rule: Rule
    fate: Fate
    conditions: tuple[ConditionLine, ...] = ()
    says: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    aspects_out: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of ``actions[].rules``."""
        rule = self.rule
        return {
            "rule": rule.id,
            "title": rule.title,
            "owner": rule.owner,
            "changed_by": list(rule.changed_by),
            "modality": rule.modality,
            "effective": rule.effective.to_dict() if rule.effective else None,
            "fate": self.fate,
            "by": list(self.by),
            "aspects_out": list(self.aspects_out),
            "says": list(self.says),
            "conditions": [line.to_dict() for line in self.conditions],
            "because": rule.because,
            "source": {
                "text": rule.source.text,
                "section": rule.source.section,
                "norms": list(rule.source.norms),
                "inferred": rule.source.inferred,
            },
            "location": rule.location.to_dict() if rule.location else None,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What would change a decision: the passing of time (``on`` is the day) or another fact (``fact``)."""

    text: str
    on: date | None = None
    fact: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Keys as in the dataclass, the day as ISO 8601."""
        return {"text": self.text, "on": self.on.isoformat() if self.on else None, "fact": self.fact}


@dataclass(frozen=True, slots=True)
class ActionExplained:
    """One action: its decision, every rule that speaks of it, and what would change it."""

    decision: Decision
    rules: tuple[RuleExplained, ...]
    changes: tuple[Change, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of ``actions``."""
        return {
            "decision": self.decision.to_dict(),
            "rules": [each.to_dict() for each in self.rules],
            "changes": [each.to_dict() for each in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Explanations of the actions that were asked about, in the order of the plan.

    ``guidance_as_of`` is the day whose guidance is explained, where that isn't ``as_of``; ``guidance_until``
    is the last day with the same rules in force, ``None`` where no day brings others.
    """

    as_of: date
    packs: tuple[PackId, ...]
    topic: str | None
    actions: tuple[ActionExplained, ...]
    guidance_as_of: date | None = None
    guidance_until: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, dates as ISO 8601."""
        return {
            "as_of": self.as_of.isoformat(),
            "guidance_as_of": self.guidance_as_of.isoformat() if self.guidance_as_of else None,
            "guidance_until": self.guidance_until.isoformat() if self.guidance_until else None,
            "packs": [each.to_dict() for each in self.packs],
            "topic": self.topic,
            "actions": [each.to_dict() for each in self.actions],
        }
