"""Functions of plugins that are called long after they were collected, with a guard around each.

A guarded function returns what its hook describes, or raises :class:`PluginError` with a diagnostic that
names the plugin. Whoever calls it has one thing to catch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, get_args

from etiquette.facts import Facts, Step
from etiquette.messages import Span, span_of
from etiquette.model import Level
from etiquette.report import Decision, Report
from etiquette.ruleset import Measure, OutputFormat, Reviewer

from .plugin_problems import MISSING, Origin, PluginError, did_you_mean, failure, kind_of, rubbish

__all__ = ["PluginError", "guarded_format", "guarded_measure", "guarded_reviewer"]

_MAX_FINDINGS: Final = 100
_REVIEW: Final = "etiquette_review_message"
_FINDING: Final = {
    "level": "note",
    "about": "message",
    "message": "",
    "observed": "",
    "required": "",
    "because": "",
    "concept": "",
    "instead": "",
}
_SPANS: Final = "spans"
_PAIR: Final = 2


@contextmanager
def _guard(origin: Origin, did: str, unit: str | None = None) -> Iterator[None]:
    try:
        yield
    except PluginError as problem:
        raise PluginError(problem.diagnostic, unit) from None
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin's failure is its own, whatever it is
        raise PluginError(failure("E505", origin, did, error, MISSING), unit) from None


def guarded_measure(origin: Origin, measure: Measure) -> Measure:
    """The measure, whose count returns a whole number from 0 or raises :class:`PluginError`."""

    def count(text: str) -> int:
        with _guard(origin, f"failed when it counted {measure.unit}", measure.unit):
            found: object = measure.count(text)
            if isinstance(found, bool) or not isinstance(found, int) or found < 0:
                raise _wrong(
                    origin,
                    "its measure",
                    f"the count of {measure.unit} is {kind_of(found)} instead of a whole number",
                )
            return found

    return Measure(measure.unit, count, measure.characters)


def guarded_format(origin: Origin, name: str, write: Callable[[Report], object]) -> OutputFormat:
    """The output format, which returns a text or raises :class:`PluginError`."""

    def guarded(report: Report) -> str:
        with _guard(origin, f"failed when it wrote the format {name!r}"):
            text = write(report)
            if not isinstance(text, str):
                raise _wrong(
                    origin, "its output format", f"the format {name!r} is {kind_of(text)} instead of a text"
                )
            return text

    return guarded


def guarded_reviewer(origin: Origin, review: Callable[..., Any]) -> Reviewer:
    """The reviewer: mappings with every key of a finding, in a stable order, or :class:`PluginError`."""

    def guarded(step: Step, facts: Facts, decision: Decision) -> tuple[Mapping[str, Any], ...]:
        with _guard(origin, f"failed in {_REVIEW}"):
            result = review(step=step, facts=facts, decision=decision)
            if result is None:
                return ()
            text = step.message.text if step.message else None
            found = [_finding(origin, each, text or "") for each in islice(result, _MAX_FINDINGS + 1)]
            if len(found) > _MAX_FINDINGS:
                raise _wrong(origin, _REVIEW, f"more than {_MAX_FINDINGS} findings on one message")
            return tuple(sorted(found, key=lambda each: tuple(map(str, each.items()))))

    return guarded


def _finding(origin: Origin, given: object, text: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise _wrong(origin, _REVIEW, f"a finding is {kind_of(given)} instead of a mapping")
    told = {key: value for key, value in given.items() if key != _SPANS}
    for key, value in told.items():
        if key not in _FINDING:
            hint = did_you_mean(str(key), (*_FINDING, _SPANS))
            raise _wrong(origin, _REVIEW, f"a finding has the unknown key {key!r}", hint)
        if not isinstance(value, str):
            raise _wrong(origin, _REVIEW, f"{key!r} of a finding is {kind_of(value)} instead of a text")
    found: dict[str, Any] = {**_FINDING, **told}
    found["concept"] = found["concept"] or None
    found[_SPANS] = tuple(_spans(origin, given.get(_SPANS) or (), text))
    if not found["message"].strip():
        raise _wrong(origin, _REVIEW, "a finding has no message")
    if found["level"] not in get_args(Level):
        raise _wrong(
            origin, _REVIEW, f"the level of a finding is {found['level']!r}, not error, warning or note"
        )
    return found


def _spans(origin: Origin, given: object, text: str) -> Iterator[Span]:
    """The stretches of the text that a finding is about, in order."""
    if not isinstance(given, list | tuple):
        raise _wrong(origin, _REVIEW, f"the spans of a finding are {kind_of(given)} instead of a list")
    for each in given:
        pair: tuple[Any, ...] = tuple(each) if isinstance(each, list | tuple) else ()
        whole = len(pair) == _PAIR and all(type(part) is int for part in pair)
        if not whole or not 0 <= pair[0] <= pair[1] <= len(text):
            raise _wrong(
                origin,
                _REVIEW,
                f"a span of a finding is {each!r} instead of two places in the message's text",
            )
        yield span_of(text, *pair)


def _wrong(origin: Origin, where: str, text: str, hint: str = "") -> PluginError:
    return PluginError(rubbish(origin, where, text, hint, MISSING))
