"""``etiquette explain``: why, why not, and when that would change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from ._complete import complete_topics
from ._options import format_option, ruleset_options, today_option

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
@ruleset_options
def command(facts: str, topic: str | None, format_: str, today: date | None, **options: object) -> int:
    """Say why the plan for FACTS is what it is, rule by rule and condition by condition.

    ACTION or RULE narrows it to one action, or to the actions that a rule speaks of. Each condition is
    marked yes, no or ? (not known), with what is so and what is asked for.
    """
    from ._cases import Cases
    from ._problems import Problems

    case = Cases(options).open(facts)
    if case.ruleset is None:
        raise Problems(case.problems)
    _known_topic(topic, case.ruleset)
    explanation = _explain(case, case.ruleset, topic, today)
    if format_ == "json":
        from ._output import write_json

        write_json(explanation.to_dict())
    else:
        from etiquette._text import print_explanation

        print_explanation(explanation, case.ruleset)
    return 0


def _known_topic(topic: str | None, ruleset: Ruleset) -> None:
    """Refuse what is neither an action nor a rule, with the nearest that is."""
    rules = {rule.id for rule in ruleset.rules}
    if topic is None or topic in ruleset.actions or topic in rules:
        return
    from etiquette._reading.wording import did_you_mean, listed
    from etiquette.diagnostics import Diagnostic

    from ._problems import Problems

    near = did_you_mean(topic, [*ruleset.actions, *rules])
    near = near or did_you_mean(topic, [rule.rpartition("/")[2] for rule in rules])
    full = next((rule for rule in sorted(rules) if rule.endswith(f"/{near}")), near)
    help_ = f"Did you mean {full}?" if full else f"The actions are {listed(ruleset.actions, 'and')}."
    message = f"There is no action or rule {topic!r} in these rules."
    raise Problems((Diagnostic("E305", message, help_),))


def _explain(case: Case, ruleset: Ruleset, topic: str | None, today: date | None) -> Explanation:
    from etiquette.diagnostics import FactsError

    from ._cases import read_facts_of
    from ._problems import Problems

    facts, problems = read_facts_of(case, today)
    if facts is None:
        raise Problems(problems)
    try:
        return ruleset.explain(facts, topic, today=today)
    except FactsError as error:
        raise Problems(error.diagnostics) from None
