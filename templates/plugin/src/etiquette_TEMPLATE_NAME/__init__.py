"""TEMPLATE_TITLE as a channel: the words that describe it, and a file of rules."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from etiquette import hookimpl

__all__ = ["etiquette_channels", "etiquette_rules"]


@hookimpl
def etiquette_channels() -> Mapping[str, Mapping[str, Any]]:
    """The channel, with hours that bind, in the zone of whoever gets the message."""
    return {
        "TEMPLATE_NAME": {
            "title": "TEMPLATE_TITLE",
            "medium": "written",
            "unit": "characters",
            "phrase": "by TEMPLATE_TITLE",
            "hours": {"only": "08:00 to 20:00"},
        }
    }


@hookimpl
def etiquette_rules() -> Iterable[Traversable]:
    """What goes and what doesn't, as data."""
    return [files(__name__) / "rules.yaml"]
