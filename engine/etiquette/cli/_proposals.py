"""Cases that are proposed for what none looks at, on standard output or in a new file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etiquette._suites.bench import Bench
    from etiquette._suites.coverage import Goal

__all__ = ["proposed"]


def proposed(bench: Bench, missing: Sequence[Goal], file: str | None) -> None:
    """Print the proposals, or write them into a new ``file``; what none was found for goes to standard error.

    Raises :class:`NotWritten` when the file is there, or can't be written.
    """
    from etiquette._suites.gaps import gaps
    from etiquette._suites.generate import propose, usual_setting
    from etiquette._suites.write import suite_text

    from ._output import note, write_text

    proposals, left = propose(bench, missing)
    if not proposals:
        note("There is nothing to propose: no case is missing." if not left else "No case could be found.")
    elif file:
        _write_new(Path(file), suite_text(bench, usual_setting(bench), proposals))
        cases = "a case" if len(proposals) == 1 else f"{len(proposals)} cases and tables of days"
        write_text(f"{file} proposes {cases}, to be confirmed.")
    else:
        write_text(suite_text(bench, usual_setting(bench), proposals))
    for gap in gaps(bench, left):
        note(f"No case was found for this: {gap.subject}: {gap.message}")


def _write_new(path: Path, text: str) -> None:
    """Write a file that isn't there yet: what somebody confirmed must not be lost."""
    from etiquette._reading.paths import reason_of

    from ._errors import NotWritten

    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise NotWritten(f"There is a file {path} already. Name a new one, or take it away first.") from None
    except OSError as error:
        raise NotWritten(f"The file {path} can't be written: {reason_of(error)}.") from None
