"""Proposed cases as the text of a suite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import yaml

from etiquette._formatting.formatting import formatted
from etiquette._reading.formats import is_date

from .bench import Bench
from .generate import Proposal
from .model import Setting

__all__ = ["suite_text"]

_HEADER: Final = """\
# Proposed by `etiquette test --generate`, with what the pack says now. Read each case: if the answer is what
# you would say yourself, take `confirm: true` away; if it isn't, correct the pack.
"""


def suite_text(bench: Bench, setting: Setting, proposals: Sequence[Proposal]) -> str:
    """A suite that holds the proposals, in the setting that they were found in and in the usual layout."""
    head: dict[str, Any] = {"title": f"Proposed for {bench.name}"}
    if setting.packs:
        head["packs"] = list(setting.packs)
    if setting.plugins is not None:
        head["plugins"] = list(setting.plugins)
    parts = [_HEADER, _dumped(head)]
    for kind in ("days", "cases"):
        mine = [proposal.data for proposal in proposals if proposal.kind == kind]
        if mine:
            parts.append(f"\n{kind}:\n" + "\n".join(_item(each) for each in mine))
    text = "".join(parts)
    laid_out, _ = formatted(text, "proposed.yaml")
    return laid_out.text if laid_out else text


def _item(data: Any) -> str:
    lines = _dumped(data).splitlines()
    return "".join(f"{'  - ' if number == 0 else '    '}{line}\n" for number, line in enumerate(lines))


def _dumped(data: Any) -> str:
    """Collections of single values on one line, days without quotes."""
    text: str = yaml.dump(
        _Block(_with_days(data)),
        Dumper=_Dumper,
        sort_keys=False,
        default_flow_style=None,
        allow_unicode=True,
        width=100,
    )
    return text


class _Block(dict[str, Any]):
    """A mapping that has a line for each key."""


class _Dumper(yaml.SafeDumper):
    """Writes what PyYAML's own would, but for :class:`_Block`."""


_Dumper.add_representer(
    _Block,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=False),
)


def _with_days(data: Any) -> Any:
    """``data`` with dates in place of their words, which YAML would otherwise put in quotes."""
    if isinstance(data, dict):
        return {_with_days(key): _with_days(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_days(each) for each in data]
    return date.fromisoformat(data) if isinstance(data, str) and is_date(data) else data
