"""JUnit's XML, which every system that runs tests can read: what was examined, and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from .entries import Entry
from .places import shown, shown_path
from .texts import said

__all__ = ["junit"]


def junit(entries: Sequence[Entry], suite: str, passed: Sequence[str]) -> str:
    """One suite with a test case for every subject, in the order in which they are first named.

    A subject with an entry of level error has failed: one ``failure``, since most readers show only the
    first, that holds all of them. Warnings and notes alone don't fail; they are the output of the test.
    """
    subjects: dict[str, list[Entry]] = {name: [] for name in passed}
    for entry in entries:
        subjects.setdefault(_subject(entry, suite), []).append(entry)
    root = ET.Element("testsuites", name="etiquette")
    tests = ET.SubElement(root, "testsuite", name=f"etiquette {suite}")
    failed = 0
    for name, found in subjects.items():
        failed += _case(tests, name, suite, found)
    for element in (root, tests):
        for key, number in (("tests", len(subjects)), ("failures", failed), ("errors", 0), ("skipped", 0)):
            element.set(key, str(number))
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _case(tests: ET.Element, name: str, suite: str, entries: Sequence[Entry]) -> bool:
    """Add the test case of one subject; whether it has failed."""
    case = ET.SubElement(tests, "testcase", name=name, classname=f"etiquette.{suite}")
    place = next((entry.location for entry in entries if entry.location), None)
    if place:
        case.set("file", shown_path(place.file))
        case.set("line", str(place.line))
    wrong = [entry for entry in entries if entry.level == "error"]
    if wrong:
        first = said(wrong[0])
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        failure = ET.SubElement(case, "failure", message=first + more, type=wrong[0].code)
        failure.text = _listing(wrong)
    mild = [entry for entry in entries if entry.level != "error"]
    if mild:
        ET.SubElement(case, "system-out").text = _listing(mild)
    return bool(wrong)


def _listing(entries: Iterable[Entry]) -> str:
    return "\n".join(line for entry in entries for line in _lines(entry))


def _lines(entry: Entry) -> Iterable[str]:
    where = f"{shown(entry.location)}: " if entry.location else ""
    yield f"{where}{entry.level}: {entry.code} {said(entry)}"
    for text, place in entry.related:
        yield f"  {shown(place)}: {text or 'belongs to it'}"


def _subject(entry: Entry, suite: str) -> str:
    return entry.subject or (shown_path(entry.location.file) if entry.location else suite)
