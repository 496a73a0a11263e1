"""The packs that a facts file names: which they are, and what is wrong with them, shown where it names them.

A facts file is passed on, so it names packs and never folders; a folder is for whoever asks to give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from etiquette._nouns import replace
from etiquette.diagnostics import Diagnostic

from .document import Document
from .paths import look

__all__ = ["instead_of_a_folder", "pins_in", "shown_at_pins"]

_MANIFEST: Final = "pack.yaml"
_OF_PINS: Final = ("E401", "E402")
_SLASH: Final = re.compile(r"[/\\]")


def pins_in(document: Document | None) -> tuple[str, ...]:
    """The packs that the facts name; none where anything is wrong with them, which is said later."""
    data = document.data if document is not None else None
    named = data.get("packs") if isinstance(data, dict) else None
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        return ()
    return () if any(map(_SLASH.search, named)) else tuple(named)


def shown_at_pins(problems: Iterable[Diagnostic], document: Document | None) -> tuple[Diagnostic, ...]:
    """Problems with packs that the facts name, each at the place in the facts that names the pack."""
    return tuple(_shown(each, document) for each in problems)


def _shown(problem: Diagnostic, document: Document | None) -> Diagnostic:
    if document is None or problem.location is not None or problem.code not in _OF_PINS:
        return problem
    for index, pin in enumerate(pins_in(document)):
        name = pin.partition("@")[0]
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", problem.message):
            folder = _folder_of(name, document)
            help_ = problem.help if folder is None or problem.code == "E402" else _instead(folder)
            place = document.at(("packs", index))
            return replace(problem, help=help_, location=place, excerpt=document.excerpt(place))
    return problem


def _folder_of(name: str, document: Document) -> Path | None:
    """The folder of a pack called ``name``, here or beside the facts."""
    places = dict.fromkeys((Path(), Path(document.file).parent))
    return next((each / name for each in places if look(each / name / _MANIFEST).kind == "file"), None)


def _instead(folder: Path) -> str:
    return (
        f"There is a folder of that name: give --pack {_dotted(folder)}, "
        f"or --path {folder.parent}, where the pack is then found by its own name."
    )


def instead_of_a_folder(problem: Diagnostic, document: Document) -> Diagnostic:
    """For a folder where the name of a pack belongs, what to do with it; any other problem as it is."""
    data = document.data if isinstance(document.data, dict) else {}
    named = data.get("packs")
    for index, pin in enumerate(named if isinstance(named, list) else ()):
        here = document.at(("packs", index))
        said = problem.location == here if here else problem.message.startswith(f"packs[{index}] ")
        if problem.code == "E206" and said and isinstance(pin, str) and _SLASH.search(pin):
            folder = Path(pin)
            help_ = (
                f"A pack goes by its name here. For a folder give --pack {_dotted(folder)}, "
                f"or --path {folder.parent} and the pack's own name."
            )
            return replace(problem, help=help_)
    return problem


def _dotted(folder: Path) -> str:
    """The path in such a way that nobody takes it for a name."""
    return str(folder) if folder.is_absolute() or folder.parts[:1] == ("..",) else f"./{folder}"
