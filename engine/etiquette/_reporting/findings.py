"""The JSON of findings and of steps: what their ``to_dict`` says, without making the dicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from etiquette.facts import NONE, Message, Step
from etiquette.model import Source
from etiquette.report import Finding, Suggestion

from .encoded import clock, constant, day, dumped, kept, listed, text, words

__all__ = ["findings_json", "step_json"]

_FRAMES: Final[dict[tuple[str, ...], tuple[tuple[str, Source], tuple[bytes, bytes]]]] = {}
_SAYS: Final[dict[frozenset[str], bytes]] = {}


def step_json(step: Step | None) -> bytes:
    """A step in the shape of the facts' ``proposed``, or ``null``."""
    if step is None:
        return b"null"
    found = [b'{"action":%b,"date":%b' % (constant(step.action), day(step.day))]
    if step.at:
        found.append(b',"time":%b' % clock(step.at))
    for key, word in ((b"channel", step.channel), (b"to", step.to), (b"via", step.via)):
        if word is not None:
            found.append(b',"%b":%b' % (key, constant(word)))
    if step.person is not None:
        found.append(b',"person":%b' % text(step.person))
    if step.message is not None:
        found.append(b',"message":%b' % _message(step.message))
    found.append(b"}")
    return b"".join(found)


def _message(message: Message) -> bytes:
    found = [b"%b:%d" % (constant(unit), count) for unit, count in sorted(message.lengths.items())]
    if isinstance(message.subject, str):
        found.append(b'"subject":%b' % text(message.subject))
    elif message.subject is NONE:
        found.append(b'"subject":"none"')
    if message.text is not None:
        found.append(b'"text":%b' % text(message.text))
    if message.says is not None:
        says = _SAYS.get(message.says) or kept(_SAYS, message.says, words(tuple(sorted(message.says))))
        found.append(b'"says":%b' % says)
    return b"{%b}" % b",".join(found)


def findings_json(findings: Iterable[Finding]) -> bytes:
    """The report's ``findings``; most of them make the same suggestion."""
    found: list[bytes] = []
    last: Suggestion | None = None
    suggested = b"null"
    for finding in findings:
        if finding.suggestion is not last:
            last = finding.suggestion
            suggested = _suggestion(last)
        found.append(_finding(finding, suggested))
    return b"[%b]" % b",".join(found)


def _suggestion(suggestion: Suggestion | None) -> bytes:
    if suggestion is None:
        return b"null"
    return b'{"text":%b,"step":%b}' % (text(suggestion.text), step_json(suggestion.step))


def _finding(finding: Finding, suggested: bytes) -> bytes:
    frame = _frame(finding) if finding.reviewer is None else _encoded(finding)
    return b'%b%b,"observed":%b,"required":%b,"suggestion":%b%b%b%b,"concept":%b,"spans":%b,"instead":%b}' % (
        frame[0],
        text(finding.message),
        text(finding.observed),
        text(finding.required),
        suggested,
        frame[1],
        dumped(finding.location.to_dict()) if finding.location else b"null",
        _reviewer(finding.reviewer) if finding.reviewer is not None else _NOBODY,
        text(finding.concept) if finding.concept is not None else b"null",
        listed(finding.spans) if finding.spans else b"[]",
        text(finding.instead) if finding.instead else b'""',
    )


_NOBODY: Final = b',"opaque":false,"reviewer":null'


def _reviewer(name: str) -> bytes:
    return b',"opaque":true,"reviewer":%b' % text(name)


def _frame(finding: Finding) -> tuple[bytes, bytes]:
    """What the findings of a pack's rule begin with, and what comes between suggestion and place."""
    key = (finding.rule, finding.level, finding.about)
    same = (finding.because, finding.source)
    frame = _FRAMES.get(key)
    if frame is None or frame[0] != same:
        frame = kept(_FRAMES, key, (same, _encoded(finding)))
    return frame[1]


def _encoded(finding: Finding) -> tuple[bytes, bytes]:
    """The same, made anew: what a reviewer says may quote a message, which is nothing to keep."""
    source = finding.source
    shown = {
        "text": source.text,
        "section": source.section,
        "norms": source.norms,
        "inferred": source.inferred,
    }
    return (
        b'{"rule":%b,"level":%b,"about":%b,"message":'
        % (text(finding.rule), text(finding.level), text(finding.about)),
        b',"because":%b,"source":%b,"location":' % (text(finding.because), dumped(shown)),
    )
