"""What a run was asked, in such a way that a later one can tell whether it is the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from etiquette.ruleset import Ruleset

from .formats import STREAM, format_of
from .job import Job

__all__ = ["asked"]

_ENDS: Final = 1 << 16


def asked(job: Job, ruleset: Ruleset) -> Mapping[str, Any]:
    """What has to be the same for a run to be gone on with, by what a person calls it."""
    wanted, recipe = job.wanted, job.recipe.sealed(ruleset)
    return {
        "the input": _identity(job),
        "the rules": [recipe.digests, recipe.engine, recipe.parameters, [rule.id for rule in ruleset.rules]],
        "the packs that are named": recipe.packs,
        "the columns": [wanted.columns, wanted.actions, wanted.key, wanted.ignored],
        "the day": [str(wanted.today), str(wanted.as_of)],
        "the output": [job.out, job.out_table],
    }


def _identity(job: Job) -> list[Any]:
    """What tells one state of an input from another: size, time of change, beginning and end."""
    if job.input == STREAM or format_of(job.input) == "postgres":
        return [job.input, job.table]
    path = Path(job.input)
    stat = path.stat()
    with path.open("rb") as file:
        ends = hashlib.sha256(file.read(_ENDS))
        file.seek(max(0, stat.st_size - _ENDS))
        ends.update(file.read(_ENDS))
    return [os.path.abspath(path), job.table, stat.st_size, stat.st_mtime_ns, ends.hexdigest()]  # noqa: PTH100
