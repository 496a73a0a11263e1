"""``etiquette explain``: why, why not, and when that would change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from ._complete import complete_topics
from ._options import as_of_option, format_option, ruleset_options, today_option

if TYPE_CHECKING:
    from etiquette.explanation import Explanation
    from etiquette.ruleset import Ruleset

    from ._cases import Case

__all__ = ["command"]


@click.command(name="explain")
@click.argument("facts", type=click.Path(allow_dash=True))
@click.argument("topic", required=False, metavar="[ACTION|RULE]", shell_complete=complete_topics)
@format_option("text", "json")
@today_option
@as_of_option
@click.option("--verbose", "-v", is_flag=True, help="Show every rule with its conditions.")
@ruleset_options
def command(
    facts: str,
    topic: str | None,
    format_: str,
    today: date | None,
    as_of: date | None,
    verbose: bool,
    **options: object,
) -> int:
    """Say why the plan for FACTS is what it is.

    Alone: each decision, the rules that made it, and what would change it. With an ACTION: the rules that
    bear on it. With a RULE: that rule. Each condition is marked yes, no or ? (not known), with what is so
    and what is asked for.
    """
    from ._cases import Cases
    from ._problems import Problems
    from ._topics import unknown_topic

    case = Cases(options).open(facts)
    if case.ruleset is None:
        raise Problems(case.problems)
    if topic is not None and (problem := unknown_topic(topic, case.ruleset)):
        raise Problems((problem,))
    explanation = _explain(case, case.ruleset, topic, today, as_of)
    if format_ == "json":
        from ._output import write_json

        write_json(explanation.to_dict())
    else:
        from etiquette._text import print_explanation

        print_explanation(explanation, case.ruleset, verbose=verbose)
    return 0


def _explain(
    case: Case, ruleset: Ruleset, topic: str | None, today: date | None, as_of: date | None
) -> Explanation:
    from etiquette.diagnostics import FactsError

    from ._cases import read_facts_of
    from ._problems import Problems

    facts, problems = read_facts_of(case, today)
    if facts is None:
        raise Problems(problems)
    try:
        return ruleset.explain(facts, topic, today=today, as_of=as_of)
    except FactsError as error:
        raise Problems(error.diagnostics) from None
