"""Messages that people labelled, what the product makes of them, and how well the two agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Final

import yaml

from etiquette import Report, Ruleset
from etiquette_judge.labels import UNWANTED, label_of
from measure import ROOT

__all__ = ["CORPUS", "PARTS", "Judged", "Labelled", "Score", "judged", "messages", "score"]

CORPUS: Final = ROOT / "tests" / "cases" / "messages"
PARTS: Final = ("developing", "measuring")

_DAYS: Final = {"send_thank_you": "2026-11-24"}
_LATER: Final = "2026-12-22"
_SURE: Final = 1.96
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message of the corpus. ``says`` are the labels; ``writer`` is the file that it stands in."""

    id: str
    writer: str
    action: str
    channel: str
    subject: str
    text: str
    bad: bool
    hard: str
    says: Mapping[str, Sequence[str]]

    def facts(self) -> dict[str, Any]:
        """A plain interview, and this message as the next step, on a day and in a way that is right."""
        day = _DAYS.get(self.action, _LATER)
        return {
            "today": day,
            "timezone": "Europe/Berlin",
            "interview": {"date": "2026-11-23"},
            "employer": {"agreed_channels": [self.channel]},
            "proposed": {
                "action": self.action,
                "date": day,
                "channel": self.channel,
                "to": "interviewer",
                "message": {"text": self.text, **({"subject": self.subject} if self.subject else {})},
            },
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with what the product made of it: labels of what it says, and whether that is called bad.

    ``says`` are concepts that phrases found or a judge named. ``bad`` looks at what is said and shouldn't
    be; ``wrong`` at every grave finding about the message, such as that it is too long; ``phrases`` at what
    phrases find that shouldn't be said, however grave it is.
    """

    message: Labelled
    says: frozenset[str]
    bad: bool
    wrong: bool
    phrases: bool
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How often something was found rightly, found wrongly, and missed."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> str:
        """The share of what was found that is right, with its interval."""
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> str:
        """The share of what there is that was found, with its interval."""
        return _share(self.right, self.right + self.missed)

    @property
    def exact(self) -> float:
        """The precision as a number; 1 where nothing was found."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0


def _share(part: int, whole: int) -> str:
    """A share with its interval of 95 %, after Wilson."""
    if not whole:
        return "-"
    share, square = part / whole, _SURE**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    reach = _SURE * sqrt(share * (1 - share) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return f"{share:.3f} ({max(0.0, middle - reach):.3f} to {min(1.0, middle + reach):.3f})"


def messages(part: str, folder: Path = CORPUS) -> Iterator[Labelled]:
    """The messages of one part of the corpus."""
    for file in sorted((folder / part).glob("*.yaml")):
        for each in yaml.load(file.read_text("utf-8"), Loader=_LOADER):  # noqa: S506 - a safe one
            yield Labelled(
                each["id"],
                file.stem,
                each["action"],
                each["channel"],
                each.get("subject") or "",
                each["text"],
                each["verdict"] == "bad",
                each.get("hard") or "none",
                each.get("says") or {},
            )


def judged(ruleset: Ruleset, given: Iterable[Labelled]) -> list[Judged]:
    """What the product makes of messages. Raises :class:`ValueError` where it makes nothing of one."""
    return [_judged(each, ruleset.check(each.facts())) for each in given]


def _judged(message: Labelled, report: Report) -> Judged:
    if report.draft is None or not report.answered:
        raise ValueError(f"{message.id} can't be judged: {'; '.join(map(str, report.diagnostics))}")
    grave = [each for each in report.findings if each.level == "error" and each.about.startswith("message")]
    said = [each for each in grave if each.about == "message.says" and each.concept in UNWANTED]
    by = tuple(f"{each.concept}: {span.text!r}" for each in said for span in each.spans)
    named = {each.concept for each in report.findings if each.reviewer and each.concept}
    says = frozenset(label_of(each) for each in {*report.draft.says, *named})
    phrases = not UNWANTED.isdisjoint(report.draft.says)
    return Judged(message, says, bool(said), bool(grave), phrases, by)


def score(
    given: Iterable[Judged], found: Callable[[Judged], bool], there: Callable[[Labelled], bool]
) -> Score:
    """How well what is found agrees with what is there."""
    pairs = [(found(each), there(each.message)) for each in given]
    return Score(pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True)))
