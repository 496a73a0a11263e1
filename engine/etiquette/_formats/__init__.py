"""What a command found, as documents that other programs read: SARIF, JUnit XML, GitHub's annotations.

Each command turns what it has to say into :class:`Entry` values, of which :func:`rendered` makes one text. No
format knows what a rule, a lint or a proof is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from .entries import Entry, of_diagnostic, once
from .texts import clean, cleaned

__all__ = ["MACHINE_FORMATS", "Entry", "MachineFormat", "of_diagnostic", "rendered"]

MachineFormat: TypeAlias = Literal["sarif", "junit", "github"]
MACHINE_FORMATS: Final[tuple[MachineFormat, ...]] = ("sarif", "junit", "github")


def rendered(
    format_: MachineFormat, entries: Sequence[Entry], *, suite: str, passed: Sequence[str] = ()
) -> str:
    """``entries`` in a machine format, with a line end; ``github`` says nothing about nothing.

    ``suite`` names the command and, where several runs of it are to be told apart, what it was run on
    (``lint``, ``test/my-pack``). ``passed`` are subjects with which nothing is wrong; only JUnit shows them.
    A problem at one place that belongs to several subjects is shown once, except in JUnit, where each of
    its subjects fails. The same arguments in the same folder give the same text.
    """
    shown = [cleaned(entry) for entry in entries]
    if format_ == "junit":
        from .junit import junit

        return junit(shown, clean(suite), [clean(name) for name in passed])
    if format_ == "sarif":
        from .sarif import sarif

        return sarif(once(shown), clean(suite))
    from .github import github

    return github(once(shown))
