"""One facts file on the command line: its packs, its ruleset, its facts, its report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from etiquette._nouns import dataclass, field

from ._problems import Problems
from ._rulesets import chosen_ruleset

if TYPE_CHECKING:
    from etiquette._reading.document import Document
    from etiquette.diagnostics import Diagnostic
    from etiquette.drafts import Draft
    from etiquette.facts import Facts
    from etiquette.report import Report
    from etiquette.ruleset import Ruleset

__all__ = ["Case", "Cases", "no_answer", "read_facts_of"]


@dataclass
class Case:
    """A facts file (``-`` for standard input), what stands in it, and the ruleset to be applied to it.

    ``document`` is ``None``, with ``unreadable``, when the file can't be read; ``ruleset`` is ``None``, with
    ``problems``, when the packs that were asked for can't be used.
    """

    name: str
    document: Document | None
    unreadable: tuple[Diagnostic, ...]
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
        """Read the file, once, since it may be a pipe; find the packs that it pins, and load them."""
        from etiquette._reading.pins import pins_in, shown_at_pins
        from etiquette._reading.read_facts import facts_document

        document, unreadable = facts_document(name)
        pins = () if self.options.get("packs") else pins_in(document)
        if pins not in self._loaded:
            try:
                self._loaded[pins] = chosen_ruleset(self.options, pins), ()
            except Problems as error:
                self._loaded[pins] = None, error.diagnostics
        ruleset, problems = self._loaded[pins]
        return Case(name, document, unreadable, ruleset, shown_at_pins(problems, document))


def read_facts_of(
    case: Case, today: date | None, draft: Draft | None = None
) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
    """The facts of a case whose ruleset could be loaded, or what is wrong with them."""
    from etiquette._reading.read_facts import read_facts

    assert case.ruleset is not None  # noqa: S101 - the caller has looked
    if case.document is None:
        return None, case.unreadable
    return read_facts(case.document, case.ruleset, today=today, draft=draft)


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
