"""``etiquette show``: rules as English sentences, with all that belongs to them."""

from __future__ import annotations

import click

from ._complete import complete_shown
from ._options import format_option, ruleset_options

__all__ = ["command"]


@click.command(name="show")
@click.argument("topic", required=False, metavar="[RULE|ACTION|CONCEPT]", shell_complete=complete_shown)
@format_option("text", "json")
@ruleset_options
def command(topic: str | None, format_: str, **options: object) -> int:
    """Say rules in English.

    Alone: every rule, by topic. With an ACTION: all rules that speak of it. With a RULE: its sentence, the
    reason and the source, where it stands, what it takes the place of, what takes its place, and which layers
    have a part in it. With a CONCEPT: the rules that ask for it or against it, and what it sounds like.
    """
    import sys

    from etiquette._text.draw import console_for, draw
    from etiquette.diagnostics import has_errors

    from ._output import write_json
    from ._problems import Problems, show
    from ._rule_view import rules_as_data, rules_page
    from ._rulesets import chosen_ruleset
    from ._topics import unknown_topic

    ruleset = chosen_ruleset(options)
    if topic is not None and (problem := unknown_topic(topic, ruleset, concepts=True)):
        raise Problems((problem,))
    if format_ == "json":
        write_json(rules_as_data(ruleset, topic))
    else:
        draw(rules_page(ruleset, topic), console_for(sys.stdout))
    show(ruleset.diagnostics)
    return 3 if has_errors(ruleset.diagnostics) else 0
