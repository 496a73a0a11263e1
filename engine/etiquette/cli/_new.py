"""What making a new thing has in common: refusing what can't be, and putting a folder on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ._errors import NotWritten

__all__ = ["make_folder", "refuse"]


def refuse(problem: str) -> None:
    """A usage error, if there is a problem."""
    if problem:
        raise click.UsageError(problem)


def make_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Make a folder with files in it, or say why that can't be."""
    from etiquette._reading.paths import look, reason_of
    from etiquette._starting.writing import create_folder

    above = look(folder.parent)
    if above.kind == "nothing":
        refuse(f"There is no folder {folder.parent}. Make it first, or name another one with --in.")
    if above.kind not in ("folder", "refused"):
        refuse(f"What stands at {folder.parent} is no folder. Name one with --in.")
    try:
        create_folder(folder, files)
    except FileExistsError:
        refuse(
            f"There is {folder} already, and it stays as it is. Choose another name, or a place with --in."
        )
    except OSError as error:
        raise NotWritten(f"The folder {folder} can't be made: {reason_of(error)}.") from None
