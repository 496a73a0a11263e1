"""What is expected of a case held against what is said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from etiquette.diagnostics import Diagnostic, Location
from etiquette.report import Decision, Finding, MessagePlan, Report

from .model import Expected

__all__ = ["Difference", "differences"]

_NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that isn't as expected. ``path`` says where: ``("plan", ACTION, KEY)`` and so on.

    ``wanted`` and ``got`` are in words. ``place`` is where the expectation is written.
    """

    path: tuple[str | int, ...]
    wanted: str
    got: str
    place: Location | None = None
    about: str = ""


def differences(
    report: Report, expect: Expected, *, only: Collection[str] | None = None
) -> Iterator[Difference]:
    """Where ``report`` isn't as expected. ``only`` are the actions that it has an answer for; others are
    passed over, as are findings where the proposed action isn't among them, and questions.
    """
    problems = [each for each in report.diagnostics if each.severity == "error"]
    if expect.problems is not None:
        yield from _problems(report.diagnostics, expect)
    elif problems:
        yield Difference((), "facts that can be used", problems[0].message, problems[0].location, "facts")
    if not report.answered or problems:
        return
    decisions = {each.action: each for each in report.plan}
    for action, wanted in expect.plan.items():
        if only is None or action in only:
            yield from _decision(decisions[action], wanted, expect)
    if expect.findings is not None and (only is None or _proposed(report) in only):
        yield from _findings(report.findings, expect)
    yield from _conflicts(report, expect, only)
    if expect.questions is not None and only is None:
        asked = [each.fact for each in report.questions]
        if asked != list(expect.questions):
            place = expect.at("questions")
            yield Difference(("questions",), _listed(expect.questions), _listed(asked), place, "questions")


def _proposed(report: Report) -> str:
    return report.proposed.action if report.proposed else ""


def _problems(found: Sequence[Diagnostic], expect: Expected) -> Iterator[Difference]:
    codes = sorted({each.code for each in found})
    if codes != sorted(set(expect.problems or ())):
        place = expect.at("problems")
        yield Difference(("problems",), _listed(expect.problems or ()), _listed(codes), place, "problems")


def _decision(decision: Decision, wanted: Mapping[str, Any], expect: Expected) -> Iterator[Difference]:
    for key, value in wanted.items():
        got = getattr(decision, key)
        if key == "message" and isinstance(value, Mapping) and got is not None:
            yield from _message(decision.action, got, value, expect)
        elif not _same(got, value):
            place = expect.at("plan", decision.action, key)
            yield Difference(("plan", decision.action, key), _shown(value), _shown(got), place, key)


def _message(
    action: str, plan: MessagePlan, wanted: Mapping[str, Any], expect: Expected
) -> Iterator[Difference]:
    place = expect.at("plan", action, "message")
    for key, value in wanted.items():
        got: Any = getattr(plan, key)
        if key == "limits":
            limits = {f"max_{unit}": most for unit, most in plan.limits}
            got = {unit: limits.get(unit) for unit in value}
        if not _same(got, value):
            yield Difference(
                ("plan", action, "message", key), _shown(value), _shown(got), place, f"message: {key}"
            )


def _findings(found: Sequence[Finding], expect: Expected) -> Iterator[Difference]:
    """Each expected finding must be there once, and none besides."""
    left = list(found)
    for number, wanted in enumerate(expect.findings or ()):
        match = next((each for each in left if _fits(each, wanted)), None)
        if match is not None:
            left.remove(match)
            continue
        near = next((each for each in left if each.rule == wanted["rule"]), None)
        got = _NOTHING if near is None else _finding_like(near, wanted)
        if near is not None:
            left.remove(near)
        place = expect.at("findings", number)
        yield Difference(("findings", number), _finding_words(wanted), got, place, "finding")
    for each in left:
        words = f"{each.rule} ({each.level}, about {each.about}): {each.message}"
        yield Difference(("findings",), "no such finding", words, expect.at("findings"), "finding")


def _fits(found: Finding, wanted: Mapping[str, str]) -> bool:
    return all(_part(found, key) == value for key, value in wanted.items())


def _part(found: Finding, key: str) -> str:
    if key == "suggestion":
        return found.suggestion.text if found.suggestion else ""
    return str(getattr(found, key))


def _finding_like(found: Finding, wanted: Mapping[str, str]) -> str:
    return _finding_words({key: _part(found, key) for key in wanted})


def _finding_words(wanted: Mapping[str, str]) -> str:
    rest = ", ".join(f"{key} {value}" for key, value in wanted.items() if key != "rule")
    return f"{wanted['rule']} ({rest})" if rest else wanted["rule"]


def _conflicts(report: Report, expect: Expected, only: Collection[str] | None) -> Iterator[Difference]:
    wanted = expect.conflicts or {}
    found: dict[str, set[str]] = {}
    for each in report.conflicts:
        found.setdefault(each.action, set()).update(each.rules)
    for action in sorted({*wanted, *found}):
        if only is not None and action not in only:
            continue
        rules, got = sorted(wanted.get(action, ())), sorted(found.get(action, ()))
        if rules != got:
            place = expect.at("conflicts", action)
            words = _listed(got) if got else "no conflict"
            wish = _listed(rules) if rules else "no conflict"
            yield Difference(("conflicts", action), wish, words, place, f"conflict about {action}")


def _same(got: Any, wanted: Any) -> bool:
    if isinstance(got, date):
        return bool(got.isoformat() == wanted)
    if isinstance(got, tuple):
        return list(got) == list(wanted or ())
    return bool(got == wanted)


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(each)}" for key, each in value.items())
    if isinstance(value, MessagePlan):
        return "a message"
    if isinstance(value, (list, tuple)):
        return _listed(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _listed(words: Collection[Any]) -> str:
    return ", ".join(map(str, words)) if words else _NOTHING
