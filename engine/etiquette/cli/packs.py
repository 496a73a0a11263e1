"""``etiquette packs``: what is installed, and recording a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._complete import complete_packs
from ._options import format_option

if TYPE_CHECKING:
    from etiquette._text.blocks import Item
    from etiquette.diagnostics import Diagnostic
    from etiquette.packs import PackInfo
    from etiquette.plugins import PluginInfo

__all__ = ["command"]

_SHORT = 12


@click.command(name="packs")
@click.argument("name", required=False, metavar="[NAME|FOLDER]", shell_complete=complete_packs)
@format_option("text", "json")
@click.option(
    "--path",
    "paths",
    multiple=True,
    metavar="DIR",
    type=click.Path(),
    help="A further folder in which packs are looked for; may be given again.",
)
@click.option(
    "--record", metavar="FOLDER", type=click.Path(),
    help="Put the content of the pack in FOLDER on record under its version, instead of listing.",
)  # fmt: skip
def command(name: str | None, format_: str, paths: tuple[str, ...], record: str | None) -> int:
    """List the rule packs and plugins that are installed, with versions and digests.

    With the NAME of a pack (NAME@1.2 for a version) or its FOLDER: check that pack, and show its parameters,
    actions and rules. A pack whose version is on record can't change any more without a new version.
    """
    if record is not None:
        if name is not None:
            raise click.UsageError("--record names the folder itself. Leave one of the two out.")
        return _record(Path(record))
    if name is not None:
        return _show(name, format_, paths)
    from etiquette._packing.pack_search import not_there
    from etiquette.packs import list_packs
    from etiquette.plugins import collect

    contributions = collect()
    folders = [Path(each) for each in paths]
    packs = list_packs(folders, contributions.pack_folders)
    lost = (*not_there(folders), *contributions.diagnostics)
    problems = (*(each for pack in packs for each in pack.diagnostics), *lost)
    if format_ == "json":
        from ._output import write_json

        write_json(
            {
                "packs": [each.to_dict() for each in packs],
                "plugins": [each.to_dict() for each in contributions.plugins],
                "diagnostics": [each.to_dict() for each in lost],
            }
        )
    else:
        _print(packs, contributions.plugins, problems)
    from etiquette.diagnostics import has_errors

    return 2 if has_errors(problems) else 0


def _show(name: str, format_: str, paths: tuple[str, ...]) -> int:
    """Show one pack with what it extends. Raises :class:`Problems` when it can't be used."""
    import sys

    from etiquette._text.draw import console_for, draw
    from etiquette.diagnostics import has_errors

    from ._output import write_json
    from ._pack_view import pack_as_data, pack_page
    from ._problems import show
    from ._rulesets import chosen_ruleset

    ruleset = chosen_ruleset({"packs": (name,), "paths": paths})
    if format_ == "json":
        write_json(pack_as_data(ruleset))
    else:
        draw(pack_page(ruleset), console_for(sys.stdout))
        show(ruleset.diagnostics)
    return 2 if has_errors(ruleset.diagnostics) else 0


def _record(folder: Path) -> int:
    from etiquette._packing.pack_files import RELEASES
    from etiquette._reading.paths import reason_of
    from etiquette.diagnostics import RulesError
    from etiquette.packs import record_release

    from ._errors import NotWritten
    from ._output import write_text
    from ._problems import Problems

    try:
        found = record_release(folder)
    except RulesError as error:
        raise Problems(error.diagnostics) from None
    except OSError as error:
        raise NotWritten(f"The file {folder / RELEASES} can't be written: {reason_of(error)}.") from None
    write_text(f"{found.name} {found.version} is on record with the digest {found.digest}.")
    return 0


def _print(packs: list[PackInfo], plugins: tuple[PluginInfo, ...], problems: tuple[Diagnostic, ...]) -> None:
    import sys

    from etiquette._text.blocks import Page, Section
    from etiquette._text.draw import console_for, draw

    from ._problems import show

    sections = (
        Section("Rule packs", tuple(_pack(each) for each in packs)),
        Section("Plugins", tuple(_plugin(each) for each in plugins)),
    )
    verdict = f"{_count(len(packs), 'rule pack')} and {_count(len(plugins), 'plugin')}."
    draw(Page(verdict, "strong", tuple(each for each in sections if each.items)), console_for(sys.stdout))
    show(problems)


def _pack(pack: PackInfo) -> Item:
    from etiquette._text.blocks import Item, Row

    digest = pack.digest.rpartition(":")[2][:_SHORT]
    state = "on record as released" if pack.released else "not on record"
    rows = [
        Row("Extends", ", ".join(pack.extends)),
        Row("Digest", f"{digest}, {state}" if digest else "none: its files have errors" if pack.name else ""),
        Row("At", pack.label, "quiet"),
    ]
    name = f"{pack.name} {pack.version}".strip()
    if not name:
        held = any(each.severity == "error" for each in pack.diagnostics)
        name = "A pack whose manifest can't be read" if held else "A folder that can't be looked into"
    return Item(name, pack.title, tuple(row for row in rows if row.text))


def _plugin(plugin: PluginInfo) -> Item:
    from etiquette._text.blocks import Item, Row

    release = f"{plugin.distribution} {plugin.version}" if plugin.distribution else ""
    return Item(plugin.name, release, (Row("Adds", ", ".join(plugin.contributes)),))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
