"""``etiquette schema``: the JSON Schemas, for editors and for programs."""

from __future__ import annotations

import click

from ._options import ruleset_options

__all__ = ["command"]

_PACKS = ("pack", "rules", "suite", "handbook", "concept", "language", "drafts")
_NAMES = ("facts", *_PACKS, "report", "explanation", "written", "proof", "diff")


@click.command(name="schema")
@click.argument("name", type=click.Choice(_NAMES), metavar="NAME")
@ruleset_options
def command(name: str, **options: object) -> None:
    """Print a JSON Schema (2020-12).

    NAME is facts, pack, rules, suite, handbook, concept, language, drafts, report, explanation,
    written, proof or diff.

    The schemas of facts and of rules have the words and names that the chosen packs and plugins declare,
    so that an editor completes them.
    """
    from ._output import write_json

    if name not in ("facts", "rules"):
        from etiquette._data import load_schema

        write_json(load_schema(name))
        return
    from etiquette._reading.read_facts import facts_schema
    from etiquette.rules_schema import rules_schema

    from ._rulesets import chosen_ruleset

    made = facts_schema if name == "facts" else rules_schema
    write_json(made(chosen_ruleset(options)))
