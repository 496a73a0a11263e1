"""SARIF 2.1.0, the format in which analysers hand their results to code hosts and editors."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from etiquette.codes import TITLES
from etiquette.diagnostics import Location

from .entries import Entry
from .places import uri
from .texts import said, titled

__all__ = ["sarif"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(entries: Sequence[Entry], suite: str) -> str:
    """One run with a result for every entry, and the rules that these results speak of.

    Paths are relative URIs where they can be. A fingerprint says nothing about lines, so that a result stays
    the same one when a line is put above it.
    """
    rules = {entry.code: entry for entry in reversed(entries)}
    places = {code: number for number, code in enumerate(sorted(rules))}
    seen: Counter[str] = Counter()
    document = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "etiquette",
                        "version": _version(),
                        "rules": [_rule(rules[code]) for code in sorted(rules)],
                    }
                },
                "automationDetails": {"id": f"etiquette/{suite}/"},
                "columnKind": "unicodeCodePoints",
                "results": [_result(entry, places[entry.code], seen) for entry in entries],
            }
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _version() -> str:
    try:
        return version("etiquette-engine")
    except PackageNotFoundError:
        return "unknown"


def _rule(entry: Entry) -> dict[str, Any]:
    title = f"{(entry.title or entry.code).rstrip('.')}."
    page = f"docs/diagnostics/{entry.code}.md" if entry.code in TITLES else ""
    more = f"See {page} in the documentation of etiquette." if page else ""
    rule: dict[str, Any] = {
        "id": entry.code,
        "shortDescription": {"text": title},
        "help": {"text": " ".join(part for part in (title, entry.rationale.strip(), more) if part)},
    }
    if page:
        rule["properties"] = {"page": page}  # helpUri has to be absolute, and the page has no fixed address
    return rule


def _result(entry: Entry, rule: int, seen: Counter[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": entry.code,
        "ruleIndex": rule,
        "level": entry.level,
        "message": {"text": said(entry) or titled(entry)},
    }
    if entry.location:
        result["locations"] = [{"physicalLocation": _physical(entry.location)}]
    elif entry.subject:
        result["locations"] = [{"logicalLocations": [{"fullyQualifiedName": entry.subject}]}]
    if entry.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(place),
                "message": {"text": text or "belongs to it"},
            }
            for number, (text, place) in enumerate(entry.related, 1)
        ]
    result["partialFingerprints"] = {"etiquette/v1": _fingerprint(entry, seen)}
    return result


def _physical(place: Location) -> dict[str, Any]:
    region = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    if place.end_column > place.column:
        region["endColumn"] = place.end_column
    return {"artifactLocation": {"uri": uri(place.file)}, "region": region}


def _fingerprint(entry: Entry, seen: Counter[str]) -> str:
    place = entry.location
    parts = (entry.code, uri(place.file) if place else "", entry.subject, entry.message)
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
