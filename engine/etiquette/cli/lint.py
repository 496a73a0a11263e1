"""``etiquette lint``: what loads and works, and still should be written otherwise."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ._complete import complete_packs
from ._options import format_option

if TYPE_CHECKING:
    from etiquette._linting.finding import Finding
    from etiquette._linting.fixing import Mended
    from etiquette._linting.reading import Options
    from etiquette.diagnostics import Diagnostic

__all__ = ["command"]

_LEVELS: Final = ("error", "warning", "note")


@click.command(name="lint")
@click.argument("packs", nargs=-1, metavar="[PACK|FOLDER]...", shell_complete=complete_packs)
@click.option(
    "--path", "paths", multiple=True, metavar="DIR", type=click.Path(),
    help="A folder in which packs are looked for by name; may be given again.",
)  # fmt: skip
@click.option("--plugins", metavar="LIST", default=None, help="Only these plugins, separated by commas.")
@click.option("--no-plugins", is_flag=True, help="No plugins at all.")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--fix", "mend", is_flag=True, help="Mend what can be mended without a change of meaning.")
@format_option("text", "json", "sarif", "junit", "github")
def command(packs: tuple[str, ...], format_: str, strict: bool, mend: bool, **options: Any) -> int:
    """Look for what should be written otherwise in rule packs.

    A pack is named, or its FOLDER is; plugin:NAME stands for the rules of a plugin. Without any, the packs
    in the present folder are looked at. Each finding has a code; the page of the code says what is meant. A
    comment such as `# lint: off L604 — reason` switches it off for what it stands above or beside.
    """
    from etiquette.diagnostics import RulesError, has_errors

    from ._problems import Problems, show

    names, where = _asked_for(packs, options)
    try:
        mended = [_mend(name, where) for name in names] if mend else []
        found, problems = _look(names, where)
    except RulesError as error:
        raise Problems(error.diagnostics) from None
    _show(found, names, mended, format_)
    show(problems)
    grave = {"error", "warning"} if strict else {"error"}
    if any(each.problems for each in mended):
        return 2
    if has_errors(problems):
        return 3
    return 1 if any(finding.level in grave for finding in found) else 0


def _asked_for(packs: tuple[str, ...], options: dict[str, Any]) -> tuple[tuple[str | Path, ...], Options]:
    """What is to be looked at, and where what it extends may be. Raises a usage error where there is none."""
    from etiquette._linting.reading import Options, packs_here

    from ._rulesets import chosen_plugins

    paths = tuple(Path(each) for each in options["paths"])
    if not packs:
        here = packs_here(Path())
        if not here:
            raise click.UsageError("There is no pack in this folder. Name one, or the folder of one.")
        return here, Options((*paths, Path()), chosen_plugins(options))
    return packs, Options(paths, chosen_plugins(options))


def _look(names: Sequence[str | Path], where: Options) -> tuple[list[Finding], list[Diagnostic]]:
    """The findings, and what is wrong with plugins: without them, what they use seems to be unused."""
    from etiquette._linting.linting import lint
    from etiquette._linting.reading import subjects

    findings: list[Finding] = []
    problems: list[Diagnostic] = []
    for subject in subjects(names, where):
        findings += lint(subject)
        problems += subject.ruleset.diagnostics
    return findings, problems


def _mend(name: str | Path, where: Options) -> Mended:
    """Mend one pack. Raises :class:`NotWritten`, and a usage error for what isn't named by its folder."""
    from etiquette._linting.fixing import fix
    from etiquette._reading.paths import reason_of

    from ._errors import NotWritten

    if isinstance(name, str) and not any(each in name for each in ("/", os.sep)):
        folder = f", such as ./{name}" if Path(name).is_dir() else ""
        raise click.UsageError(f"Only a pack in a folder can be mended: name the folder{folder}.")
    path = Path(name)
    try:
        return fix(path.parent if path.name == "pack.yaml" else path, where)
    except OSError as error:
        raise NotWritten(f"{error.filename or name} can't be written: {reason_of(error)}.") from None


def _show(
    found: Sequence[Finding], names: Sequence[str | Path], mended: Sequence[Mended], format_: str
) -> None:
    from ._output import note, write_document, write_json, write_text
    from ._problems import rendered, show

    for each in mended:
        show(each.problems)
        for path in each.files:
            note(f"{path} is mended.")
    if format_ == "json":
        write_json({"findings": [each.to_dict() for each in found]})
    elif format_ == "text":
        if found:
            write_text(rendered((each.diagnostic for each in found), sys.stdout) + "\n\n")
        write_text(_summary(found, names))
    else:
        write_document(_document(found, names, format_))


def _document(found: Sequence[Finding], names: Sequence[str | Path], format_: Any) -> str:
    from etiquette._formats import of_diagnostic
    from etiquette._formats import rendered as in_format

    entries = [of_diagnostic(each.diagnostic, each.subject) for each in found]
    subjects = {each.subject for each in found}
    passed = [str(name) for name in names if str(name) not in subjects]
    return in_format(format_, entries, suite="lint", passed=passed)


def _summary(found: Sequence[Finding], names: Sequence[str | Path]) -> str:
    """How many of which level, and how many of them can be mended."""
    what = f"{len(names)} pack{'' if len(names) == 1 else 's'}"
    if not found:
        return f"Nothing to improve in {what}."
    counts = Counter(each.level for each in found)
    parts = [
        f"{counts[level]} {level}{'' if counts[level] == 1 else 's'}" for level in _LEVELS if counts[level]
    ]
    fixable = sum(bool(each.edits) for each in found)
    alone = "it" if len(found) == 1 else "them" if fixable == len(found) else f"{fixable} of them"
    tail = f" --fix mends {alone}." if fixable else ""
    return f"{', '.join(parts)} in {what}.{tail}"
