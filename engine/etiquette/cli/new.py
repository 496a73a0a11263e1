"""``etiquette new``: things to begin with."""

from __future__ import annotations

import click

from ._lazy import LazyGroup, show_help

__all__ = ["command"]

_COMMANDS = {
    "facts": ("etiquette.cli.new_facts", "Ask what matters and write a facts file."),
    "pack": ("etiquette.cli.new_pack", "Make the folder of a rule pack, with a first rule and its tests."),
    "rule": ("etiquette.cli.new_rule", "Add a rule to a pack, to be filled in."),
    "plugin": ("etiquette.cli.new_plugin", "Make a Python project that adds a channel."),
}


@click.group(name="new", cls=LazyGroup, lazy=_COMMANDS)
def command() -> None:
    """Start a facts file, a rule pack, a rule or a plugin. Nothing that is there is written over."""
    show_help()
