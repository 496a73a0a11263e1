"""``etiquette new rule``: a rule to be filled in, below the others of its topic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from etiquette._packing.pack_files import Pack
    from etiquette.ruleset import Ruleset

__all__ = ["command"]


@click.command(name="rule")
@click.argument("rule_id", metavar="ID")
@click.option(
    "--pack",
    default=".",
    metavar="FOLDER",
    type=click.Path(),
    help="The folder of the pack, if not this one.",
)
@click.option("--action", metavar="ACTION", help="The action that the rule is about.")
@click.option(
    "--path", "paths", multiple=True, metavar="DIR", type=click.Path(),
    help="A folder in which the packs that it extends are looked for; may be given again.",
)  # fmt: skip
def command(rule_id: str, pack: str, action: str | None, paths: tuple[str, ...]) -> int:
    """Add a rule with the id topic/name to a pack: below the last one of its topic, or in a new file.

    What stands in the file is left as it is, comments too. At first the rule says little, so that nothing
    clashes; its comments say what to put there.
    """
    from etiquette._reading.paths import reason_of
    from etiquette._starting.names import rule_id_problem
    from etiquette._starting.rules import addition
    from etiquette._starting.writing import replace_text

    from ._errors import NotWritten
    from ._new import refuse
    from ._output import note

    refuse(rule_id_problem(rule_id))
    folder = Path(pack)
    ruleset, its_own = _opened(folder, paths)
    _not_there_yet(rule_id, ruleset)
    chosen = _action(action, ruleset)
    found = addition(folder, rule_id, chosen, str(its_own.manifest.data["title"].data))
    try:
        replace_text(found.path, found.text)
    except OSError as error:
        raise NotWritten(f"The file {found.path} can't be written: {reason_of(error)}.") from None
    note(f"Added the rule {rule_id} to {found.path}, from line {found.line} on.\n")
    note(f"Next: say there what it is to say, then: etiquette lint {_path(folder)}")
    return 0


def _opened(folder: Path, paths: tuple[str, ...]) -> tuple[Ruleset, Pack]:
    """The pack with all that it extends. Raises :class:`Problems` when it can't be used as it is."""
    from etiquette._starting.rules import pack_in
    from etiquette.diagnostics import RulesError
    from etiquette.loading import load

    from ._new import refuse
    from ._problems import Problems

    try:
        ruleset = load(folder, paths=paths)
        pack = pack_in(folder)
    except RulesError as error:
        raise Problems(error.diagnostics) from None
    if pack.released is not None:
        version = pack.candidate.version
        refuse(
            f"The pack {pack.name} {version} is on record as released, and can't change any more. "
            f"Give it a new version in {folder / 'pack.yaml'} first."
        )
    return ruleset, pack


def _not_there_yet(rule_id: str, ruleset: Ruleset) -> None:
    from ._new import refuse

    for rule in (*ruleset.rules, *ruleset.disabled):
        if rule.id == rule_id:
            refuse(f"There is a rule {rule_id} already, in {rule.location or rule.owner}. Choose another id.")


def _action(action: str | None, ruleset: Ruleset) -> str:
    """The action that was asked for, or the only one. Raises a usage error."""
    from etiquette._reading.wording import listed

    from ._errors import NoSuch
    from ._new import refuse

    known = [each.id for each in ruleset.actions.values() if not each.silent]
    if action is None:
        if len(known) != 1:
            refuse(f"Say which action the rule is about, with --action: {listed(known)}.")
        return known[0]
    if action not in ruleset.actions:
        raise NoSuch("action", action, known)
    if action not in known:
        refuse(f"The pack means to say nothing about {action}: {ruleset.actions[action].silent}")
    return action


def _path(folder: Path) -> str:
    import shlex

    text = str(folder)
    return shlex.quote(text if text.startswith((".", "/")) else f"./{text}")
