"""The usual call, answered at once: ``etiquette check FILE...`` with plain options and facts that are all
right.

Most of the time of a short command goes into loading what it might need: a parser of arguments, one of
YAML, one of schemas, what finds plugins. Here only what such a call does need is loaded. Whatever isn't
plain (another command, an option that isn't known here, a file with something wrong in it, rules that
aren't kept) is left to the usual way, before a word has been written: so there is one answer, and two ways
to it.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from etiquette.report import Report
    from etiquette.ruleset import Ruleset

__all__ = ["answered"]

_COMMAND = "check"
_FORMATS = ("text", "json")
_FEW = 8
_MOST_BYTES = 256 * 1024
_DAY = len("2026-11-23")
_WITH_VALUE = {
    "--format": "format", "-f": "format", "--today": "today",
    "--pack": "packs", "--path": "paths", "--plugins": "plugins",
}  # fmt: skip
_SEVERAL = ("packs", "paths")
_SWITCHES = {"-v": "verbose", "--verbose": "verbose", "--no-plugins": "no_plugins"}


def answered(args: list[str]) -> int | None:
    """The exit code of a command that has been carried out; ``None`` where nothing has happened yet."""
    wanted = _wanted(args)
    if wanted is None:
        return None
    today = _day(wanted.get("today"))
    if today is None and "today" in wanted:
        return None
    collecting = gc.isenabled()
    if len(wanted["facts"]) <= _FEW:
        gc.disable()  # a process this short leaves nothing that is worth looking for
    try:
        return _answered(wanted, today)
    finally:
        if collecting:
            gc.enable()


def _answered(wanted: Mapping[str, Any], today: date | None) -> int | None:
    try:
        answers = _answers(wanted, today)
        text = _written(wanted, answers) if answers else ""
    except Exception:  # noqa: BLE001 - whatever it is, the usual way says it better
        return None
    if not answers:
        return None
    if wanted.get("format") == "json":
        from ._output import write_document

        write_document(text)
    else:
        sys.stdout.write(text)
    _remember(answers)
    return max(report.exit_code for _, report in answers)


def _remember(answers: list[tuple[Ruleset, Report]]) -> None:
    """Keep what these rules were compiled to and haven't met before, so that it is there the next time."""
    from etiquette._caching import remember

    for ruleset in {id(each): each for each, _ in answers}.values():
        remember(ruleset)


def _answers(wanted: Mapping[str, Any], today: date | None) -> list[tuple[Ruleset, Report]]:
    """The report on each file, with the rules that made it; nothing where anything isn't plain."""
    answers: list[tuple[Ruleset, Report]] = []
    rulesets: dict[tuple[str, ...], Ruleset | None] = {}
    for name in wanted["facts"]:
        found = _checked(name, wanted, today, rulesets)
        if found is None:
            return []
        answers.append(found)
    return answers


def _wanted(args: list[str]) -> dict[str, Any] | None:
    """The arguments by name; ``None`` where they aren't plain."""
    if args[:1] != [_COMMAND] or "_ETIQUETTE_COMPLETE" in os.environ:
        return None
    found: dict[str, Any] = {"facts": [], "packs": [], "paths": []}
    at = 1
    while at < len(args):
        arg = args[at]
        name, equals, value = arg.partition("=")
        at += 1
        if not arg.startswith("-"):
            found["facts"].append(arg)
        elif arg in _SWITCHES:
            found[_SWITCHES[arg]] = True
        elif name in _WITH_VALUE and (equals == "=" or at < len(args)) and (not equals or name[1] == "-"):
            if not equals:
                value, at = args[at], at + 1
            if not value or value.startswith("-") or _WITH_VALUE[name] in found.keys() - set(_SEVERAL):
                return None
            if _WITH_VALUE[name] in _SEVERAL:
                found[_WITH_VALUE[name]].append(value)
            else:
                found[_WITH_VALUE[name]] = value
        else:
            return None
    if found.get("format", "text") not in _FORMATS or not all(found["facts"]):
        return None
    return found if found["facts"] and not ("plugins" in found and "no_plugins" in found) else None


def _day(told: str | None) -> date | None:
    """A day that is written as the calendar has it; words such as yesterday are for the usual way."""
    from datetime import date

    if told is None or len(told) != _DAY or not told.replace("-", "").isdecimal() or not told.isascii():
        return None
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def _checked(
    name: str, wanted: Mapping[str, Any], today: date | None, rulesets: dict[tuple[str, ...], Ruleset | None]
) -> tuple[Ruleset, Report] | None:
    """The report on one file, with the rules that made it; ``None`` where anything isn't plain."""
    text = _text(name)
    data = _data(text) if text is not None else None
    if text is None or data is None:
        return None
    packs = tuple(wanted["packs"] or _pins(data))
    if packs not in rulesets:
        from etiquette._caching import kept

        rulesets[packs] = kept(*packs, plugins=_plugins(wanted), paths=wanted["paths"])
    ruleset = rulesets[packs]
    if ruleset is None:
        return None
    from ._facts_at_once import facts_of

    facts = facts_of(ruleset, name, text, data, today)
    if facts is None:
        return None
    report = ruleset.check(facts)
    return (ruleset, report) if report.answered else None


def _text(name: str) -> str | None:
    """What stands in a file; ``None`` for whatever is no file of moderate size that holds a text."""
    try:
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb", buffering=0) as stream:  # noqa: PTH123 - pathlib takes longer than all of this
            found = os.fstat(handle)
            if found.st_mode & 0o170000 != 0o100000 or found.st_size > _MOST_BYTES:
                return None
            return stream.read(_MOST_BYTES).decode()
    except (OSError, ValueError):
        return None


def _data(text: str) -> dict[str, Any] | None:
    """The mapping in it, YAML or JSON."""
    if text.lstrip()[:1] == "{":
        from ._json_at_once import plain_json

        return plain_json(text)
    from etiquette._reading.plain_yaml import plain_data

    return plain_data(text)


def _pins(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The packs that the facts name, as :func:`etiquette._reading.pins.pins_in` has it."""
    named = data.get("packs")
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        return ()
    return () if any("/" in each or "\\" in each for each in named) else tuple(named)


def _plugins(wanted: Mapping[str, Any]) -> tuple[str, ...] | None:
    if "no_plugins" in wanted:
        return ()
    if "plugins" not in wanted:
        return None
    return tuple(name for name in (part.strip() for part in wanted["plugins"].split(",")) if name)


def _written(wanted: Mapping[str, Any], answers: list[tuple[Ruleset, Report]]) -> str:
    """All answers as they are to be written."""
    alone = len(answers) == 1
    if wanted.get("format") == "json":
        from ._json_at_once import written

        dicts = [report.to_dict() for _, report in answers]
        return written(dicts[0] if alone else dicts) + "\n"
    from etiquette._text import report_text

    verbose = "verbose" in wanted
    return "\n".join(
        report_text(report, ruleset, sys.stdout, verbose=verbose, heading="" if alone else name)
        for (ruleset, report), name in zip(answers, wanted["facts"], strict=True)
    )
