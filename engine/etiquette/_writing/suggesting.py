"""A sentence for one concept by itself: what a message that lacks it could say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etiquette._nouns import replace
from etiquette.ruleset import Ruleset

from .filling import Message, ranked
from .speaking import wordings_in

__all__ = ["wording_for"]


def wording_for(
    ruleset: Ruleset,
    concept: str,
    action: str,
    channel: str,
    *,
    told: Mapping[str, Any] | None = None,
    language: str = "",
) -> str:
    """The plainest sentence that says ``concept`` in such a message; empty where no pack has one.

    That is the one with the fewest gaps, and of those the shortest. ``told`` are facts by path that fill
    slots; what they don't tell is a visible gap, also where a draft would rather leave the sentence out.
    ``language`` is that of the message.
    """
    of = wordings_in(ruleset, language)
    if of is None:
        return ""
    freely = [replace(each, needs=()) for each in of.sentences.get(concept, ())]
    found = ranked(freely, of, ruleset, Message(action, channel, told=told or {}))
    return min(found, key=lambda each: (len(each.gaps), len(each.text))).text if found else ""
