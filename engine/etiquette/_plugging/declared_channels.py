"""Channels that a plugin declares, and the rule that their hours and weekdays amount to.

Hours are no property of a channel in the engine: what a plugin declares about them is written out as a rule
in the notation of a pack, so that it is combined, explained and proved like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from etiquette._nouns import dataclass
from etiquette._reading.yaml import Document, parse
from etiquette.model import Channel

from .plugin_problems import Origin, PluginError, did_you_mean, kind_of, rubbish

__all__ = ["DeclaredHours", "read_channel"]

_HOOK: Final = "etiquette_channels"
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_INTERVAL: Final = re.compile(rf"({_TIME}) to ({_TIME})")
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KEYS: Final = ("title", "medium", "unit", "phrase", "hours", "weekdays")


@dataclass(frozen=True)
class DeclaredHours:
    """When a channel may be used: the keys of a rule's ``hours`` and ``weekdays``, either may be missing."""

    channel: Channel
    says: Mapping[str, Mapping[str, Any]]

    def document(self, phases: Sequence[str]) -> Document:
        """The rule for this channel in ``phases``, as a file of rules."""
        name = self.channel.id.replace("_", "-")
        rule = {
            "id": f"{name}/declared-hours",
            "title": f"When {self.channel.title} may be used",
            "action": {"phase": list(phases)},
            "for": {"channel": self.channel.id},
            **self.says,
            "because": f"The plugin {self.channel.owner} declares these hours and days for the channel.",
        }
        text = json.dumps({"rules": [rule]}, ensure_ascii=False, indent=2)
        document, found = parse(text, f"plugins/{self.channel.owner}/declared-hours")
        if document is None:
            raise ValueError(found)
        return document


def read_channel(origin: Origin, id: str, given: object) -> tuple[Channel, DeclaredHours | None]:  # noqa: A002 - the word of Channel
    """One entry of what ``etiquette_channels`` returns. Raises :class:`PluginError` if it doesn't fit."""
    if not _ID.fullmatch(id):
        raise _wrong(origin, f"the channel {id!r} has a name other than lower-case letters, digits and _")
    what = f"the channel {id!r}"
    if not isinstance(given, Mapping):
        raise _wrong(origin, f"{what} is {kind_of(given)} instead of a mapping")
    for key in given:
        if key not in _KEYS:
            raise _wrong(origin, f"{what} has the unknown key {key!r}.", did_you_mean(str(key), _KEYS))
    for key in ("title", "medium", "unit", "phrase"):
        if not isinstance(given.get(key, ""), str):
            raise _wrong(origin, f"the {key} of {what} is {kind_of(given[key])} instead of a text")
    title: str = given.get("title", "").strip()
    if not title:
        raise _wrong(origin, f"{what} has no title")
    medium: Literal["written", "spoken"] = given.get("medium", "written")
    if medium not in ("written", "spoken"):
        raise _wrong(origin, f"the medium of {what} is {medium!r}, not written or spoken")
    channel = Channel(
        id, title, medium, given.get("unit", "words"), origin.name, given.get("phrase", f"by {title}")
    )
    says = {
        key: read
        for key, read in (
            ("hours", _hours(origin, what, given.get("hours"))),
            ("weekdays", _weekdays(origin, what, given.get("weekdays"))),
        )
        if read
    }
    return channel, DeclaredHours(channel, says) if says else None


def _hours(origin: Origin, what: str, given: object) -> dict[str, str]:
    found = _parts(origin, f"the hours of {what}", given, ("only", "prefer"))
    for key, value in found.items():
        interval = _INTERVAL.fullmatch(value) if isinstance(value, str) else None
        if interval is None or interval[1] > interval[2]:
            raise _wrong(
                origin,
                f"{key!r} in the hours of {what} is not an interval within one day.",
                "It looks like this: 08:00 to 20:00.",
            )
    return found


def _weekdays(origin: Origin, what: str, given: object) -> dict[str, list[str]]:
    found = _parts(origin, f"the weekdays of {what}", given, ("only", "never", "prefer"))
    for key, value in found.items():
        if not isinstance(value, (list, tuple)) or not all(day in _DAYS for day in value) or not value:
            raise _wrong(
                origin,
                f"{key!r} in the weekdays of {what} is not a list of weekdays.",
                "It looks like this: [monday, tuesday].",
            )
    return {key: list(value) for key, value in found.items()}


def _parts(origin: Origin, what: str, given: object, keys: Sequence[str]) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise _wrong(origin, f"{what} are {kind_of(given)} instead of a mapping")
    for key in given:
        if key not in keys:
            raise _wrong(origin, f"{what} have the unknown key {key!r}.", did_you_mean(str(key), keys))
    return dict(given)


def _wrong(origin: Origin, text: str, hint: str = "") -> PluginError:
    return PluginError(rubbish(origin, _HOOK, text, hint))
