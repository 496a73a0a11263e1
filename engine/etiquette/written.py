"""What comes of writing: drafts of one action's message, a way each, with what is left to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ._nouns import dataclass
from .diagnostics import Diagnostic, has_errors
from .model import PackId
from .report import Status, Way

__all__ = ["Drafts", "Gap", "NotWritten", "WrittenDraft"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the writer has to fill in: ``words`` stand in brackets in its place.

    ``fact`` is the path of the fact that would have told it, ``None`` where no fact does; ``ask`` is the
    question for it.
    """

    words: str
    fact: str | None = None
    ask: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Keys as in the dataclass."""
        return {"words": self.words, "fact": self.fact, "ask": self.ask}


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A first draft for one way of taking a step.

    ``day`` is the first day from today on at which it may be sent that way, ``way_in_words`` the way as a
    phrase. ``subject`` is ``None`` where the message has none. ``says`` are the concepts that were put into
    words, ``left_out`` those for which there was no room, and ``unworded`` those that are asked for and that
    no pack has words for.
    """

    action: str
    way: Way
    way_in_words: str
    day: date
    text: str
    subject: str | None = None
    says: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unworded: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    lengths: tuple[tuple[str, int], ...] = ()

    @property
    def channel(self) -> str:
        """The channel that it is written for."""
        return self.way.channel

    @property
    def whole(self) -> str:
        """Subject and text as they stand in a text file, and as a draft is read from one."""
        head = f"Subject: {self.subject}\n\n" if self.subject is not None else ""
        return f"{head}{self.text}\n"

    def to_dict(self) -> dict[str, Any]:
        """JSON shape of one entry of ``drafts``."""
        return {
            "channel": self.way.channel,
            "recipient": self.way.recipient,
            "via": self.way.via,
            "way": self.way_in_words,
            "day": self.day.isoformat(),
            "not_after": self.way.not_after.isoformat() if self.way.not_after else None,
            "subject": self.subject,
            "text": self.text,
            "says": list(self.says),
            "left_out": list(self.left_out),
            "unworded": list(self.unworded),
            "gaps": [each.to_dict() for each in self.gaps],
            "lengths": dict(self.lengths),
        }


@dataclass(frozen=True, slots=True)
class NotWritten:
    """A channel for which no draft could be made, and why, in one sentence."""

    channel: str
    reason: str

    def to_dict(self) -> dict[str, str]:
        """Keys as in the dataclass."""
        return {"channel": self.channel, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of one action's message, best way first; iterating goes through them.

    Where there is none, ``reason`` says why in one sentence. ``action`` is empty where none was named and
    none is to be taken. ``person`` is whom they are for, where the action is owed to each of several, and
    ``others`` who remain besides. ``failed`` are channels that rules leave and for which nothing fits.
    """

    as_of: date
    action: str
    title: str
    status: Status | None
    drafts: tuple[WrittenDraft, ...] = ()
    reason: str = ""
    person: str | None = None
    others: tuple[str, ...] = ()
    failed: tuple[NotWritten, ...] = ()
    packs: tuple[PackId, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def __iter__(self) -> Iterator[WrittenDraft]:
        """The drafts, best way first."""
        return iter(self.drafts)

    def __len__(self) -> int:
        """How many drafts there are."""
        return len(self.drafts)

    @property
    def exit_code(self) -> int:
        """0 there is a draft; 1 there is none; 3 rules contradict each other, or a plugin failed."""
        if self.status == "conflict" or has_errors(self.diagnostics):
            return 3
        return 0 if self.drafts else 1

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, dates as ISO 8601."""
        return {
            "packs": [each.to_dict() for each in self.packs],
            "as_of": self.as_of.isoformat(),
            "action": self.action,
            "title": self.title,
            "status": self.status,
            "reason": self.reason,
            "person": self.person,
            "others": list(self.others),
            "drafts": [each.to_dict() for each in self.drafts],
            "failed": [each.to_dict() for each in self.failed],
            "diagnostics": [each.to_dict() for each in self.diagnostics],
        }
