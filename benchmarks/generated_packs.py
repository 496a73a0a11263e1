"""Rule packs of any size, made from a seed: to see how proofs, diffs and tests grow with a pack.

A pack of ``size`` rules has about a tenth as many actions, and a phase for every eight of them. But for the
first rule of each action, which holds always, a rule's condition is a conjunction of two to four tests
(equalities, memberships, ranges of numbers, dates against dates, words of a list) over the facts of
:mod:`generated_frame`. Conflicts are ruled out by construction:

* of opposite modalities one is stronger, or overrides the other;
* the windows of an action begin near one day and end two months after it, or an exception stands in for all;
* what is forbidden is never the action's own channel and recipient, and every ``only`` has them;
* hours and weekdays always leave noon on a Tuesday, Wednesday and Thursday;
* what a message has to say and what it has to leave out are different concepts, and there is room for all.

So a proof has to go through everything and finds nothing, which is the most work there is. ``planted`` adds
actions of which the rules do clash, in pairs and in threes of which any two agree.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias

from generated_conditions import condition
from generated_frame import (
    AVOIDABLE,
    CHANNELS,
    DATES,
    OPENED,
    RECIPIENTS,
    SAYABLE,
    WISHED,
    manifest,
    vocabulary,
)
from planted_faults import FAULTS

__all__ = ["GeneratedPack", "generate"]

Written: TypeAlias = dict[str, Any]

_A_FILE: Final = 250
_PHASE_RULES: Final = 4


@dataclass(frozen=True, slots=True)
class GeneratedPack:
    """A pack as plain data in the notation. ``planted`` are the ids of the rules of each planted clash."""

    manifest: Written
    vocabulary: Written
    rules: tuple[Written, ...]
    planted: tuple[tuple[str, ...], ...] = ()

    def write(self, folder: Path) -> Path:
        """Write the pack into ``folder``, as YAML that is JSON, a few hundred rules a file."""
        folder.mkdir(parents=True)
        (folder / "pack.yaml").write_text(json.dumps(self.manifest, indent=1), "utf-8")
        (folder / "facts.schema.json").write_text(json.dumps(self.vocabulary, indent=1), "utf-8")
        for first in range(0, len(self.rules), _A_FILE):
            lines = ",\n".join(json.dumps(rule) for rule in self.rules[first : first + _A_FILE])
            (folder / f"rules-{first:05}.yaml").write_text(f'{{"rules": [\n{lines}\n]}}\n', "utf-8")
        return folder

    def with_one_rule_changed(self) -> GeneratedPack:
        """The same pack, in which the rule in the middle of those that have a number of days has one more."""
        dated = [n for n, rule in enumerate(self.rules) if "not_after" in rule.get("window", {})]
        place = dated[len(dated) // 2]
        rule = self.rules[place]
        day, _, number = rule["window"]["not_after"].removesuffix(" days").rpartition(" + ")
        window = {**rule["window"], "not_after": f"{day} + {int(number) + 1} days"}
        rules = (*self.rules[:place], {**rule, "window": window}, *self.rules[place + 1 :])
        return replace(self, rules=rules)


def generate(size: int, seed: int = 0, planted: int = 0) -> GeneratedPack:
    """A pack of ``size`` rules; ``planted`` of its actions have rules that clash."""
    rng = Random(seed)  # a repeatable choice, no secret
    faults = [(f"planted_{n}", fault) for n, fault in zip(range(planted), _forever(FAULTS), strict=False)]
    clashing = [fault(name, condition(rng)) for name, fault in faults]
    left = size - sum(map(len, clashing))
    names = [f"act_{n}" for n in range(max(2, left // 10))]
    phases = {name: f"phase_{n // 8}" for n, name in enumerate(names)}
    shares = [_PHASE_RULES * len(set(phases.values()))]
    ordinary = list(chain.from_iterable(_phase_rules(rng, phase) for phase in sorted(set(phases.values()))))
    makers = {name: _action_rules(rng, name, n, names) for n, name in enumerate(names)}
    missing = left - shares[0]
    for n, name in enumerate(names):
        ordinary += islice(makers[name], missing // len(names) + (n < missing % len(names)))
    return GeneratedPack(
        manifest({**phases, **{name: "planted" for name, _ in faults}}),
        vocabulary(),
        (*ordinary, *chain.from_iterable(clashing)),
        tuple(tuple(rule["id"] for rule in rules) for rules in clashing),
    )


def _forever(items: Sequence[Any]) -> Iterator[Any]:
    return chain.from_iterable(repeat(items))


def _phase_rules(rng: Random, phase: str) -> Iterator[Written]:
    """Four rules that narrow how everything in a phase is done."""
    avoided = rng.choice(AVOIDABLE)
    says: list[Written] = [
        {"for": {"channel": "phone"}, "hours": {"only": "09:00 to 17:00"}, "weekdays": {"never": ["sunday"]}},
        {"message": {"avoid": [avoided], "max_words": "longest"}},
        {"channels": {"prefer": [{"fact": WISHED}]}},
        {
            "for": {"channel": rng.choice(CHANNELS)},
            "message": {"max_characters": rng.randrange(600, 1200, 50)},
        },
    ]
    for number, each in enumerate(says):
        yield {
            "id": f"{phase.replace('_', '-')}/r{number}",
            "title": f"Rule {number} of {phase}",
            "action": {"phase": phase},
            **({"when": condition(rng)} if number % 2 else {}),
            **each,
            "because": "It is done so.",
        }


def _action_rules(rng: Random, action: str, number: int, names: list[str]) -> Iterator[Written]:
    """Rules of one action without end: whether and when first, then what narrows how."""
    topic = action.replace("_", "-")
    channel, recipient = rng.choice(CHANNELS), rng.choice(RECIPIENTS)
    positive = rng.choice([["may", "should"], ["should", "must"]])
    narrowing: list[Callable[[], Written]] = [
        lambda: {"window": {"not_before": f"{OPENED} + {rng.randint(11, 20)} days"}},
        lambda: {"channels": {"never": _others(rng, CHANNELS, channel)}},
        lambda: {"channels": {"only": sorted({channel, *_others(rng, CHANNELS, channel)})}},
        lambda: {"recipients": {"never": _others(rng, RECIPIENTS, recipient)[:1]}},
        lambda: {"recipients": {"only": sorted({recipient, *_others(rng, RECIPIENTS, recipient)})}},
        lambda: {"message": {"must": rng.sample(SAYABLE, 2), "avoid": [rng.choice(AVOIDABLE)]}},
        lambda: {"message": {"should": rng.sample(SAYABLE, 2), "max_words": rng.randrange(100, 400, 20)}},
        lambda: {"window": {"ideally_by": f"{OPENED} + {rng.randint(11, 30)} business days"}},
        lambda: {"hours": {"only": f"{rng.randint(7, 11):02}:00 to {rng.randint(13, 20)}:30"}},
        lambda: {
            "weekdays": {"only": ["tuesday", "wednesday", "thursday", rng.choice(["monday", "friday"])]}
        },
        lambda: {"via": {"prefer": ["direct"]}, "channels": {"prefer": rng.sample(CHANNELS, 2)}},
    ]
    against = {"modality": "must_not"} if positive[1] == "should" else {"modality": "should_not"}
    excepts = [] if positive[1] == "should" else [f"{topic}/r0#modality"]
    first: list[Written] = [
        {"modality": positive[0], "window": _window(rng)},
        {"window": {"not_after": f"{OPENED} + {rng.randint(60, 69)} days"}},
        {"modality": positive[1]},
        {**against, **({"overrides": excepts} if excepts else {})},
        {
            "window": {"not_before": f"{rng.choice(DATES)} + pause"},
            "overrides": [f"{topic}/*#window"],
        },
    ]
    rng.shuffle(narrowing)
    for place, says in enumerate(chain(first, (make() for make in _forever(narrowing)))):
        when = condition(rng) if place else {}  # the first rule of an action holds always
        if place % 9 == 8 and number % 10 == 9:  # a tenth of the actions wait for their neighbour
            when[names[number - 1]] = "not_open"
        yield {
            "id": f"{topic}/r{place}",
            "title": f"Rule {place} of {action}",
            "action": action,
            **({"when": when} if when else {}),
            **says,
            "because": "It is done so.",
            "source": {"text": "generator", "section": f"Rules of {action}"},
        }


def _window(rng: Random) -> Written:
    start = rng.choice([f"{OPENED} + pause", f"{OPENED} + {rng.randint(0, 10)} days"])
    return {"not_before": start, "not_after": f"{OPENED} + {rng.randint(71, 90)} days"}


def _others(rng: Random, names: tuple[str, ...], own: str) -> list[str]:
    """One or two of ``names`` other than ``own``."""
    return sorted(rng.sample([each for each in names if each != own], rng.randint(1, 2)))
