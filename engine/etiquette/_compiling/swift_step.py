"""Code that takes the proposed step: from the mapping ``v`` to ``step``, with its message."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from etiquette.facts import Message, Step
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl, read_vocabulary

from .swift_checks import Lend
from .swift_objects import made
from .swift_schema import CLOCK, Spot, fits, is_plain_mapping
from .swift_values import keyed, taken
from .trees import constant, name, statements

__all__ = ["step_taken"]

_PARTS: Final = ("action", "date", "time", "channel", "to", "via", "person", "message")
_NO_TEXT: Final = statements("if type(v) is str: return None")
"""A blank is no list, and the other reader takes it for an empty one."""
_BRANCHES: Final = ("string", "null", "object")


def step_taken(
    schema: Mapping[str, Any], ruleset: Ruleset, lend: Lend, *, passed: bool
) -> list[ast.stmt] | None:
    """The code that takes what is proposed, ``None`` where the schema is none that this module knows.

    A key that it doesn't know the schema of stays uncounted, so that others look at it. ``passed`` lets the
    day of the step be one before today.
    """
    if not is_plain_mapping(schema):
        return None
    taking: list[ast.stmt] = []
    for spot in _spots(schema):
        key = spot.decl.name
        if key == "message":
            code = _message_taken(spot.schema, ruleset, lend)
        elif key in _PARTS and not spot.decl.can_be_none:
            code = taken(spot, statements("PART = v", PART=name(f"p_{key}")), lend)
        else:
            continue
        if code is not None:
            taking += keyed(key, "s", "k", code, required=spot.required)
    values = {"day" if part == "date" else "at" if part == "time" else part: part for part in _PARTS}
    held = {slot: name(f"p_{part}") for slot, part in values.items()}
    late = statements("pass" if passed else "return None")
    step = made("step", Step, held, lend)
    return statements(_STEP, TAKING=taking, LATE=late, MADE=step)


_STEP: Final = """
if type(v) is dict:
    s = v
    k = 0
    p_action = p_date = p_time = p_channel = p_to = p_via = p_person = p_message = None
    TAKING
    if k != len(s):
        return None
    if p_action is not None:
        if p_date is None:
            p_date = today
            assumed["proposed.date"] = today.isoformat()
        elif p_date < today:
            LATE
        MADE
    elif not (
        p_date is p_time is p_channel is p_to is p_via is p_person is p_message is None
    ):
        return None
elif v is not None:
    return None
"""


def _spots(schema: Mapping[str, Any]) -> list[Spot]:
    """The keys of a mapping that stands in every facts file, declared like facts."""
    declared = read_vocabulary({"properties": {"v": {**schema, "type": "object"}}})
    needed = schema.get("required", ())
    found = []
    for decl in declared.facts.values():
        own = schema["properties"][decl.name]
        if own.get("pattern") == CLOCK and "format" not in own:
            decl, own = replace(decl, kind="time"), {**own, "format": "time"}
        found.append(Spot(decl, own, decl.name in needed))
    return found


def _message_taken(schema: Mapping[str, Any], ruleset: Ruleset, lend: Lend) -> list[ast.stmt] | None:
    """The code that takes the message: its text, or a mapping that describes it."""
    details = _details(schema)
    if details is None:
        return None
    taking: list[ast.stmt] = []
    for spot in sorted(_spots(details), key=lambda each: each.decl.name):
        keep = _detail_kept(spot.decl, ruleset)
        if keep is not None:
            code = [*(_NO_TEXT if spot.decl.name == "says" else ()), *taken(spot, keep, lend)]
            taking += keyed(spot.decl.name, "d", "c", code, required=spot.required)
    held = {part: name(part) for part in ("text", "subject", "lengths", "says")}
    nothing = {"reading": constant(None), "draft": constant(None)}
    message = made("p_message", Message, {**held, **nothing}, lend)
    return statements(_MESSAGE, TAKING=taking, MADE=message, MEASURES=lend(ruleset.measures))


def _details(schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The schema of a message as a mapping, where it may be a text, a mapping or nothing at all."""
    branches = {str(branch.get("type")): branch for branch in schema.get("anyOf", ())}
    alone = all(fits(branches.get(kind, {"type": "none"}), kind) for kind in _BRANCHES[:2])
    details = branches.get("object", {"type": "none"})
    known = alone and len(branches) == len(schema["anyOf"]) == len(_BRANCHES) and is_plain_mapping(details)
    return details if known else None


_MESSAGE: Final = """
lengths = {}
subject = UNKNOWN
text = says = None
if type(v) is dict:
    d = v
    c = 0
    TAKING
    if c != len(d) or text is not None and lengths and not measures_as_told(text, lengths, MEASURES):
        return None
    MADE
elif v is not None:
    if type(v) is not str:
        return None
    text = v.strip()
    if text:
        MADE
"""


def _detail_kept(decl: FactDecl, ruleset: Ruleset) -> list[ast.stmt] | None:
    """What becomes of one detail of a message; ``None`` where that is for others to say."""
    if decl.name == "subject":
        return statements("subject = v")
    if decl.can_be_none:
        return None
    if decl.name == "text":
        return statements("text = v.strip()")
    if decl.name == "says" and decl.kind in ("words", "texts"):
        return statements("says = frozenset(v)")
    if decl.kind == "number" and decl.name in ("characters", "words", *ruleset.measures):
        return statements("lengths[UNIT] = v", UNIT=constant(decl.name))
    return None
