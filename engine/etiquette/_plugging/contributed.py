"""What one plugin contributes: the results of its hooks, checked and turned into the engine's own nouns.

There is one small reader for each hook. It yields the field of :class:`Contribution` that something goes to,
together with the thing; what doesn't fit is a diagnostic. One diagnostic is enough for the plugin to be
left out as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from itertools import islice
from typing import Any, Final, TypeAlias

from etiquette._nouns import dataclass
from etiquette._reading.yaml import Document, parse, read
from etiquette.diagnostics import Diagnostic
from etiquette.model import Channel
from etiquette.ruleset import Measure, OutputFormat, Reviewer

from .declared_channels import DeclaredHours, read_channel
from .declared_facts import read_facts
from .guarded import guarded_format, guarded_measure, guarded_reviewer
from .pack_names import MANIFEST, name_of
from .plugin_problems import Origin, PluginError, failure, kind_of, rubbish, unreadable

__all__ = ["BUILT_IN_FORMATS", "BUILT_IN_UNITS", "Contribution", "contribution_of"]

BUILT_IN_UNITS: Final = frozenset({"words", "characters"})
BUILT_IN_FORMATS: Final = frozenset({"text", "json", "sarif", "junit", "github"})

_MAX_ITEMS: Final = 1000
_MAX_BYTES: Final = 1024 * 1024
_UNIT: Final = re.compile(r"[a-z][a-z0-9_]*")
_FORMAT: Final = re.compile(r"[a-z][a-z0-9-]*")

_Part: TypeAlias = Diagnostic | tuple[str, Any]


@dataclass(frozen=True)
class Contribution:
    """Everything that one plugin contributes, in the order of its names."""

    origin: Origin
    rule_documents: tuple[Document, ...] = ()
    hours: tuple[DeclaredHours, ...] = ()
    pack_folders: tuple[Traversable, ...] = ()
    pack_names: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    facts: Mapping[str, Any] | None = None
    measures: tuple[Measure, ...] = ()
    formats: tuple[tuple[str, OutputFormat], ...] = ()
    reviewers: tuple[Reviewer, ...] = ()


def contribution_of(
    origin: Origin, hooks: Mapping[str, Callable[..., object]]
) -> tuple[Contribution | None, tuple[Diagnostic, ...]]:
    """Call each hook of one plugin once and read its result; ``None`` and all reasons if any doesn't fit."""
    parts: dict[str, list[Any]] = {}
    found: list[Diagnostic] = []
    for hook, reader in _READERS.items():
        if hook not in hooks:
            continue
        try:
            for part in reader(origin, hooks[hook]):
                if isinstance(part, Diagnostic):
                    found.append(part)
                else:
                    parts.setdefault(part[0], []).append(part[1])
        except PluginError as problem:
            found.append(problem.diagnostic)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin's failure is its own, whatever it is
            found.append(failure("E505", origin, f"failed in {hook}", error))
    if found:
        return None, tuple(found)
    return Contribution(
        origin,
        rule_documents=tuple(sorted(parts.get("rule_documents", ()), key=lambda each: each.file)),
        hours=tuple(sorted(parts.get("hours", ()), key=lambda each: each.channel.id)),
        pack_folders=tuple(sorted(parts.get("pack_folders", ()), key=lambda each: each.name)),
        pack_names=tuple(sorted(set(parts.get("pack_names", ())))),
        channels=tuple(sorted(parts.get("channels", ()), key=lambda each: each.id)),
        facts=next(iter(parts.get("facts", ())), None),
        measures=tuple(sorted(parts.get("measures", ()), key=lambda each: each.unit)),
        formats=tuple(sorted(parts.get("formats", ()))),
        reviewers=tuple(parts.get("reviewers", ())),
    ), ()


def _rules(origin: Origin, hook: Callable[..., object]) -> Iterator[_Part]:
    name = "etiquette_rules"
    seen: set[str] = set()
    for entry in _entries(origin, name, hook()):
        given: Traversable | str
        match entry:
            case (str(label), str(text)):
                given = text
            case Traversable():
                label, given = entry.name, entry
            case _:
                raise _wrong(origin, name, f"{kind_of(entry)} instead of a file or a (label, text)")
        if label in seen:
            raise _wrong(origin, name, f"two files called {label!r}")
        seen.add(label)
        place = f"plugins/{origin.name}/{label}"
        document, problems = parse(given, place) if isinstance(given, str) else read(given, place, _MAX_BYTES)
        if document is None:
            yield unreadable(origin, problems[0])
            yield from problems
        else:
            yield "rule_documents", document


def _packs(origin: Origin, hook: Callable[..., object]) -> Iterator[_Part]:
    name = "etiquette_packs"
    for entry in _entries(origin, name, hook()):
        if not isinstance(entry, Traversable):
            raise _wrong(origin, name, f"{kind_of(entry)} instead of a folder")
        if not (entry / MANIFEST).is_file():
            raise _wrong(origin, name, f"a folder {entry.name!r} without a {MANIFEST}")
        yield "pack_folders", entry
        yield "pack_names", name_of(entry)


def _channels(origin: Origin, hook: Callable[..., object]) -> Iterator[_Part]:
    for id, given in _items(origin, "etiquette_channels", hook()).items():  # noqa: A001 - the word of Channel
        channel, hours = read_channel(origin, id, given)
        yield "channels", channel
        if hours:
            yield "hours", hours


def _facts(origin: Origin, hook: Callable[..., object]) -> Iterator[_Part]:
    yield "facts", read_facts(origin, _items(origin, "etiquette_facts", hook()))


def _measures(origin: Origin, hook: Callable[..., object]) -> Iterator[_Part]:
    name = "etiquette_measures"
    for unit, measure in _items(origin, name, hook()).items():
        if not isinstance(measure, Measure) or measure.unit != unit:
            raise _wrong(origin, name, f"the unit {unit!r} is not a Measure of that unit")
        if not _UNIT.fullmatch(unit):
            raise _wrong(origin, name, f"the unit {unit!r} is not lower-case letters, digits and _")
        if unit in BUILT_IN_UNITS:
            raise _wrong(origin, name, f"the unit {unit!r} is built in")
        if not callable(measure.count) or not isinstance(measure.characters, int) or measure.characters < 1:
            raise _wrong(
                origin, name, f"the unit {unit!r} needs a count function and characters of at least 1"
            )
        yield "measures", guarded_measure(origin, measure)


def _formats(origin: Origin, hook: Callable[..., object]) -> Iterator[_Part]:
    name = "etiquette_output_formats"
    for format_, write in _items(origin, name, hook()).items():
        if not _FORMAT.fullmatch(format_):
            raise _wrong(
                origin, name, f"the format {format_!r} is not lower-case letters, digits and hyphens"
            )
        if format_ in BUILT_IN_FORMATS:
            raise _wrong(origin, name, f"the format {format_!r} is built in")
        if not callable(write):
            raise _wrong(origin, name, f"the format {format_!r} is {kind_of(write)} instead of a function")
        yield "formats", (format_, guarded_format(origin, format_, write))


def _reviewer(origin: Origin, hook: Callable[..., object]) -> Iterator[_Part]:
    yield "reviewers", guarded_reviewer(origin, hook)


_READERS: Final[Mapping[str, Callable[[Origin, Callable[..., object]], Iterator[_Part]]]] = {
    "etiquette_rules": _rules,
    "etiquette_packs": _packs,
    "etiquette_channels": _channels,
    "etiquette_facts": _facts,
    "etiquette_measures": _measures,
    "etiquette_review_message": _reviewer,
    "etiquette_output_formats": _formats,
}


def _entries(origin: Origin, hook: str, result: object) -> list[object]:
    """What an iterable holds; a text or a mapping isn't meant by one."""
    if isinstance(result, (str, bytes, Mapping)) or not isinstance(result, Iterable):
        raise _wrong(origin, hook, f"{kind_of(result)} instead of a list")
    return _bounded(origin, hook, result)


def _items(origin: Origin, hook: str, result: object) -> dict[str, object]:
    """A mapping whose keys are words, as a plain one."""
    if not isinstance(result, Mapping):
        raise _wrong(origin, hook, f"{kind_of(result)} instead of a mapping")
    found: dict[str, object] = dict(_bounded(origin, hook, result.items()))
    for key in found:
        if not isinstance(key, str):
            raise _wrong(origin, hook, f"{kind_of(key)} for a name")
    return found


def _bounded(origin: Origin, hook: str, entries: Iterable[Any]) -> list[Any]:
    found = list(islice(entries, _MAX_ITEMS + 1))
    if len(found) > _MAX_ITEMS:
        raise _wrong(origin, hook, f"more than {_MAX_ITEMS} entries")
    return found


def _wrong(origin: Origin, hook: str, text: str) -> PluginError:
    return PluginError(rubbish(origin, hook, text))
