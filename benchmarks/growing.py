"""Packs of more and more rules, and what loading, compiling, deciding and keeping them takes.

Three kinds of pack grow, each from ten rules to ten thousand:

* *relevant*: a generated pack (:mod:`generated_packs`), ten rules an action, whose facts are all told;
* *elsewhere*: the pack of the workload, beside rules on other actions about a topic that isn't the case's;
* *crowded*: the pack of the workload, with all further rules on one and the same action.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from pathlib import Path
from random import Random
from typing import Any, Final, Literal, TypeAlias, get_args

import etiquette
from engines.ours import PACK
from engines.ours_facts import facts_of
from etiquette import Facts, Ruleset
from generated_packs import generate
from million import Draw, can_be
from workload.facts import cases

__all__ = ["KINDS", "Grown", "Kind", "grown"]

Kind: TypeAlias = Literal["relevant", "elsewhere", "crowded"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_TOPICS: Final = 40
_AN_ACTION: Final = 10
"""Rules of one action."""


@dataclass(frozen=True, slots=True)
class Grown:
    """A pack in a folder, and cases for it, the same each time it is asked for as many."""

    folder: Path
    rules: int
    facts: Callable[[Ruleset, int], Sequence[Facts]]

    def load(self) -> Ruleset:
        """The ruleset, read anew."""
        return etiquette.load(str(self.folder), plugins=())


def grown(kind: Kind, rules: int, folder: Path) -> Grown:
    """A pack of a kind with so many rules besides its own, written into ``folder``."""
    target = folder / f"{kind}-{rules}"
    if kind == "relevant":
        return Grown(generate(rules).write(target), rules, _drawn)
    shutil.copytree(PACK, target, ignore=shutil.ignore_patterns("tests"))
    further = list(_elsewhere(rules) if kind == "elsewhere" else _crowded(rules))
    if kind == "elsewhere":
        _declare(target, sorted({rule["action"] for rule in further}))
    for first in range(0, rules, 250):
        text = json.dumps({"rules": further[first : first + 250]})
        (target / f"further-{first:05}.yaml").write_text(text, "utf-8")
    return Grown(target, rules, _told)


def _drawn(ruleset: Ruleset, count: int) -> Sequence[Facts]:
    draw, random = Draw(ruleset), Random(5)
    made = (draw.case(random, told=1.0) for _ in repeat(None))
    return list(islice((each for each in made if can_be(ruleset, each)), count))


def _told(ruleset: Ruleset, count: int) -> Sequence[Facts]:
    extra = {"topic": "topic0"} if "topic" in ruleset.vocabulary.facts else {}
    made = (facts_of(each) for each in cases(count))
    return [Facts({**each.told, **extra}, each.today, each.timezone, each.proposed) for each in made]


def _elsewhere(rules: int) -> Iterator[dict[str, Any]]:
    """Rules on actions of other topics: each holds only for one topic, and never for that of the case."""
    for number in range(rules):
        yield {
            "id": f"elsewhere/r{number}",
            "title": f"Rule {number} on another topic",
            "action": f"act-{number // _AN_ACTION}".replace("-", "_"),
            "when": {
                "topic": f"topic{1 + number % (_TOPICS - 1)}",
                "status_inquiries_sent": {"at_least": number % 7},
            },
            "modality": "may",
            "window": {"not_before": f"interview_day + {number % 30} days"},
            "because": "It is so there.",
        }


def _crowded(rules: int) -> Iterator[dict[str, Any]]:
    """Rules on the question alone, whose facts are told and differ from case to case."""
    random = Random(5)
    flags = ("via_recruiter", "invited_in_person", "thank_you_sent", "reply_received", "offer", "rejected")
    for number in range(rules):
        yield {
            "id": f"crowded/r{number}",
            "title": f"Rule {number} on the question",
            "action": "status_inquiry",
            "when": {
                random.choice(flags): random.random() < 0.5,
                "promised_by_day": {"after": f"interview_day + {random.randrange(25)} days"},
            },
            "message": {"max_words": 200 + number % 50},
            "because": "So it is done.",
        }


def _declare(folder: Path, actions: Sequence[str]) -> None:
    """Put the actions of other topics, and the topic itself, into what the pack declares."""
    manifest = folder / "pack.yaml"
    entries = "".join(
        f"  {name}: {{title: The action {name}, phase: frame, message: false}}\n" for name in actions
    )
    manifest.write_text(
        manifest.read_text("utf-8").replace("actions:\n  thank_you", f"actions:\n{entries}  thank_you"),
        "utf-8",
    )
    vocabulary = folder / "facts.schema.json"
    schema = json.loads(vocabulary.read_text("utf-8"))
    words = [f"topic{number}" for number in range(_TOPICS)]
    schema["properties"]["topic"] = {
        "title": "The topic", "type": "string", "enum": words, "x-ask": "What is it about?"
    }  # fmt: skip
    vocabulary.write_text(json.dumps(schema), "utf-8")
