"""``etiquette schema``: the JSON Schemas, for editors and for programs."""

from __future__ import annotations

import click

from ._options import ruleset_options

__all__ = ["command"]

_NAMES = ("facts", "pack", "rules", "report", "explanation")


@click.command(name="schema")
@click.argument("name", type=click.Choice(_NAMES), metavar="NAME")
@ruleset_options
def command(name: str, **options: object) -> None:
    """Print a JSON Schema (2020-12): facts, pack, rules, report or explanation.

    The schema of facts has the words that the chosen packs and plugins declare, so that an editor
    completes them.
    """
    from ._output import write_json

    if name != "facts":
        from etiquette._data import load_schema

        write_json(load_schema(name))
        return
    from etiquette.read_facts import facts_schema

    from ._rulesets import chosen_ruleset

    write_json(facts_schema(chosen_ruleset(options)))
