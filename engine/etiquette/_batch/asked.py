"""What a run was asked, in such a way that a later one can tell whether it is the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from etiquette.ruleset import Ruleset

from .errand import Errand
from .formats import STREAM, format_of

__all__ = ["asked"]

_ENDS: Final = 1 << 16


def asked(errand: Errand, ruleset: Ruleset) -> Mapping[str, Any]:
    """What has to be the same for a run to be gone on with, by what a person calls it."""
    wanted, recipe = errand.wanted, errand.recipe.sealed(ruleset)
    return {
        "the input": _identity(errand),
        "the rules": [recipe.digests, recipe.engine, recipe.parameters, [rule.id for rule in ruleset.rules]],
        "the packs that are named": recipe.packs,
        "the columns": [wanted.columns, wanted.actions, wanted.key, wanted.ignored],
        "the day": [str(wanted.today), str(wanted.as_of)],
        "the output": [errand.out, errand.out_table],
    }


def _identity(errand: Errand) -> list[Any]:
    """What tells one state of an input from another: size, time of change, beginning and end."""
    if errand.input == STREAM or format_of(errand.input) == "postgres":
        return [errand.input, errand.table]
    path = Path(errand.input)
    stat = path.stat()
    with path.open("rb") as file:
        ends = hashlib.sha256(file.read(_ENDS))
        file.seek(max(0, stat.st_size - _ENDS))
        ends.update(file.read(_ENDS))
    return [os.path.abspath(path), errand.table, stat.st_size, stat.st_mtime_ns, ends.hexdigest()]  # noqa: PTH100
