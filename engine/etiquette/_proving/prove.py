"""All claims about a ruleset, over all guidance that there ever is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

from etiquette.proof import CLAIMS, Answer, Claim, Proof
from etiquette.ruleset import Ruleset

from .alive import about_rules
from .asking import Guidance
from .clash import about_clashes
from .gaps import about_gaps
from .layers import about_layers
from .narrow import about_plugins
from .records import TooManySorts

__all__ = ["prove"]


def prove(
    ruleset: Ruleset,
    below: Mapping[str, Ruleset] | None = None,
    *,
    claims: Collection[Claim] | None = None,
    seconds: float = 20.0,
) -> Proof:
    """What can be proved about ``ruleset`` over all facts, and what can't.

    ``below`` gives, for each pack that is a layer, the ruleset that it stands on. ``claims`` are those that
    are asked about (all by default), ``seconds`` the time for a single question to the solver.
    """
    wanted = set(CLAIMS if claims is None else claims)
    answers: list[Answer] = []
    for guidance in _guidances(ruleset, seconds):
        answers += (each for each in _answers(guidance, below or {}, wanted) if each.claim in wanted)
    order = list(CLAIMS)
    ordered = sorted(answers, key=lambda each: (order.index(each.claim), each.guidance, each.subject))
    plugins = sorted({rule.owner.removeprefix("plugin:") for rule in ruleset.rules if ":" in rule.owner})
    return Proof(ruleset.packs, tuple(ordered), ruleset.diagnostics, tuple(plugins))


def _guidances(ruleset: Ruleset, seconds: float) -> Iterator[Guidance]:
    epochs = ruleset.epochs()
    for place, first in enumerate(epochs):
        last = epochs[place + 1] - timedelta(days=1) if place + 1 < len(epochs) else date.max
        yield Guidance(ruleset.as_of(first), first, last, len(epochs) > 1, seconds)


def _answers(guidance: Guidance, below: Mapping[str, Ruleset], wanted: set[Claim]) -> Iterator[Answer]:
    if wanted & {"no_conflict", "possible"}:
        for action in guidance.ruleset.actions:
            yield from _or_too_much(about_clashes(guidance, action), "no_conflict", action)
    if "no_gap" in wanted:
        yield from _or_too_much(about_gaps(guidance), "no_gap", "")
    if wanted & {"applies", "in_play", "needed", "override"}:
        yield from _or_too_much(about_rules(guidance), "needed", "")
    if "narrows" in wanted:
        yield from _or_too_much(about_plugins(guidance), "narrows", "")
    if "keeps" in wanted:
        yield from _or_too_much(about_layers(guidance, below), "keeps", "")


def _or_too_much(answers: Iterable[Answer], claim: Claim, subject: str) -> Iterator[Answer]:
    try:
        yield from answers
    except TooManySorts as error:
        sentence = f"It isn't known: the rules tell too many sorts of entries of {error} apart."
        help_ = "Let the counts over this list look at fewer fields."
        yield Answer(claim, subject, "unknown", sentence, "E811", help_, ran_out="sorts of entries")
