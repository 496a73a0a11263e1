"""``etiquette new plugin``: a Python project with a channel that passes its own tests."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

__all__ = ["command"]


@click.command(name="plugin")
@click.argument("name")
@click.option(
    "--in",
    "where",
    default=".",
    metavar="DIR",
    type=click.Path(),
    help="Where the folder is made, if not here.",
)
def command(name: str, where: str) -> int:
    """Make the folder etiquette-NAME with a plugin that adds the channel NAME, rules about it, and tests.

    It is a distribution of its own: install it, and every check knows the channel.
    """
    from etiquette._starting.names import plugin_name_problem
    from etiquette._starting.plugins import plugin_files, word_taken

    from ._new import make_folder, refuse
    from ._output import note

    refuse(plugin_name_problem(name))
    refuse(word_taken(name))
    folder = Path(where) / f"etiquette-{name.replace('_', '-')}"
    make_folder(folder, plugin_files(name))
    note(f"Made {folder}, a Python project with the plugin {name}.\n")
    note(f'Next: cd {shlex.quote(str(folder))}, then: pip install --editable ".[dev]" and pytest')
    return 0
