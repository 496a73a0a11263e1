"""One facts file on the command line: its packs, its ruleset, its facts, its report."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._problems import Problems
from ._rulesets import chosen_ruleset

if TYPE_CHECKING:
    from etiquette.diagnostics import Diagnostic
    from etiquette.facts import Facts
    from etiquette.report import Report
    from etiquette.ruleset import Ruleset

    from ._drafts import Draft

__all__ = ["Case", "Cases", "no_answer", "read_facts_of"]


@dataclass
class Case:
    """A facts file (``-`` for standard input) and the ruleset that is to be applied to it.

    ``ruleset`` is ``None``, with ``problems``, when the packs that were asked for can't be used.
    """

    name: str
    raw: bytes | None
    ruleset: Ruleset | None
    problems: tuple[Diagnostic, ...] = ()


@dataclass
class Cases:
    """Opens facts files; rulesets that several of them ask for are loaded once."""

    options: Mapping[str, Any]
    _loaded: dict[tuple[str, ...], tuple[Ruleset | None, tuple[Diagnostic, ...]]] = field(
        default_factory=dict
    )

    def open(self, name: str) -> Case:
        """Read standard input if it is meant, find the packs that the file pins, and load them."""
        raw = _standard_input() if name == "-" else None
        pins = () if self.options.get("packs") else _pins(name, raw)
        if pins not in self._loaded:
            try:
                self._loaded[pins] = chosen_ruleset(self.options, pins), ()
            except Problems as error:
                self._loaded[pins] = None, error.diagnostics
        ruleset, problems = self._loaded[pins]
        return Case(name, raw, ruleset, problems)


def read_facts_of(
    case: Case, today: date | None, draft: Draft | None = None
) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
    """The facts of a case whose ruleset could be loaded, or what is wrong with them."""
    from etiquette._reading.read_facts import read_facts
    from etiquette.vocabulary import UNKNOWN

    assert case.ruleset is not None  # noqa: S101 - the caller has looked
    return read_facts(
        case.name,
        case.ruleset,
        today=today,
        draft=draft.text if draft else None,
        subject=draft.subject if draft else UNKNOWN,
        stdin=BytesIO(case.raw) if case.raw is not None else None,
    )


def no_answer(case: Case, problems: tuple[Diagnostic, ...], today: date | None) -> Report:
    """The report that says why there is none."""
    from etiquette.diagnostics import has_errors, in_order
    from etiquette.report import Report

    ruleset = case.ruleset
    more = ruleset.diagnostics if ruleset else ()
    return Report(
        today or date.min,
        packs=ruleset.packs if ruleset else (),
        diagnostics=in_order((*more, *problems)),
        complete=not has_errors(more),
        answered=False,
    )


def _standard_input() -> bytes:
    from etiquette._reading.read_facts import MOST_BYTES

    raw = getattr(sys.stdin, "buffer", None)
    return raw.read(MOST_BYTES + 1) if raw else sys.stdin.read(MOST_BYTES + 1).encode("utf-8", "replace")


def _pins(name: str, raw: bytes | None) -> tuple[str, ...]:
    """The packs that a facts file names. A file with anything wrong in it names none: that is said later."""
    from etiquette._reading.files import decode
    from etiquette._reading.read_facts import MOST_BYTES
    from etiquette._reading.yaml import parse, read

    if raw is None:
        document, _ = read(Path(name), name, MOST_BYTES)
    else:
        text, _ = decode(raw, name, MOST_BYTES)
        document = None if text is None else parse(text, name)[0]
    data = document.data if document is not None else None
    named = data.get("packs") if isinstance(data, dict) else None
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        return ()
    return tuple(named)
