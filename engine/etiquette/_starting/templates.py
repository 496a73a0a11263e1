"""Templates: folders of files in which words like ``TEMPLATE_NAME`` stand for what is to be filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Final, Literal, TypeAlias

from etiquette._data import bundled
from etiquette._packing.pack_search import MANIFEST

__all__ = ["Template", "filled", "scalar"]

Template: TypeAlias = Literal["pack", "standalone", "plugin", "rule"]

_BLANK: Final = re.compile(r"TEMPLATE_([A-Z]+)")
_HIDDEN: Final = ("__pycache__", ".")
_PLAIN: Final = re.compile(r"(?!(?:true|false|null|none)$)[a-z][a-z0-9]*(?: [a-z0-9]+)*", re.IGNORECASE)


def filled(template: Template, words: Mapping[str, str]) -> dict[str, str]:
    """The files of a template by their path in its folder, with ``/``, in which ``words`` are filled in.

    ``words`` are the values of the blanks, by their name in lower case: ``name`` for ``TEMPLATE_NAME``.
    """
    known = {"manifest": MANIFEST, **words}  # under its own name a template would be taken for a pack

    def word(blank: re.Match[str]) -> str:
        return known[blank[1].lower()]

    found = _files(bundled("templates") / template, "")
    return {_BLANK.sub(word, path): _BLANK.sub(word, file.read_text("utf-8")) for path, file in found}


def scalar(text: str) -> str:
    """``text`` as it is written in YAML, so that it is read as that text: in quotes if need be."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for child in sorted(folder.iterdir(), key=lambda each: each.name):
        if child.name.startswith(_HIDDEN):
            continue
        path = f"{above}{child.name}"
        if child.is_dir():
            yield from _files(child, f"{path}/")
        else:
            yield path, child
