"""LinkedIn as a channel: for people who are connected, short, and not at night."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from etiquette import hookimpl

__all__ = ["etiquette_channels", "etiquette_facts", "etiquette_rules"]


@hookimpl
def etiquette_channels() -> Mapping[str, Mapping[str, Any]]:
    """The channel, with hours that bind: most people have its messages ring on their phone."""
    return {
        "linkedin": {
            "title": "LinkedIn",
            "medium": "written",
            "unit": "characters",
            "phrase": "on LinkedIn",
            "hours": {"only": "08:00 to 20:00"},
        }
    }


@hookimpl
def etiquette_facts() -> Mapping[str, Mapping[str, Any]]:
    """One fact more, ``linkedin.connected``."""
    return {
        "linkedin": {
            "title": "LinkedIn",
            "description": "How you and the interviewers know each other on LinkedIn.",
            "properties": {
                "connected": {
                    "title": "You are connected",
                    "description": "Whether they have accepted you as a contact on LinkedIn.",
                    "type": "boolean",
                    "x-ask": "Are you connected with them on LinkedIn?",
                    "x-assume": {"value": False},
                    "examples": [True],
                }
            },
        }
    }


@hookimpl
def etiquette_rules() -> Iterable[Traversable]:
    """What goes and what doesn't, as data."""
    return [files(__name__) / "rules.yaml"]
