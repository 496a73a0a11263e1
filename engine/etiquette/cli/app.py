"""The command group: names, one line each, and ``--version``."""

from __future__ import annotations

import click

from ._lazy import LazyGroup, show_help

__all__ = ["app"]

_COMMANDS = {
    "check": ("etiquette.cli.check", "Say what to do now, next and not, and whether a step is right."),
    "explain": ("etiquette.cli.explain", "Say why, rule by rule and condition by condition."),
    "draft": ("etiquette.cli.draft", "Write a first draft of the message, with gaps for what isn't known."),
    "show": ("etiquette.cli.show", "Say rules in English: all of them, those of an action, or one."),
    "test": ("etiquette.cli.test", "Run the cases of packs; say what they cover and what they miss."),
    "handbook": ("etiquette.cli.handbook", "Make a handbook of a pack: HTML, Markdown or PDF."),
    "new": ("etiquette.cli.new", "Start a facts file, a rule pack, a rule or a plugin."),
    "prove": ("etiquette.cli.prove", "Prove that rules don't clash, leave gaps or go dead, over all facts."),
    "diff": ("etiquette.cli.diff", "Say what changes for people between two versions of a pack."),
    "batch": ("etiquette.cli.batch", "Answer whole tables of cases: JSONL, CSV, Parquet, a database."),
    "packs": ("etiquette.cli.packs", "List the rule packs and plugins that are installed."),
    "schema": ("etiquette.cli.schema", "Print the JSON Schema of facts, packs, rules, suites or reports."),
    "lint": ("etiquette.cli.lint", "Say what in rule packs should be written otherwise."),
    "fmt": ("etiquette.cli.fmt", "Bring the files of packs into one layout, with every comment kept."),
    "completion": ("etiquette.cli.completion", "Print the completion script for a shell."),
}


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del param
    if not value or ctx.resilient_parsing:
        return
    from ._installed import version_text

    click.echo(version_text())
    ctx.exit()


@click.group(
    cls=LazyGroup,
    lazy=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog="Start with: etiquette new facts, then: etiquette check facts.yaml",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help="Print the versions of the program, of Python, of packs and of plugins, and stop.",
)  # fmt: skip
def app() -> None:
    """What to do after a certain event, until when, how and to whom: rule packs applied to your facts."""
    show_help()
