"""``etiquette check``: what to do now, what next, what not, and whether the planned step is right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from etiquette._formats import MACHINE_FORMATS

from ._errors import NoSuch
from ._options import as_of_option, format_option, ruleset_options, today_option

if TYPE_CHECKING:
    from etiquette.diagnostics import Diagnostic
    from etiquette.drafts import Draft
    from etiquette.report import Report
    from etiquette.ruleset import Ruleset

    from ._cases import Case

__all__ = ["command"]

_BUILT_IN = ("text", "json", *MACHINE_FORMATS)


@click.command(
    name="check",
    epilog="Exit codes: 0 nothing wrong, 1 the step breaks a rule, 2 bad input or usage, 3 the rules "
    "contradict each other or the answer is incomplete. With several files: the highest.",
)
@click.argument("facts", nargs=-1, required=True, type=click.Path(allow_dash=True))
@format_option(*_BUILT_IN, plugins=True)
@today_option
@as_of_option
@click.option(
    "--draft", type=click.Path(allow_dash=True), metavar="FILE",
    help="The message that you mean to send: a .txt, .md or .eml file, - for standard input.",
)  # fmt: skip
@click.option("--verbose", "-v", is_flag=True, help="Also show rules, all rationales and all assumptions.")
@ruleset_options
def command(
    facts: tuple[str, ...],
    format_: str,
    today: date | None,
    as_of: date | None,
    draft: str | None,
    verbose: bool,
    **options: object,
) -> int:
    """Say what to do now, what next and when, and what not; check the step that FACTS propose.

    FACTS is a YAML or JSON file, - for standard input. Several files are answered one after the other.
    """
    from ._cases import Cases

    if facts.count("-") > 1:
        raise click.UsageError("Standard input (-) can be read only once. Name it once.")
    message, unreadable = _draft(draft, facts)
    cases = Cases(options)
    answers: list[tuple[Case, Report]] = []
    for name in facts:
        case = cases.open(name)
        _known_format(format_, case.ruleset)
        answers.append((case, _check(case, today, as_of, message, unreadable)))
    _write(answers, format_, verbose=verbose)
    return max(report.exit_code for _, report in answers)


def _draft(name: str | None, facts: tuple[str, ...]) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    if name is None:
        return None, ()
    if len(facts) > 1:
        raise click.UsageError("A draft belongs to one step. Check one facts file at a time with --draft.")
    if name == "-" and "-" in facts:
        raise click.UsageError(
            "Standard input (-) can be read only once. Name a file for the facts or for the draft."
        )
    from etiquette._reading.draft_file import read_draft

    return read_draft(name)


def _known_format(name: str, ruleset: Ruleset | None) -> None:
    known = (*_BUILT_IN, *(ruleset.formats if ruleset else ()))
    if name not in known and (ruleset is not None):
        raise NoSuch("format", name, known)


def _check(
    case: Case,
    today: date | None,
    as_of: date | None,
    draft: Draft | None,
    unreadable: tuple[Diagnostic, ...],
) -> Report:
    from ._cases import no_answer, read_facts_of

    if case.ruleset is None or unreadable:
        return no_answer(case, (*case.problems, *unreadable), today)
    facts, problems = read_facts_of(case, today, draft)
    if facts is None:
        return no_answer(case, problems, today)
    return case.ruleset.check(facts, today=today, as_of=as_of)


def _write(answers: list[tuple[Case, Report]], format_: str, *, verbose: bool) -> None:
    from ._output import write_document, write_json

    if format_ == "json":
        dicts = [report.to_dict() for _, report in answers]
        write_json(dicts[0] if len(dicts) == 1 else dicts)
        return
    if format_ in MACHINE_FORMATS:
        from ._report_entries import machine_document

        write_document(machine_document(answers, format_))
        return
    for number, (case, report) in enumerate(answers):
        if format_ == "text":
            _write_text(case, report, verbose=verbose, first=number == 0, alone=len(answers) == 1)
        else:
            _write_format(case, report, format_)


def _write_text(case: Case, report: Report, *, verbose: bool, first: bool, alone: bool) -> None:
    from etiquette._text import print_report

    from ._output import write_text
    from ._problems import show

    if not first:
        write_text("\n")
    name = "standard input" if case.name == "-" else case.name
    if alone and not report.answered:
        show(report.diagnostics)
    else:
        print_report(report, case.ruleset, verbose=verbose, heading="" if alone else name)


def _write_format(case: Case, report: Report, format_: str) -> None:
    from etiquette.plugins import PluginError

    from ._output import write_text
    from ._problems import Failed, show

    if case.ruleset is None:
        show(report.diagnostics)
        return
    try:
        text = case.ruleset.formats[format_](report)
    except PluginError as error:
        raise Failed((error.diagnostic,)) from None
    write_text(text)
