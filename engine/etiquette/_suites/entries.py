"""What was found out about a pack, for other programs: entries of machine formats, and plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from etiquette._formats import Entry
from etiquette._reading.wording import listed
from etiquette.codes import TITLES
from etiquette.diagnostics import Location
from etiquette.messages import Hit
from etiquette.model import Level

from .compare import Difference
from .examine import Examined
from .examples import Tried, Unused
from .gaps import Gap
from .mutate import Judged
from .run import Outcome

__all__ = ["as_data", "entries", "passed"]

_GAPS = {"rules": "E712", "conditions": "E713", "windows": "E714"}


def passed(tested: Examined) -> Iterator[str]:
    """The names of the cases and examples that are as expected."""
    yield from (each.case.name for each in tested.run.outcomes if each.passed)
    yield from (each.sample.name for each in tested.run.examples if each.passed)


def entries(tested: Examined) -> Iterator[Entry]:
    """Failures, and gaps where they make the command fail, are errors; the rest are warnings and notes."""
    for outcome in tested.run.failed:
        for difference, rules in zip(outcome.differences, outcome.rules, strict=True):
            related = tuple((f"{rule.id} decided this", rule.location) for rule in rules if rule.location)
            place = difference.place or outcome.case.location
            yield _entry("E710", "error", said(difference), place, outcome.case.name, related=related)
    for each in tested.run.misread:
        yield _misread(each)
    for outcome in tested.run.unconfirmed:
        message = f"“{outcome.case.title}” was proposed, and nobody has confirmed it."
        help_ = "Read it; if the answer is right, take `confirm: true` away."
        yield _entry("E711", "warning", message, outcome.case.location, outcome.case.name, help_)
    short = {coverage.kind for coverage in tested.too_little}
    for gap in tested.gaps:
        level: Level = "error" if gap.kind in short else "note"
        yield _entry(_GAPS[gap.kind], level, f"{gap.subject}: {gap.message}", gap.location, gap.subject)
    for concept in tested.unused:
        yield _unused(concept)
    if tested.mutation is not None:
        for judged in tested.mutation.with_fate("unnoticed"):
            mutant = judged.mutant
            message = f"{mutant.subject}: no case notices it if {mutant.words}."
            help_ = f"Add a case that does. Its name is {mutant.name}."
            yield _entry("E715", "error", message, mutant.location, mutant.subject, help_)
    for excused in tested.needless_excuses:
        message = f"Nothing needs the excuse of {excused.name}."
        yield _entry("E707", "warning", message, excused.location, excused.location.file, "Take it away.")


def _misread(tried: Tried) -> Entry:
    sample = tried.sample
    message = f"“{sample.text}”: expected {tried.expected}, got {tried.got}."
    help_ = tried.why or ("Add a phrase." if sample.wanted else "Add an exception, or narrow the phrase.")
    related = tuple((f"“{hit.by}” found this", hit.location) for hit in _shown(tried) if hit.location)
    return _entry("E716", "error", message, sample.example.location, sample.name, help_, related)


def _shown(tried: Tried) -> tuple[Hit, ...]:
    return tried.others if tried.sample.wanted else tried.hits


def _unused(found: Unused) -> Entry:
    texts = listed((f"“{text}”" for text, _ in found.phrases), "and")
    message = f"{found.concept} ({found.language}): no example uses {texts}."
    related = tuple((f"“{text}”", place) for text, place in found.phrases[1:] if place)
    subject = f"{found.concept} ({found.language})"
    help_ = "Add a sentence with it under `matches`."
    return _entry("E717", "note", message, found.phrases[0][1], subject, help_, related)


def said(difference: Difference) -> str:
    """A difference in one sentence."""
    where = f"{difference.path[1]}, " if difference.path[:1] == ("plan",) else ""
    about = difference.about.replace("_", " ")
    return f"{where}{about}: expected {difference.wanted}, got {difference.got.rstrip('.')}."


def _entry(
    code: str,
    level: Level,
    message: str,
    location: Location | None,
    subject: str,
    help_: str = "",
    related: tuple[tuple[str, Location], ...] = (),
) -> Entry:
    return Entry(code, level, message, location, help_, TITLES[code], related, subject)


def as_data(tested: Examined) -> dict[str, Any]:
    """Everything as plain data."""
    bench, found = tested.bench, tested.run
    data: dict[str, Any] = {
        "pack": bench.name,
        "version": str(bench.candidate.version),
        "ok": tested.ok,
        "seconds": round(found.seconds, 3),
        "cases": [_case(each) for each in found.outcomes],
        "examples": [_example(each) for each in found.examples],
    }
    if tested.coverage:
        data["coverage"] = {
            each.kind: {
                "covered": each.covered,
                "total": each.total,
                "percent": int(each.percent * 100) / 100,
                "missing": [_gap(gap) for gap in tested.gaps if gap.kind == each.kind],
            }
            for each in tested.coverage
        }
        data["unused"] = [_unused_data(each) for each in tested.unused]
    if tested.mutation is not None:
        data["mutation"] = {
            "changes": [_judged(each) for each in tested.mutation.judged],
        }
    data["needless"] = [
        {"name": each.name, "location": each.location.to_dict()} for each in tested.needless_excuses
    ]
    return data


def _case(outcome: Outcome) -> dict[str, Any]:
    return {
        "title": outcome.case.title,
        "location": outcome.case.location.to_dict(),
        "passed": outcome.passed,
        "confirmed": not outcome.case.confirm,
        "differences": [
            {
                "path": list(difference.path),
                "expected": difference.wanted,
                "got": difference.got,
                "location": difference.place.to_dict() if difference.place else None,
                "rules": [rule.id for rule in rules],
            }
            for difference, rules in zip(outcome.differences, outcome.rules, strict=True)
        ],
    }


def _example(tried: Tried) -> dict[str, Any]:
    sample = tried.sample
    return {
        "concept": sample.concept,
        "language": sample.language,
        "text": sample.example.text,
        "location": sample.example.location.to_dict() if sample.example.location else None,
        "passed": tried.passed,
        "expected": tried.expected,
        "found": [] if tried.passed else [_hit(hit) for hit in _shown(tried)],
        "why": tried.why,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    place = hit.location.to_dict() if hit.location else None
    return {"concept": hit.concept, "span": hit.span.to_dict(), "by": hit.by, "location": place}


def _unused_data(found: Unused) -> dict[str, Any]:
    return {
        "concept": found.concept,
        "language": found.language,
        "phrases": [
            {"phrase": text, "location": place.to_dict() if place else None} for text, place in found.phrases
        ],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    place = gap.location.to_dict() if gap.location else None
    return {"subject": gap.subject, "message": gap.message, "names": list(gap.names), "location": place}


def _judged(judged: Judged) -> dict[str, Any]:
    mutant = judged.mutant
    return {
        "name": mutant.name,
        "subject": mutant.subject,
        "change": mutant.words,
        "location": mutant.location.to_dict() if mutant.location else None,
        "fate": judged.fate,
        "by": judged.by,
    }
