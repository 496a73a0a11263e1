"""``etiquette test``: the suites of packs, what they cover, and which changes of a pack they notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ._complete import complete_packs, complete_plugins
from ._options import PERCENT, format_option

if TYPE_CHECKING:
    from etiquette._formats import MachineFormat
    from etiquette._suites.bench import Bench, Recipe
    from etiquette._suites.examine import Examined, Wanted
    from etiquette._suites.mutate import Equivalent

__all__ = ["command"]


@click.command(
    name="test",
    epilog="Exit codes: 0 all as expected; 1 a case fails, too little is covered, or a change goes "
    "unnoticed; 2 bad input or usage.",
)
@click.argument("packs", nargs=-1, metavar="[PACK|FOLDER|SUITE]...", shell_complete=complete_packs)
@format_option("text", "json", "sarif", "junit", "github")
@click.option(
    "-k",
    "words",
    multiple=True,
    metavar="WORD",
    help="Only cases with WORD in their file or title; given again: with all of them.",
)
@click.option(
    "--coverage", is_flag=True, help="Also say which rules, conditions and windows no case looks at."
)
@click.option(
    "--fail-under",
    type=PERCENT,
    metavar="PERCENT",
    help="Fail if a coverage is lower than this.",
)
@click.option("--mutate", is_flag=True, help="Change the pack in many small ways; list what no case notices.")
@click.option("--generate", is_flag=True, help="Propose cases for what no case looks at, to be confirmed.")
@click.option(
    "--write",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the proposed cases into a new file.",
)
@click.option(
    "--with-plugins",
    is_flag=True,
    help="Count the rules of plugins too for coverage, and change them too.",
)
@click.option("--watch", is_flag=True, help="Run again whenever a file of the packs changes, until stopped.")
@click.option(
    "--jobs",
    "-j",
    "processes",
    type=click.IntRange(1),
    metavar="N",
    help="How many processes to use. Without it: one for each processor.",
)
@click.option("--verbose", "-v", is_flag=True, help="Also list what is as expected.")
@click.option(
    "--path",
    "paths",
    multiple=True,
    metavar="DIR",
    type=click.Path(),
    help="A folder in which packs are looked for by name; may be given again.",
)
@click.option(
    "--plugins",
    metavar="LIST",
    default=None,
    shell_complete=complete_plugins,
    help="For suites that name no plugins: only these, separated by commas. Without it: all.",
)
@click.option("--no-plugins", is_flag=True, help="For suites that name no plugins: none at all.")
def command(packs: tuple[str, ...], **options: Any) -> int:
    """Run the cases in the folder tests of rule packs, and say where a pack doesn't say what they expect.

    Without a PACK: the pack in this folder, else those in the folders here. A SUITE is one file of cases, or
    of a concept with its examples.
    """
    if options["write"] and not options["generate"]:
        raise click.UsageError("--write says where the cases of --generate go. Add --generate.")
    if options["watch"] and options["format_"] != "text":
        raise click.UsageError("--watch answers in text only. Leave --format out.")
    recipes = _recipes(packs, options)
    if options["watch"]:
        return _watched(recipes, options)
    return _answer(recipes, options)


def _recipes(packs: Sequence[str], options: dict[str, Any]) -> tuple[Recipe, ...]:
    from etiquette._suites.bench import Recipe
    from etiquette._suites.choose import packs_here

    from ._rulesets import chosen_plugins

    named = packs or packs_here(Path())
    if not named:
        raise click.UsageError("There is no pack here. Name a pack, its folder or a file of cases.")
    plugins, paths = chosen_plugins(options), tuple(options["paths"])
    if not packs:
        paths = (*paths, ".")
    return tuple(Recipe(pack, plugins, paths, tuple(options["words"])) for pack in named)


def _answer(recipes: Sequence[Recipe], options: dict[str, Any]) -> int:
    benches = [_opened(recipe) for recipe in recipes]
    if options["generate"]:
        return _generated(benches, options)
    _insist_on_cases(benches, options)
    from etiquette._suites.examine import examine

    wanted, equivalent = _wanted(options), _equivalent() if options["mutate"] else None
    found = [
        examine(bench, wanted, equivalent) if equivalent else examine(bench, wanted) for bench in benches
    ]
    _show(found, options)
    return 0 if all(each.ok for each in found) else 1


def _opened(recipe: Recipe) -> Bench:
    from etiquette._suites.bench import open_bench

    from ._problems import Problems, show

    bench, problems = open_bench(recipe)
    if bench is None:
        raise Problems(problems)
    show(problems)
    return bench


def _insist_on_cases(benches: Sequence[Bench], options: dict[str, Any]) -> None:
    """Nothing that was tested is not the same as nothing that is wrong."""
    from etiquette.diagnostics import Diagnostic, Location

    from ._problems import Problems

    if any(bench.ready or bench.samples for bench in benches):
        return
    if options["words"]:
        said = " and ".join(f"“{word}”" for word in options["words"])
        raise click.UsageError(f"No case has {said} in its file or title. Leave -k out to run all.")
    raise Problems(
        [
            Diagnostic(
                "E700",
                f"{bench.candidate} has no cases.",
                "Put a suite into its folder tests, or let one be proposed: etiquette test --generate",
                Location(str(Path(bench.candidate.label) / "pack.yaml")),
            )
            for bench in benches
        ]
    )


def _wanted(options: dict[str, Any]) -> Wanted:
    from etiquette._suites.examine import Wanted
    from etiquette._suites.parallel import usual_processes

    return Wanted(
        processes=options["processes"] or usual_processes(),
        coverage=options["coverage"] or options["fail_under"] is not None,
        mutate=options["mutate"],
        with_plugins=options["with_plugins"],
        fail_under=options["fail_under"],
    )


def _equivalent() -> Equivalent:
    """The proof that two rulesets say the same, where it can be had."""
    from importlib.util import find_spec

    from etiquette._suites.mutate import cannot_tell

    if find_spec("z3") is None:
        from ._output import note

        note(
            "Changes that make no difference at all can't be told from those that no case notices: that "
            "takes a proof. Install: pip install 'etiquette-engine[prove]'"
        )
        return cannot_tell
    from etiquette._proving.differ import equivalent

    return equivalent


def _show(found: Sequence[Examined], options: dict[str, Any]) -> None:
    import sys

    from etiquette._suites.entries import as_data, entries, passed

    from ._output import write_json, write_text

    format_ = options["format_"]
    if format_ == "json":
        write_json({"ok": all(each.ok for each in found), "packs": [as_data(each) for each in found]})
        return
    if format_ == "text":
        from etiquette._suites.text import suite_page
        from etiquette._text.draw import console_for, draw

        for number, each in enumerate(found):
            if number:
                write_text("")
            draw(suite_page(each, verbose=options["verbose"]), console_for(sys.stdout))
        return
    from etiquette._formats import rendered

    every = [entry for each in found for entry in entries(each)]
    right = [name for each in found for name in passed(each)]
    machine = cast("MachineFormat", format_)
    sys.stdout.write(rendered(machine, every, suite="test", passed=right))


def _generated(benches: Sequence[Bench], options: dict[str, Any]) -> int:
    """Propose cases for one pack, whose own cases are as expected."""
    from etiquette._suites.examine import examine

    from ._proposals import proposed

    if len(benches) > 1:
        raise click.UsageError("--generate proposes cases for one pack at a time. Name the pack.")
    (bench,) = benches
    found = examine(bench, replace(_wanted(options), coverage=True, mutate=False))
    if found.run.failed:
        _show([found], {**options, "format_": "text"})
        return 1
    proposed(bench, found.missing, options["write"])
    return 0


def _watched(recipes: Sequence[Recipe], options: dict[str, Any]) -> int:
    from importlib.util import find_spec

    from etiquette._suites.watch import EXTRA, again_on_change

    from ._output import note

    if find_spec(EXTRA) is None:
        raise click.UsageError(
            "--watch needs the extra author. Install: pip install 'etiquette-engine[author]'"
        )
    folders = [Path(str(_opened(recipe).candidate.folder)) for recipe in recipes]

    def run() -> None:
        try:
            _answer(recipes, options)
        except click.ClickException as error:
            from ._errors import explain_usage

            note(explain_usage(error))
        note("\nWaiting for a change. Stop with Ctrl+C.")

    again_on_change(lambda: folders, run)
    return 0
