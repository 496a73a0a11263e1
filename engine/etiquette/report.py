"""What a check returns: the plan, the findings, what isn't known, what was assumed, and what clashes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

from ._nouns import dataclass, replace
from .diagnostics import Diagnostic, Location
from .facts import Step
from .messages import SetAside, Span
from .model import Level, Modality, PackId, Source

__all__ = [
    "REPORT_FORMAT",
    "AssumptionUsed",
    "BareDecision",
    "Breached",
    "Conflict",
    "Decision",
    "DraftRead",
    "Finding",
    "Later",
    "MessagePlan",
    "Outcome",
    "Question",
    "Report",
    "Status",
    "Suggestion",
    "Unchecked",
    "Way",
]

REPORT_FORMAT: Final = "1.2"
_Item = TypeVar("_Item")
_NO_SOURCE: Final = Source()

Status: TypeAlias = Literal[
    "conflict",
    "undetermined",
    "done",
    "forbidden",
    "discouraged",
    "impossible",
    "not_yet",
    "missed",
    "late",
    "due",
    "open",
    "unaddressed",
]


@dataclass(frozen=True, slots=True)
class MessagePlan:
    """What a message must, should and may say (ids of concepts), and how long it may be.

    ``limits`` are the most that is allowed by unit. ``gave_way`` are the concepts that were asked for but
    don't fit. ``mention`` are facts of whose entries the message is to name one.
    """

    must: tuple[str, ...] = ()
    should: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    first: str | None = None
    limits: tuple[tuple[str, int], ...] = ()
    subject: Literal["required", "forbidden"] | None = None
    gave_way: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Keys as in the dataclass; ``limits`` as ``{"max_words": 150}``."""
        return {
            "must": list(self.must),
            "should": list(self.should),
            "may": list(self.may),
            "avoid": list(self.avoid),
            "first": self.first,
            "limits": {f"max_{unit}": most for unit, most in self.limits},
            "subject": self.subject,
            "gave_way": list(self.gave_way),
            "mention": list(self.mention),
        }


@dataclass(frozen=True, slots=True)
class Way:
    """One permitted combination of channel, recipient and carrier, with its own window and demands.

    ``hours`` are in the recipient's zone; ``weekdays`` are ISO numbers, ``None`` for all.
    """

    channel: str
    recipient: str
    via: str
    not_before: date | None = None
    ideally_by: date | None = None
    not_after: date | None = None
    hours: tuple[time, time] | None = None
    weekdays: tuple[int, ...] | None = None
    message: MessagePlan = MessagePlan()

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of ``plan[].ways``."""
        return {
            "channel": self.channel,
            "recipient": self.recipient,
            "via": self.via,
            "not_before": _iso(self.not_before),
            "ideally_by": _iso(self.ideally_by),
            "not_after": _iso(self.not_after),
            "hours": [t.isoformat("minutes") for t in self.hours] if self.hours else None,
            "weekdays": list(self.weekdays) if self.weekdays is not None else None,
            "message": self.message.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """One action after resolution. Lists are in order of preference, best first.

    ``opens_on`` is the first day from ``as_of`` on at which the whole decision permits a step.
    ``undetermined`` names the fields (``modality``, ``window``, ``ways``, ``message``) that depend on a
    fact that isn't known: their values here are then empty, never a guess. ``depends_on`` are those facts.
    ``rules`` made the decision; ``outweighed`` and ``overridden`` did not get their way. ``reason`` says in
    one sentence why a status is what it is where the dates don't say so.
    """

    action: str
    title: str
    status: Status
    modality: Modality | None = None
    not_before: date | None = None
    ideally_by: date | None = None
    not_after: date | None = None
    opens_on: date | None = None
    channels: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    message: MessagePlan | None = None
    remaining: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    outweighed: tuple[str, ...] = ()
    overridden: tuple[str, ...] = ()
    ways: Sequence[Way] = ()
    undetermined: tuple[str, ...] = ()
    depends_on: Sequence[str] = ()
    reason: str = ""
    because: tuple[str, ...] = ()
    preferences_set_aside: tuple[str, ...] = ()

    @property
    def advice(self) -> Decision:
        """The decision without its provenance: two that differ only in which rules made them are alike.

        Of what is done it makes no difference how strongly it was asked for.
        """
        return replace(
            self,
            modality=None if self.status == "done" else self.modality,
            rules=(),
            outweighed=(),
            overridden=(),
            because=(),
            depends_on=(),
            preferences_set_aside=(),
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of the report's ``plan``."""
        return {
            "action": self.action,
            "title": self.title,
            "status": self.status,
            "modality": self.modality,
            "not_before": _iso(self.not_before),
            "ideally_by": _iso(self.ideally_by),
            "not_after": _iso(self.not_after),
            "opens_on": _iso(self.opens_on),
            "channels": list(self.channels),
            "recipients": list(self.recipients),
            "via": list(self.via),
            "message": self.message.to_dict() if self.message else None,
            "remaining": list(self.remaining),
            "rules": list(self.rules),
            "outweighed": list(self.outweighed),
            "overridden": list(self.overridden),
            "ways": [way.to_dict() for way in self.ways],
            "undetermined": list(self.undetermined),
            "depends_on": list(self.depends_on),
            "reason": self.reason,
            "because": list(self.because),
            "preferences_set_aside": list(self.preferences_set_aside),
        }


class BareDecision(NamedTuple):
    """A decision without its explanation; each field is that of :class:`Decision`."""

    action: str
    status: Status
    modality: Modality | None
    not_before: date | None
    ideally_by: date | None
    not_after: date | None
    opens_on: date | None
    channels: tuple[str, ...]
    recipients: tuple[str, ...]
    via: tuple[str, ...]
    rules: tuple[str, ...]


class Breached(NamedTuple):
    """What a finding comes to without its words: who objects, how gravely, and to what."""

    rule: str
    level: Level
    about: str


class Outcome(NamedTuple):
    """What :meth:`etiquette.Ruleset.decide` gives: decisions in declared order, and what the step breaches.

    ``breaches`` are the findings of level error and warning on the proposed step, gravest first. ``complete``
    is false where a plugin failed.
    """

    as_of: date
    decisions: tuple[BareDecision, ...]
    breaches: tuple[Breached, ...] = ()
    complete: bool = True

    def decision(self, action: str) -> BareDecision:
        """The decision on one action. Raises :class:`KeyError` when there is none for it."""
        for each in self.decisions:
            if each.action == action:
                return each
        raise KeyError(action)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The nearest step that would be right, as data and in words; ``step`` is ``None`` if there is none."""

    text: str
    step: Step | None = None

    def to_dict(self) -> dict[str, Any]:
        """``{"text", "step"}``; ``step`` has the shape of the facts' ``proposed``."""
        return {"text": self.text, "step": _step(self.step) if self.step else None}


@dataclass(frozen=True, slots=True)
class Finding:
    """The proposed step breaches a decision.

    ``about`` says in what: ``action``, ``day``, ``time``, ``channel``, ``recipient``, ``via``, ``way`` (only
    together), ``message.UNIT``, ``message.subject``, ``message.says``, ``message.first`` or
    ``message.mention``. ``concept`` is what the message says and shouldn't, or should and doesn't; ``spans``
    are where, or, without characters, where it would belong; ``instead`` is a wording that would do.
    """

    rule: str
    level: Level
    about: str
    message: str
    observed: str
    required: str
    suggestion: Suggestion | None = None
    because: str = ""
    source: Source = _NO_SOURCE
    location: Location | None = None
    reviewer: str | None = None
    concept: str | None = None
    spans: tuple[Span, ...] = ()
    instead: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of the report's ``findings``."""
        return {
            "rule": self.rule,
            "level": self.level,
            "about": self.about,
            "message": self.message,
            "observed": self.observed,
            "required": self.required,
            "suggestion": self.suggestion.to_dict() if self.suggestion else None,
            "because": self.because,
            "source": {
                "text": self.source.text,
                "section": self.source.section,
                "norms": list(self.source.norms),
                "inferred": self.source.inferred,
            },
            "location": self.location.to_dict() if self.location else None,
            "opaque": self.reviewer is not None,
            "reviewer": self.reviewer,
            "concept": self.concept,
            "spans": [each.to_dict() for each in self.spans],
            "instead": self.instead,
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is not known and that would change the plan. ``because`` are the ids of actions or rules.

    ``together_with`` are further facts without which this one alone changes nothing.
    """

    fact: str
    ask: str
    because: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of the report's ``questions``."""
        return {
            "fact": self.fact,
            "ask": self.ask,
            "because": list(self.because),
            "together_with": list(self.together_with),
        }


@dataclass(frozen=True, slots=True)
class AssumptionUsed:
    """A fact that was not told and was taken for ``value``; ``would_change`` says what otherwise changes."""

    fact: str
    value: str
    title: str = ""
    would_change: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of the report's ``assumptions``."""
        return {
            "fact": self.fact,
            "value": self.value,
            "title": self.title,
            "would_change": list(self.would_change),
        }


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What the rules ask of the proposed message and nobody could look at; telling ``fact`` mends that."""

    fact: str
    message: str

    def to_dict(self) -> dict[str, str]:
        """JSON shape of one entry of the report's ``unchecked``."""
        return {"fact": self.fact, "message": self.message}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that demand incompatible things of one action: a minimal set, each with its place."""

    action: str
    about: str
    message: str
    rules: tuple[str, ...]
    locations: tuple[Location | None, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of the report's ``conflicts``."""
        return {
            "action": self.action,
            "about": self.about,
            "message": self.message,
            "rules": [
                {"rule": rule, "location": place.to_dict() if place else None}
                for rule, place in zip(self.rules, self.locations, strict=True)
            ],
        }


@dataclass(frozen=True, slots=True)
class DraftRead:
    """What became of the text of the proposed message before it was held against the rules.

    ``language`` is the code that it was taken for and ``language_name`` what that is called; ``sure`` is
    false where there was too little text to tell. ``judged`` is false where no pack recognises anything in
    that language. ``lengths`` are its sizes by unit, ``says`` the ids of concepts found in it, ``mentioned``
    the names from the facts. ``verdict`` is ``bad`` where the message breaks a rule, ``improve`` where it
    goes against advice, ``unjudged`` where nobody could read it, else ``good``.
    """

    language: str
    language_name: str
    sure: bool
    judged: bool
    verdict: Literal["good", "improve", "bad", "unjudged"]
    set_aside: tuple[SetAside, ...] = ()
    lengths: tuple[tuple[str, int], ...] = ()
    says: tuple[str, ...] = ()
    mentioned: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of the report's ``draft``."""
        return {
            "language": self.language,
            "language_name": self.language_name,
            "sure": self.sure,
            "judged": self.judged,
            "verdict": self.verdict,
            "set_aside": [each.to_dict() for each in self.set_aside],
            "lengths": dict(self.lengths),
            "says": list(self.says),
            "mentioned": {path: list(names) for path, names in self.mentioned},
        }


class Later(Sequence[_Item]):
    """A sequence that is worked out when it is first looked at; the same as its tuple in every other way.

    Words, questions and assumptions take a hundred times as long as deciding, and whoever decides millions of
    cases looks at few of them.
    """

    __slots__ = ("_compute", "_items", "grave")

    def __init__(self, compute: Callable[[], tuple[_Item, ...]], grave: bool | None = None) -> None:
        self._compute = compute
        self.grave = grave
        """Of findings: whether one of them is an error, where that is known before they are put into words.
        """
        self._items: tuple[_Item, ...] | None = None

    @property
    def items(self) -> tuple[_Item, ...]:
        """The tuple; two threads that ask first at the same time work it out twice, to the same end."""
        if self._items is None:
            self._items = self._compute()
        return self._items

    def __getitem__(self, place: Any) -> Any:
        return self.items[place]

    def __len__(self) -> int:
        return len(self.items)

    def __eq__(self, other: object) -> bool:
        return self.items == (other.items if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self.items)

    def __repr__(self) -> str:
        return repr(self.items)


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to one check.

    ``questions`` and ``assumptions`` are worked out when they are first looked at, and so may be all other
    sequences. ``complete`` is false when a plugin failed: the answer may lack something. ``answered`` is
    false when the facts could not be used: then there are diagnostics and no plan. ``guidance_as_of`` is the
    day whose guidance was applied, where that isn't ``as_of``; ``guidance_until`` is the last day with the
    same rules in force, ``None`` where no day brings others.
    """

    as_of: date
    timezone: str = "UTC"
    packs: tuple[PackId, ...] = ()
    plan: Sequence[Decision] = ()
    proposed: Step | None = None
    findings: Sequence[Finding] = ()
    questions: Sequence[Question] = ()
    assumptions: Sequence[AssumptionUsed] = ()
    conflicts: tuple[Conflict, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    complete: bool = True
    answered: bool = True
    unchecked: Sequence[Unchecked] = ()
    guidance_as_of: date | None = None
    guidance_until: date | None = None
    draft: DraftRead | None = None

    @property
    def ok(self) -> bool:
        """No finding of level error, no conflict, no problem with the input, and a complete answer."""
        return self.exit_code == 0

    @property
    def exit_code(self) -> int:
        """0 nothing wrong; 1 findings of level error; 2 bad facts; 3 conflict or incomplete answer."""
        if not self.answered:
            return 2
        if self.conflicts or not self.complete:
            return 3
        grave = self.findings.grave if isinstance(self.findings, Later) else None
        if grave is None:
            grave = any(finding.level == "error" for finding in self.findings)
        return int(grave)

    def decision(self, action: str) -> Decision:
        """The decision on one action. Raises :class:`KeyError` when the plan has none for it."""
        for each in self.plan:
            if each.action == action:
                return each
        raise KeyError(action)

    def to_json(self, parts: Sequence[str] | None = None) -> bytes:
        """The JSON report as UTF-8: what :meth:`to_dict` says, all of it or only the keys that are asked for.

        Raises :class:`ValueError` for a key that a report doesn't have.
        """
        from ._reporting.report_json import report_json

        return report_json(self, parts)

    def to_dict(self) -> dict[str, Any]:
        """The JSON report: plain data that validates against ``report.schema.json``, dates as ISO 8601."""
        return {
            "report": REPORT_FORMAT,
            "packs": [each.to_dict() for each in self.packs],
            "as_of": self.as_of.isoformat(),
            "guidance_as_of": _iso(self.guidance_as_of),
            "guidance_until": _iso(self.guidance_until),
            "timezone": self.timezone,
            "ok": self.ok,
            "complete": self.complete,
            "plan": [each.to_dict() for each in self.plan],
            "proposed": _step(self.proposed) if self.proposed else None,
            "draft": self.draft.to_dict() if self.draft else None,
            "findings": [each.to_dict() for each in self.findings],
            "unchecked": [each.to_dict() for each in self.unchecked],
            "questions": [each.to_dict() for each in self.questions],
            "assumptions": [each.to_dict() for each in self.assumptions],
            "conflicts": [each.to_dict() for each in self.conflicts],
            "diagnostics": [each.to_dict() for each in self.diagnostics],
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _step(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {"action": step.action, "date": step.day.isoformat()}
    if step.at:
        found["time"] = step.at.isoformat("minutes")
    parts = {"channel": step.channel, "to": step.to, "via": step.via, "person": step.person}
    found.update({key: value for key, value in parts.items() if value is not None})
    if step.message is not None:
        message: dict[str, Any] = dict(sorted(step.message.lengths.items()))
        if isinstance(step.message.subject, str):
            message["subject"] = step.message.subject
        elif repr(step.message.subject) == "NONE":
            message["subject"] = "none"
        if step.message.text is not None:
            message["text"] = step.message.text
        if step.message.says is not None:
            message["says"] = sorted(step.message.says)
        found["message"] = message
    return found
