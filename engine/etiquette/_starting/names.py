"""Names of new packs, plugins and rules: which can be used, and what is wrong with the others."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["pack_name_problem", "plugin_name_problem", "rule_id_problem", "title_of"]

_PACK: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PLUGIN: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_RULE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+")
_NO_WORDS: Final = frozenset({"true", "false", "null", "none"})
"""What YAML, or a condition, reads as something else than a word."""
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""Names that no folder can have on Windows."""
_LONGEST: Final = 60


def pack_name_problem(name: str) -> str:
    """Why a pack can't have this name, and which it could have; empty if it can."""
    allowed = "lower-case letters, digits and single hyphens, beginning with a letter"
    return _problem(name, _PACK, "a pack", allowed, "-")


def plugin_name_problem(name: str) -> str:
    """Why a plugin can't have this name, and which it could have; empty if it can."""
    allowed = "lower-case letters, digits and single underscores, beginning with a letter"
    return _problem(name, _PLUGIN, "a plugin", allowed, "_")


def rule_id_problem(rule_id: str) -> str:
    """Why a rule can't have this id, and which it could have; empty if it can."""
    if len(rule_id) > _LONGEST:
        return f"The id of a rule has at most {_LONGEST} characters; this one has {len(rule_id)}. Shorten it."
    if _RULE.fullmatch(rule_id):
        return ""
    near = "/".join(part for part in (_slug(each, "-") for each in rule_id.split("/")) if part)
    hint = f"Did you mean {near}?" if _RULE.fullmatch(near) else "Write a topic, a slash and what it says."
    letters = "lower-case letters, digits and hyphens"
    return f"A rule can't have the id {rule_id!r}: it is topic/name, of {letters}. {hint}"


def title_of(name: str) -> str:
    """A name as a title: ``my-pack`` becomes ``My pack``."""
    words = re.sub(r"[-_]", " ", name)
    return words[:1].upper() + words[1:]


def _problem(name: str, allowed: re.Pattern[str], kind: str, letters: str, joint: str) -> str:
    if not name:
        return f"The name of {kind} can't be empty. Write one of {letters}."
    if len(name) > _LONGEST:
        return f"The name of {kind} has at most {_LONGEST} characters; this one has {len(name)}. Shorten it."
    if name.lower() in _NO_WORDS:
        return f"The name {name!r} is a word with a meaning of its own. Choose another one."
    if name.lower() in _DEVICES:
        return f"No folder can be called {name!r} on Windows. Choose another name."
    if allowed.fullmatch(name):
        return ""
    if "/" in name or "\\" in name or name in (".", ".."):
        return f"{name!r} is a path, not a name. Name only the folder that is to be made; --in says where."
    near = _slug(name, joint)
    hint = f" Did you mean {near}?" if allowed.fullmatch(near) else ""
    return f"{kind[:1].upper()}{kind[1:]} can't be called {name!r}: its name is of {letters}.{hint}"


def _slug(text: str, joint: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)
