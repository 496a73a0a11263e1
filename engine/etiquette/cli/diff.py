"""``etiquette diff``: what changes for people from one version of a pack to another."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ._complete import complete_packs, complete_plugins
from ._options import SECONDS, format_option

if TYPE_CHECKING:
    from etiquette.difference import Difference
    from etiquette.ruleset import Ruleset

__all__ = ["command"]


@click.command(
    name="diff",
    epilog="Exit codes: 0 answered; 1 the version says less than the changes (with --check); 2 bad input or "
    "usage; 3 a plugin failed; 4 something couldn't be found out.",
)
@click.argument("old", metavar="OLD", shell_complete=complete_packs)
@click.argument("new", metavar="[NEW]", required=False, shell_complete=complete_packs)
@click.option(
    "--against", "revision", metavar="REVISION",
    help="Compare a folder with what it was in that revision of git, such as HEAD or v1.2.0.",
)  # fmt: skip
@click.option("--check", is_flag=True, help="Fail if the new version is less than what the changes mean.")
@click.option(
    "--witnesses", type=click.Path(file_okay=False), metavar="DIR",
    help="Write the case of each change there, as a facts file for `etiquette check`.",
)  # fmt: skip
@click.option(
    "--seconds", type=SECONDS, default=10.0, show_default=True, metavar="N",
    help="The time for a single question to the solver.",
)  # fmt: skip
@click.option("--verbose", "-v", is_flag=True, help="Also show what changed rules said before and say now.")
@format_option("text", "json", "markdown")
@click.option(
    "--path", "paths", multiple=True, metavar="DIR", type=click.Path(),
    help="A folder in which packs are looked for by name; may be given again.",
)  # fmt: skip
@click.option(
    "--plugins", metavar="LIST", default=None, shell_complete=complete_plugins,
    help="Only these plugins, separated by commas. Without it: all that are installed.",
)  # fmt: skip
@click.option("--no-plugins", is_flag=True, help="No plugins at all.")
def command(old: str, new: str | None, revision: str | None, format_: str, **options: Any) -> int:
    """Say what changes for people from OLD to NEW, over all facts, and which version that means.

    A pack is a name (NAME or NAME@1.2) or a folder. NEW may be a layer over OLD. With --against, one folder
    is compared with what it was before.
    """
    from etiquette.proving import MISSING, can_prove

    if (new is None) is (revision is None):
        which = "Name two packs, or one folder and --against REVISION." if new is None else ""
        raise click.UsageError(which or "--against is for one folder. Leave it out, or name no second pack.")
    if not can_prove():
        raise click.UsageError(MISSING)
    with ExitStack() as stack:
        before, after, main = _rulesets(old, new, revision, options, stack)
        found = _compared(before, after, main, options)
    if options["check"] and found.versions is None:
        raise click.UsageError(
            f"--check compares versions of one pack, and {old} and {new} are different ones. Leave it out."
        )
    found = _with_witnesses(found, options["witnesses"])
    _show(found, format_, verbose=options["verbose"])
    return found.exit_code(check=options["check"])


def _rulesets(
    old: str, new: str | None, revision: str | None, options: dict[str, Any], stack: ExitStack
) -> tuple[Ruleset, Ruleset, str]:
    """Both rulesets, and the name of the pack whose versions are compared."""
    from ._problems import Problems
    from ._revisions import old_places, renamed, renamed_problems
    from ._rulesets import chosen_ruleset

    if new is not None:
        before = chosen_ruleset({**options, "packs": (old,)})
        after = chosen_ruleset({**options, "packs": (new,)})
        return before, after, _main(after, new)
    assert revision is not None  # noqa: S101 - the command has seen to it
    after = chosen_ruleset({**options, "packs": (old,)})
    then = old_places(old, revision, options["paths"], stack)
    try:
        before = chosen_ruleset({**options, "packs": (str(then.folder),), "paths": then.paths})
    except Problems as error:
        raise Problems(renamed_problems(error.diagnostics, then)) from None
    return renamed(before, then), after, _main(after, old)


def _main(ruleset: Ruleset, named: str) -> str:
    """The name of the pack that was given by its name or by its folder, and isn't only what that extends."""
    from etiquette._packing.pack_search import MANIFEST, candidate_at

    folder = Path(named).parent if Path(named).name == MANIFEST else Path(named)
    name = named.partition("@")[0]
    if any(each.pack == name for each in ruleset.packs) and "/" not in named:
        return name
    candidate, _ = candidate_at(folder, str(folder))
    return candidate.name if candidate else ""


def _compared(old: Ruleset, new: Ruleset, main: str, options: dict[str, Any]) -> Difference:
    from etiquette._comparing.compare import compare

    return compare(old, new, main=main, seconds=options["seconds"])


def _with_witnesses(found: Difference, folder: str | None) -> Difference:
    if folder is None:
        return found
    from etiquette._comparing.witnesses import with_files
    from etiquette._reading.paths import reason_of

    from ._errors import NotWritten

    found, texts = with_files(found, Path(folder))
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NotWritten(f"{error.filename or folder} can't be written: {reason_of(error)}.") from None
    return found


def _show(found: Difference, format_: str, *, verbose: bool) -> None:
    from ._output import write_document, write_json
    from ._problems import show

    if format_ == "json":
        write_json(found.to_dict())
    elif format_ == "markdown":
        from etiquette._comparing.markdown import markdown

        write_document(markdown(found))
    else:
        from etiquette._comparing.text import difference_page
        from etiquette._text.draw import console_for, draw

        draw(difference_page(found, verbose=verbose), console_for(sys.stdout))
    show(found.diagnostics)
