"""Cases as facts files: what they show stands above, and ``etiquette check`` replays them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from textwrap import wrap

import yaml

from etiquette.difference import Advice, Change, Difference

__all__ = ["file_names", "with_files", "written"]

_WIDTH = 90


def written(change: Change) -> str:
    """The facts file of a change that has a case, with what it shows as a comment."""
    assert change.witness is not None  # noqa: S101 - the caller's condition
    comment = [*wrap(f"{change.what}.", _WIDTH)]
    if change.before and change.after and change.before != change.after:
        comment += [
            *wrap(f"Before: {_advice(change.before)}.", _WIDTH),
            *wrap(f"Now: {_advice(change.after)}.", _WIDTH),
        ]
    lines = "".join(f"# {line}\n" for line in comment)
    facts = yaml.safe_dump(dict(change.witness.facts), sort_keys=False, allow_unicode=True, width=_WIDTH)
    return f"{lines}{_days(facts)}"


def _days(text: str) -> str:
    """Days as a person writes them, without the quotation marks that keep them texts."""
    return re.sub(r"'(\d{4}-\d{2}-\d{2})'", r"\1", text)


def _advice(advice: Advice) -> str:
    parts = [advice.status.replace("_", " ")]
    parts += [f"not before {advice.not_before}"] if advice.not_before else []
    parts += [f"ideally by {advice.ideally_by}"] if advice.ideally_by else []
    parts += [f"not after {advice.not_after}"] if advice.not_after else []
    parts += [f"by {', '.join(advice.channels)}"] if advice.channels else []
    parts += [f"the step gets: {advice.step}"] if advice.step else []
    return "; ".join(parts)


def file_names(found: Difference) -> dict[int, str]:
    """A name for the case of each change, by the place of the change: ``01-ask-later.yaml``."""
    names: dict[int, str] = {}
    for action in found.actions:
        for change in action.changes:
            if change.witness is not None:
                number = len(names) + 1
                names[id(change)] = f"{number:02}-{action.action}-{change.kind}.yaml".replace("_", "-")
    return names


def with_files(found: Difference, folder: Path) -> tuple[Difference, dict[Path, str]]:
    """The difference with each case's file, and the texts of the files. Nothing is written yet."""
    names = file_names(found)
    texts: dict[Path, str] = {}

    def named(change: Change) -> Change:
        if change.witness is None:
            return change
        path = folder / names[id(change)]
        texts[path] = written(change)
        return replace(change, witness=replace(change.witness, file=path.as_posix()))

    actions = tuple(
        replace(action, changes=tuple(named(each) for each in action.changes)) for action in found.actions
    )
    return replace(found, actions=actions), texts
