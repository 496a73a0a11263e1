"""What changes between two versions of guidance, proved over all facts.

These are the nouns of :func:`etiquette.comparing.diff`; finding the changes needs the extra ``prove``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from .diagnostics import Diagnostic, Location
from .kinds import KINDS, Bump, Direction, Kind
from .model import PackId
from .proof import Witness
from .sought import SoughtChange

__all__ = ["ActionChange", "Advice", "Bump", "Change", "Difference", "Edit", "Verdict", "Versions"]

Verdict: TypeAlias = Literal["same", "changed", "unknown", "new", "gone"]

_RANK: Final[Mapping[Bump, int]] = {"none": 0, "patch": 1, "minor": 2, "major": 3}
_MEANS: Final[Mapping[Direction, Bump]] = {"stricter": "major", "different": "major", "looser": "minor"}
_LESS: Final = 1
_INCOMPLETE: Final = 3
_UNKNOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Advice:
    """What one is advised about an action in one case; days are ISO 8601, empty where there is none.

    ``step`` is the gravest level of what is said against the step that the witness proposes.
    """

    status: str
    modality: str = ""
    not_before: str = ""
    ideally_by: str = ""
    not_after: str = ""
    channels: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    step: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data; ``None`` for what there is none of."""
        return {
            "status": self.status,
            "modality": self.modality or None,
            "not_before": self.not_before or None,
            "ideally_by": self.ideally_by or None,
            "not_after": self.not_after or None,
            "channels": list(self.channels),
            "recipients": list(self.recipients),
            "via": list(self.via),
            "step": self.step or None,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change of the advice on an action, with a case that shows it under both versions.

    ``what`` says it in English, ``when`` the case. ``rules`` are those that were added, removed or changed
    and that it comes from, ``parameters`` those that are set otherwise. ``guidance`` is the first day of the
    stretch that it is about, where rules are in force for a time.
    """

    kind: Kind
    what: str
    when: str = ""
    before: Advice | None = None
    after: Advice | None = None
    witness: Witness | None = None
    rules: tuple[str, ...] = ()
    locations: tuple[Location | None, ...] = ()
    guidance: str = ""
    parameters: tuple[str, ...] = ()

    @property
    def direction(self) -> Direction:
        """What the change means for somebody who did as the old version advised."""
        return KINDS[self.kind]

    @property
    def sentence(self) -> str:
        """The change and an instance of it."""
        return f"{self.what}, for instance when {self.when}." if self.when else f"{self.what}."

    def to_dict(self) -> dict[str, Any]:
        """Plain data; see ``schemas/diff.schema.json``."""
        return {
            "kind": self.kind,
            "direction": self.direction,
            "sentence": self.sentence,
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
            "rules": [
                {"rule": rule, "location": place.to_dict() if place else None}
                for rule, place in zip(self.rules, self.locations, strict=True)
            ],
            "parameters": list(self.parameters),
            "witness": self.witness.to_dict() if self.witness else None,
            "guidance": self.guidance or None,
        }


@dataclass(frozen=True, slots=True)
class ActionChange:
    """What becomes of the advice on one action: proved to be the same, changed, or not known.

    ``unknown`` says what couldn't be found out, and what ran out, each in one sentence.
    """

    action: str
    title: str
    verdict: Verdict
    changes: tuple[Change, ...] = ()
    unknown: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data; see ``schemas/diff.schema.json``."""
        return {
            "action": self.action,
            "title": self.title,
            "verdict": self.verdict,
            "changes": [each.to_dict() for each in self.changes],
            "unknown": list(self.unknown),
        }


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that was added, removed, changed or only worded otherwise: a rule, a parameter, a channel.

    ``before`` and ``after`` are what it says, in English. ``direction`` is what it means by itself, beyond
    what it does to advice: ``None`` where that is all.
    """

    what: str
    name: str
    how: Literal["added", "removed", "changed", "reworded"]
    sentence: str
    before: str = ""
    after: str = ""
    direction: Direction | None = None
    location: Location | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data; see ``schemas/diff.schema.json``."""
        return {
            "what": self.what,
            "name": self.name,
            "how": self.how,
            "sentence": self.sentence,
            "before": self.before or None,
            "after": self.after or None,
            "direction": self.direction,
            "location": self.location.to_dict() if self.location else None,
        }


@dataclass(frozen=True, slots=True)
class Versions:
    """The pack that is in both, its versions, and the least that the new one may be."""

    pack: str
    old: str
    new: str
    least: str
    enough: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "pack": self.pack,
            "old": self.old,
            "new": self.new,
            "least": self.least,
            "enough": self.enough,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two rulesets.

    ``versions`` is ``None`` where they have no pack in common whose versions could be compared.
    ``sought`` is what messages are looked for. ``diagnostics`` are problems of plugins: then the answer is
    incomplete.
    """

    old: tuple[PackId, ...]
    new: tuple[PackId, ...]
    actions: tuple[ActionChange, ...]
    edits: tuple[Edit, ...] = ()
    sought: tuple[SoughtChange, ...] = ()
    versions: Versions | None = None
    plugins: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of all actions."""
        return tuple(each for action in self.actions for each in action.changes)

    @property
    def unknown(self) -> tuple[ActionChange, ...]:
        """The actions of which something couldn't be found out."""
        return tuple(each for each in self.actions if each.unknown)

    @property
    def equal(self) -> bool:
        """Whether it is proved that nobody is advised otherwise, and messages are read as before."""
        return all(each.verdict == "same" for each in self.actions) and not self.read_otherwise

    @property
    def read_otherwise(self) -> tuple[SoughtChange, ...]:
        """What is looked for in messages otherwise than before, mere wording aside."""
        return tuple(each for each in self.sought if each.how != "reworded")

    @property
    def bump(self) -> Bump:
        """How much the version has to go up for what is known to have changed."""
        changed: list[Bump] = [_MEANS[each.direction] for each in self.changes]
        edited: list[Bump] = [_MEANS[each.direction] for each in self.edits if each.direction is not None]
        same = {(each.pack, each.digest) for each in self.old} == {
            (each.pack, each.digest) for each in self.new
        }
        least: Bump = "none" if same and not (self.edits or self.sought) else "patch"
        read: list[Bump] = [each.bump for each in self.sought]
        every: list[Bump] = [*changed, *edited, *read, least]
        return max(every, key=lambda each: _RANK[each])

    def exit_code(self, *, check: bool = False) -> int:
        """0; with ``check`` 1 if the version says less than the changes; 3: a plugin failed; 4: unknown."""
        if check and self.versions is not None and not self.versions.enough:
            return _LESS
        if any(each.severity == "error" for each in self.diagnostics):
            return _INCOMPLETE
        return _UNKNOWN if self.unknown else 0

    def to_dict(self) -> dict[str, Any]:
        """Plain data; see ``schemas/diff.schema.json``."""
        return {
            "diff": 1,
            "old": [each.to_dict() for each in self.old],
            "new": [each.to_dict() for each in self.new],
            "plugins": list(self.plugins),
            "equal": self.equal,
            "bump": self.bump,
            "versions": self.versions.to_dict() if self.versions else None,
            "actions": [each.to_dict() for each in self.actions],
            "edits": [each.to_dict() for each in self.edits],
            "sought": [each.to_dict() for each in self.sought],
            "diagnostics": [each.to_dict() for each in self.diagnostics],
        }
