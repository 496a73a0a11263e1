"""The files of a new plugin, and the names that are taken."""

from __future__ import annotations

from etiquette.loading import load
from etiquette.plugins import collect

from .names import title_of
from .templates import filled

__all__ = ["plugin_files", "word_taken"]


def plugin_files(name: str) -> dict[str, str]:
    """The files of a new plugin by their path in its folder. ``name`` is one that a plugin can have."""
    words = {"name": name, "dashed": name.replace("_", "-"), "title": title_of(name)}
    return filled("plugin", words)


def word_taken(name: str) -> str:
    """Why a plugin and its channel can't be called so, since something else is; empty if they can.

    Raises :class:`etiquette.RulesError` when the packs that are used when none is named can't be.
    """
    if any(each.name == name for each in collect().plugins):
        return f"A plugin {name} is installed already. Choose another name."
    ruleset = load()
    if name in ruleset.channels:
        title = ruleset.channels[name].title
        return f"There is a channel {name} already ({title}), and a plugin adds one. Choose another name."
    if any(path == name or path.startswith(f"{name}.") for path in ruleset.vocabulary.facts):
        return f"Facts have a part {name} already, and a plugin adds one under its name. Choose another name."
    return ""
