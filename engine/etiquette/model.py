"""The public nouns of a ruleset: rules, actions, channels and what they are made of.

Everything here is frozen and holds data only. Rules come out of YAML through :mod:`etiquette.packs`, are
combined by :mod:`etiquette._deciding.decide`, and carry the place they were written at.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Final, Literal, TypeAlias, get_args

from ._nouns import dataclass
from .algebra import ALWAYS, Condition, Constant, Fact, Node, Param, Scalar, Value
from .diagnostics import Location

__all__ = [
    "ASPECTS",
    "DEFAULT_LEVELS",
    "Action",
    "Aspect",
    "Channel",
    "Choice",
    "Concept",
    "Effective",
    "Hours",
    "Impossible",
    "Level",
    "Limit",
    "MessageDemand",
    "Modality",
    "Override",
    "PackId",
    "Parameter",
    "PerEach",
    "Phase",
    "Recipient",
    "Rule",
    "Scope",
    "Silence",
    "Source",
    "Window",
]

Modality: TypeAlias = Literal["must", "should", "may", "should_not", "must_not"]
Level: TypeAlias = Literal["error", "warning", "note"]
Aspect: TypeAlias = Literal["modality", "window", "hours", "channels", "recipients", "via", "message"]
ASPECTS: Final[tuple[Aspect, ...]] = get_args(Aspect)

DEFAULT_LEVELS: Final[Mapping[Modality | None, Level]] = {
    "must": "error",
    "must_not": "error",
    "should": "warning",
    "should_not": "warning",
    "may": "note",
    None: "warning",
}


@dataclass(frozen=True, slots=True)
class Window:
    """When a step is right. Ends are inclusive days; ``ideally_by`` never excludes."""

    not_before: Value | None = None
    ideally_by: Value | None = None
    not_after: Value | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """Times of day and weekdays, both in the recipient's zone. ISO weekdays: Monday is 1.

    ``only`` and ``weekdays`` bind; the preferred ones never exclude. An interval includes both ends and
    lies within one day.
    """

    only: tuple[time, time] | None = None
    prefer: tuple[time, time] | None = None
    weekdays: frozenset[int] | None = None
    prefer_weekdays: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which channels, recipients or carriers. Items are constants or facts that hold one word or several."""

    only: tuple[Constant | Fact, ...] | None = None
    never: tuple[Constant | Fact, ...] = ()
    prefer: tuple[Constant | Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on the length of a message in a unit that is built in or that a plugin measures."""

    unit: str
    most: int | Param


@dataclass(frozen=True, slots=True)
class MessageDemand:
    """What a message holds, by the ids of concepts, and how long it may be.

    ``mention`` are facts, each a list of names of which the message is to name one.
    """

    must: tuple[str, ...] = ()
    should: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    first: str | None = None
    limits: tuple[Limit, ...] = ()
    subject: Literal["required", "forbidden"] | None = None
    mention: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """A rule's ``for``: it binds only steps taken by this channel, to this recipient, by this carrier."""

    channel: str | None = None
    recipient: str | None = None
    via: str | None = None

    def fits(self, way: tuple[str | None, str | None, str | None]) -> bool:
        """Whether it speaks of a way: a channel, a recipient and a carrier."""
        return all(
            wanted is None or wanted == part
            for wanted, part in zip((self.channel, self.recipient, self.via), way, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Override:
    """A rule id or ``topic/*``, and the aspect that is overridden (``None``: all of it)."""

    target: str
    aspect: Aspect | None = None
    location: Location | None = None

    def __str__(self) -> str:
        return self.target if self.aspect is None else f"{self.target}#{self.aspect}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from. ``norms`` are ids in that text; ``inferred`` marks what it doesn't say."""

    text: str = ""
    section: str = ""
    norms: tuple[str, ...] = ()
    inferred: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Effective:
    """The days on which a rule is in force, both included; an end that is ``None`` is no end.

    These are days of the guidance, not of what it is about. Raises :class:`ValueError` when it ends before it
    begins.
    """

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse what would never be in force."""
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError(f"a rule can't be in force from {self.since} until {self.until}")

    def covers(self, day: date) -> bool:
        """Whether a rule with these days is in force on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def turns(self) -> frozenset[date]:
        """The days that begin a stretch: the first day in force, and the first one no longer in force."""
        found: set[date] = set()
        if self.since is not None and self.since != date.min:
            found.add(self.since)
        if self.until is not None and self.until != date.max:
            found.add(self.until + timedelta(days=1))
        return frozenset(found)

    def to_dict(self) -> dict[str, str | None]:
        """``{"from", "until"}``, each ISO 8601 or ``None``."""
        return {
            "from": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }


@dataclass(frozen=True, slots=True)
class PackId:
    """A pack's name, its version (SemVer of the advice) and the digest of its content."""

    pack: str
    version: str
    digest: str

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"

    def to_dict(self) -> dict[str, str]:
        """The shape that the report's ``packs`` have."""
        return {"pack": self.pack, "version": self.version, "digest": self.digest}


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition, the actions it speaks of, and what it says about them.

    ``owner`` is the pack or plugin that the rule comes from; ``changed_by`` are the layers that adjusted
    it in place, in order. ``phases`` is set instead of ``actions`` when the rule is for whole phases.
    ``effective`` are the days on which the rule is in force; ``None``: always.
    """

    id: str
    title: str
    owner: str
    actions: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    when: Condition = ALWAYS
    modality: Modality | None = None
    level: Level | None = None
    scope: Scope | None = None
    window: Window | None = None
    hours: Hours | None = None
    channels: Choice | None = None
    recipients: Choice | None = None
    via: Choice | None = None
    message: MessageDemand | None = None
    overrides: tuple[Override, ...] = ()
    because: str = ""
    source: Source = Source()
    overridable: bool = False
    location: Location | None = None
    changed_by: tuple[str, ...] = ()
    effective: Effective | None = None

    @property
    def topic(self) -> str:
        """The part of the id before the last slash."""
        return self.id.rpartition("/")[0]

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """What the rule says something about, in the order of :data:`ASPECTS`."""
        return tuple(name for name in ASPECTS if getattr(self, name) is not None)

    @property
    def effective_level(self) -> Level:
        """How grave a breach is: the rule's own word, else what its modality implies."""
        return self.level or DEFAULT_LEVELS[self.modality]

    def in_force(self, day: date) -> bool:
        """Whether the guidance of ``day`` has the rule."""
        return self.effective is None or self.effective.covers(day)

    def speaks_of(self, action: Action) -> bool:
        """Whether the rule is about ``action``, by itself or through its phase."""
        return action.id in self.actions or action.phase in self.phases


@dataclass(frozen=True, slots=True)
class PerEach:
    """An action owed to each entry of a list.

    ``each`` is the list fact, ``by`` the field that names an entry of it, ``counting`` the definition
    (a count over a list of records) that tells an entry is served, ``matches`` the field of those records
    that holds the entry's name.
    """

    each: str
    by: str
    counting: str
    matches: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A situation in which a pack means to say nothing about an action, and why."""

    because: str
    when: Condition
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something one may do. Empty ``channels``, ``recipients`` or ``carriers`` mean all declared ones.

    ``silent`` says why the pack says nothing about it at all. ``answered`` says that every situation but
    those of ``silences`` must have an answer, to which a proof holds the pack.
    """

    id: str
    title: str
    phase: str
    done_when: Condition | None = None
    per: PerEach | None = None
    silent: str | None = None
    channels: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    message: bool = True
    location: Location | None = None
    answered: bool = False
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time. It has begun when ``begins`` holds and is past when ``over`` holds."""

    id: str
    title: str
    begins: Condition | None = None
    over: Condition | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach somebody. ``owner`` is the pack or plugin that declares it."""

    id: str
    title: str
    medium: Literal["written", "spoken"] = "written"
    unit: str = "words"
    owner: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who can be addressed, or a carrier; ``timezone`` names the fact that holds their zone."""

    id: str
    title: str
    timezone: str | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a message can say. ``room`` is the fewest characters that it takes."""

    id: str
    title: str
    room: int = 0


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or word that a layer may set, within ``least`` and ``most`` or among ``values``."""

    name: str
    type: Literal["days", "business_days", "count", "enum", "switch"]
    value: Scalar
    title: str = ""
    least: int | None = None
    most: int | None = None
    values: tuple[str, ...] = ()
    set_by: tuple[str, ...] = ()
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Impossible:
    """A situation that can't be; facts that say so are refused."""

    title: str
    when: Condition
    location: Location | None = None


Definitions: TypeAlias = Mapping[str, Node]
