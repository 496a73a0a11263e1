"""``etiquette new pack``: the folder of a rule pack that can be used, tested and proved at once."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

__all__ = ["command"]


@click.command(name="pack")
@click.argument("name")
@click.option(
    "--standalone", is_flag=True, help="Begin with facts, actions and rules of its own; extend nothing."
)
@click.option(
    "--in",
    "where",
    default=".",
    metavar="DIR",
    type=click.Path(),
    help="Where the folder is made, if not here.",
)
def command(name: str, standalone: bool, where: str) -> int:
    """Make the folder NAME with a rule pack: a manifest, a first rule, and its tests.

    The pack extends the one that is used when none is named: all of its advice holds, except for what you
    change. With --standalone it has words of its own.
    """
    from etiquette._starting.names import pack_name_problem
    from etiquette._starting.packs import pack_files
    from etiquette.packs import list_packs

    from ._new import make_folder, refuse
    from ._output import note

    refuse(pack_name_problem(name))
    taken = next((each for each in list_packs() if each.name == name), None)
    if taken is not None:
        refuse(f"There is a pack {name} already, {taken.title!r} at {taken.label}. Choose another name.")
    folder = Path(where) / name
    make_folder(folder, pack_files(name, standalone=standalone))
    note(f"Made {folder}, a rule pack that can be used as it is.\n")
    note(
        f"Next: cd {shlex.quote(str(folder))}, change rules.yaml, then: "
        "etiquette lint . && etiquette test . && etiquette prove ."
    )
    return 0
