"""What generated packs speak of: a vocabulary of 34 facts of every kind, and a manifest without rules.

The vocabulary stays the same however many rules there are, so that they meet each other often; actions and
phases grow with the number of rules, as the topics of a real pack do.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = [
    "AVOIDABLE",
    "CHANNELS",
    "DATES",
    "DEFINED_BY",
    "FLAGS",
    "KINDS",
    "LISTS",
    "OPENED",
    "RECIPIENTS",
    "SAYABLE",
    "SIZES",
    "WISHED",
    "WORDS",
    "manifest",
    "vocabulary",
]

OPENED: Final = "case.opened"
WISHED: Final = "case.wished"
DATES: Final = tuple(f"day.d{n}" for n in range(1, 5))
FLAGS: Final = tuple(f"flag.f{n}" for n in range(1, 9))
KINDS: Final = tuple(f"kind.k{n}" for n in range(1, 9))
SIZES: Final = {f"size.n{n}": (0, 8 + 4 * n) for n in range(1, 9)}
LISTS: Final = tuple(f"list.w{n}" for n in range(1, 5))
WORDS: Final = ("red", "green", "blue", "white", "black", "grey")

DEFINED_BY: Final = ("flag.f1", "flag.f2", "kind.k1", "size.n8")
"""Facts that only the definitions ask about, so that a condition can't contradict itself."""

CHANNELS: Final = ("letter", "phone", "wire", "fax", "courier", "desk")
RECIPIENTS: Final = ("owner", "clerk", "keeper", "board")
SAYABLE: Final = tuple(f"say_{word}" for word in WORDS)
AVOIDABLE: Final = tuple(f"leave_{word}" for word in WORDS[:4])


def vocabulary() -> dict[str, Any]:
    """The facts, as a JSON Schema."""
    day = {"type": "string", "format": "date"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Facts of a generated case",
        "type": "object",
        "required": ["case"],
        "properties": {
            "case": {
                "title": "The case",
                "type": "object",
                "required": ["opened"],
                "properties": {
                    "opened": _fact("opened", day),
                    "wished": _fact("wished", {"type": "string", "x-words": "channels", "x-none": True}),
                },
            },
            "day": _section(DATES, {**day, "x-none": True, "x-assume": {"value": "none"}}),
            "flag": _section(FLAGS, {"type": "boolean"}),
            "kind": _section(KINDS, {"type": "string", "enum": list(WORDS)}),
            "size": {
                **_section(SIZES, {}),
                "properties": {
                    path.partition(".")[2]: _fact(
                        path, {"type": "integer", "minimum": least, "maximum": most}
                    )
                    for path, (least, most) in SIZES.items()
                },
            },
            "list": _section(LISTS, {"type": "array", "items": {"type": "string", "enum": list(WORDS)}}),
        },
    }


def _section(paths: Any, shape: dict[str, Any]) -> dict[str, Any]:
    names = [path.partition(".")[2] for path in paths]
    return {
        "title": "Facts of one kind",
        "type": "object",
        "properties": {name: _fact(name, shape) for name in names},
    }


def _fact(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {**shape, "title": f"The fact {name}", "x-ask": f"What about {name}?"}


def manifest(actions: dict[str, str]) -> dict[str, Any]:
    """The manifest of a pack with these actions, each with its phase."""
    return {
        "pack": "generated",
        "version": "1.0.0",
        "format": 1,
        "title": "A generated pack",
        "authors": ["A generator"],
        "language": "en",
        "vocabulary": "facts.schema.json",
        "phases": {phase: {"title": f"The {phase}"} for phase in sorted(set(actions.values()))},
        "parameters": {
            "pause": {"type": "days", "default": 5, "range": [2, 9], "title": "A pause"},
            "longest": {"type": "count", "default": 150, "range": [100, 400], "title": "The longest message"},
        },
        "actions": {
            name: {
                "title": f"The action {name}",
                "phase": phase,
                **({"done_when": {FLAGS[number % len(FLAGS)]: True}} if number % 3 == 0 else {}),
            }
            for number, (name, phase) in enumerate(actions.items())
        },
        "channels": {
            each: {
                "title": each,
                "phrase": f"by {each}",
                "medium": "spoken" if each == "phone" else "written",
            }
            for each in CHANNELS
        },
        "recipients": {each: {"title": each, "phrase": f"to the {each}"} for each in RECIPIENTS},
        "carriers": {each: {"title": each, "phrase": f"through the {each}"} for each in ("direct", "agent")},
        "concepts": {each: {"title": each.replace("_", " "), "room": 30} for each in (*SAYABLE, *AVOIDABLE)},
        "definitions": {
            "quiet": {"when": {"flag.f1": False, "kind.k1": "grey"}},
            "hurried": {"when": {"any": [{"flag.f2": True}, {"size.n8": {"at_least": 30}}]}},
        },
        "impossible": [
            {"title": "The first day can't come before the opening", "when": {DATES[0]: {"before": OPENED}}},
        ],
    }
