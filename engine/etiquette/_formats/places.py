"""Places that the reader of a document can open, wherever that reader is."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from urllib.parse import quote

from etiquette.diagnostics import Location

from .texts import clean

__all__ = ["shown", "shown_path", "uri"]


def shown(place: Location) -> str:
    """``file:line:column``, as it can be shown."""
    return f"{shown_path(place.file)}:{place.line}:{place.column}"


def shown_path(file: str) -> str:
    """The path of a file, as it can be shown; see :func:`_seen_from_start`."""
    return clean(_seen_from_start(file).as_posix())


def uri(file: str) -> str:
    """The path of a file as a URI: relative where it is seen from the start, else absolute."""
    path = _seen_from_start(file if _is_name(file) else clean(file))
    if path.is_absolute():
        return path.as_uri()
    first, *rest = (quote(part.encode("utf-8", "surrogateescape")) for part in path.parts)
    return "/".join((first.replace(":", "%3A"), *rest))


def _seen_from_start(file: str) -> PurePath:
    """The path from where the reader of a document starts, which is the checkout that a workflow of GitHub
    runs in, else the present folder. A file that is elsewhere keeps its whole path.
    """
    here = Path.cwd()
    root = Path(os.environ.get("GITHUB_WORKSPACE") or here)
    start = root if here.is_relative_to(root) else here
    whole = PurePath(os.path.normpath(here / file))
    return whole.relative_to(start) if whole.is_relative_to(start) else whole


def _is_name(file: str) -> bool:
    """Whether the system can have a file of this name, also one that isn't UTF-8."""
    try:
        file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
