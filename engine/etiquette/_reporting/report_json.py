"""A report as JSON in UTF-8: the content and the order of keys of :meth:`~etiquette.Report.to_dict`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from etiquette.model import PackId
from etiquette.report import REPORT_FORMAT, Report

from .decisions import decision_json
from .encoded import Shown, by_identity, constant, day, dumped, listed
from .findings import findings_json, step_json

__all__ = ["PARTS", "report_json"]


def report_json(report: Report, parts: Collection[str] | None = None) -> bytes:
    """The JSON of ``report``, or of some of its ``parts``, which are keys of it.

    Questions and assumptions take many times as long to work out as all the rest: who doesn't read them
    leaves them out. Raises :class:`ValueError` for a part that a report hasn't.
    """
    chosen: Iterable[tuple[bytes, Callable[[Report], bytes]]] = _ALL
    if parts is not None:
        unknown = sorted(set(parts).difference(PARTS))
        if unknown:
            raise ValueError(f"a report has no {', '.join(unknown)}: its parts are {', '.join(PARTS)}")
        chosen = [each for key, each in zip(PARTS, _ALL, strict=True) if key in parts]
    return b"{%b}" % b",".join([key + encode(report) for key, encode in chosen])


@by_identity
def _packs(packs: tuple[PackId, ...]) -> bytes:
    return listed(packs)


def _few(things: Iterable[Shown]) -> bytes:
    """A list that is mostly empty."""
    return listed(things) if things else b"[]"


def _truth(value: bool) -> bytes:
    return b"true" if value else b"false"


_PARTS_IN_ORDER: Final[Mapping[str, Callable[[Report], bytes]]] = {
    "report": lambda _: constant(REPORT_FORMAT),
    "packs": lambda report: _packs(report.packs),
    "as_of": lambda report: day(report.as_of),
    "guidance_as_of": lambda report: day(report.guidance_as_of),
    "guidance_until": lambda report: day(report.guidance_until),
    "timezone": lambda report: constant(report.timezone),
    "ok": lambda report: _truth(report.ok),
    "complete": lambda report: _truth(report.complete),
    "plan": lambda report: b"[%b]" % b",".join([decision_json(each) for each in report.plan]),
    "proposed": lambda report: step_json(report.proposed),
    "draft": lambda report: dumped(report.draft.to_dict()) if report.draft else b"null",
    "findings": lambda report: findings_json(report.findings) if report.findings else b"[]",
    "unchecked": lambda report: _few(report.unchecked),
    "questions": lambda report: _few(report.questions),
    "assumptions": lambda report: _few(report.assumptions),
    "conflicts": lambda report: _few(report.conflicts),
    "diagnostics": lambda report: _few(report.diagnostics),
}
_ALL: Final = tuple((b'"%b":' % key.encode(), encode) for key, encode in _PARTS_IN_ORDER.items())
PARTS: Final = tuple(_PARTS_IN_ORDER)
"""What a report consists of, in order."""
