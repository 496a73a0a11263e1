"""Plain data with numbers for days: the same decisions as of facts, and breaches of steps in parts."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, Final

import pytest

from etiquette import Facts, Message, Rule, Ruleset, Step
from etiquette._compiling.program import source_of
from etiquette.algebra import Constant, Fact, Test
from etiquette.facts import NONE
from small import TODAY, UTC, small

RULES: Final = """
  - id: letter/wait
    title: Wait
    action: write
    when: {case.promised: given}
    modality: may
    window: {not_before: case.promised + 1 day}
    because: They said so.
  - id: letter/soon
    title: Soon
    action: write
    modality: should
    window: {not_before: case.opened, not_after: case.opened + 20 days}
    message: {must: [greeting], max_words: 30}
    because: It is better so.
  - id: letter/as-wished
    title: As they wish
    action: write
    when: {case.wished: given}
    channels: {only: [{fact: case.wished}]}
    because: They said how.
"""

OPENED: Final = TODAY.toordinal() - 3


def rules() -> Ruleset:
    """A few rules with every kind of value in them."""
    return small(RULES)


def plain(random: Random) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """Plain facts and a step, drawn."""
    told = {
        "case.opened": OPENED,
        "case.promised": random.choice([None, "none", OPENED + 2, OPENED + 5, OPENED + 30]),
        "case.wished": random.choice([None, "none", "phone", "letter"]),
        "passed over": 7,
    }
    step: tuple[Any, ...] = (
        "write",
        TODAY.toordinal() + random.randrange(30),
        random.choice([None, "phone", "letter", "wire"]),
        None,
        None,
        random.choice([None, {"words": 10}, {"words": 31}]),
        random.choice([None, frozenset(), {"greeting"}]),
    )
    return told, step


def facts_of(told: dict[str, Any], step: tuple[Any, ...]) -> Facts:
    """The same as facts."""
    days = {"case.opened", "case.promised"}
    given = {
        path: NONE if value == "none" else date.fromordinal(value) if path in days else value
        for path, value in told.items()
        if path.startswith("case.") and value is not None
    }
    action, day, channel, to, via, lengths, says = step
    message = None
    if lengths is not None or says is not None:
        message = Message(lengths=lengths or {}, says=None if says is None else frozenset(says))
    proposed = Step(action, date.fromordinal(day), None, channel, to, via, None, message)
    return Facts(given, TODAY, UTC, proposed)


def test_it_decides_what_decide_decides() -> None:
    """Every field of every decision, and every breach, is that of :meth:`etiquette.Ruleset.decide`."""
    ruleset = rules()
    decide, random = ruleset.decider(), Random(3)  # noqa: S311 - repeatable, no secret
    breached = 0
    for _ in range(400):
        told, step = plain(random)
        decisions, breaches = decide(told, TODAY.toordinal(), step, "UTC")
        outcome = ruleset.decide(facts_of(told, step))
        assert breaches == outcome.breaches, (told, step)
        breached += bool(breaches)
        for mine, theirs in zip(decisions, outcome.decisions, strict=True):
            for name in theirs._fields:
                value = getattr(theirs, name)
                expected = value.toordinal() if isinstance(value, date) else value
                assert getattr(mine, name) == expected, (name, told)
    assert 100 < breached < 400


def test_threads_share_it() -> None:
    """Many threads that meet new states at the same time get what one alone gets."""
    random = Random(5)  # noqa: S311 - repeatable, no secret
    asked = [plain(random) for _ in range(300)]
    alone = rules().decider()
    expected = [_shown(alone(told, TODAY.toordinal(), step)) for told, step in asked]
    shared = rules().decider()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: _shown(shared(each[0], TODAY.toordinal(), each[1])), asked * 4))
    assert found == expected * 4


def _shown(answer: Any) -> Any:
    decisions, breaches = answer
    return [(each.action, each.status, each.opens_on, each.channels) for each in decisions], breaches


def test_only_the_actions_that_are_named() -> None:
    """With actions it decides on those alone; one that isn't declared is refused."""
    decisions, _ = rules().decider(["write"])({"case.opened": OPENED}, TODAY.toordinal())
    assert [each.action for each in decisions] == ["write"]
    with pytest.raises(KeyError):
        rules().decider(["sing"])


def test_words_of_packs_are_no_code() -> None:
    """What a pack says gets into the generated code as a literal, whatever it says."""
    word = "DE'); raise SystemExit(('"
    rule = Rule("r", "R", "small", actions=("write",), when=Test(Fact("case.country"), "==", Constant(word)))
    ruleset = replace(rules(), rules=(replace(rule, modality="may"),))
    tree = ast.parse(source_of(ruleset))
    assert word in {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]
    (decision, *_), _ = ruleset.decider()({"case.opened": OPENED, "case.country": word}, TODAY.toordinal())
    assert decision.action == "write"
    assert decision.modality == "may"
