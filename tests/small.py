"""Small rulesets for tests: written as a pack's text and loaded, or put together from bare declarations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from hypothesis import settings

import etiquette
from etiquette import Ruleset, hookimpl
from etiquette._deciding.situation import Situation
from etiquette.facts import Facts, FactValue
from etiquette.model import Parameter
from etiquette.vocabulary import FactDecl, Vocabulary

__all__ = ["FACTS", "LAW", "TODAY", "UTC", "bare", "case", "plugin", "situation_of", "small", "told"]

LAW: Final = settings(deadline=None, derandomize=True, database=None)
"""For laws outside tests/property: the same examples in each run, however the machine is loaded."""

TODAY: Final = date(2026, 11, 23)
"""A Monday."""

UTC: Final = ZoneInfo("UTC")

FACTS: Final = """
$schema: https://json-schema.org/draft/2020-12/schema
title: Facts of a small pack
type: object
properties:
  case:
    title: The case
    type: object
    properties:
      opened: {type: string, format: date, title: Opened, x-ask: "When was it opened?"}
      promised: {type: string, format: date, x-none: true, title: Promised, x-ask: "What was promised?"}
      closed: {type: boolean, title: Closed, x-ask: "Is it closed?"}
      urgent: {type: boolean, title: Urgent, x-ask: "Is it urgent?", x-assume: {value: false}}
      begun: {type: boolean, title: Begun, x-ask: "Has it begun?", x-assume: {today_is_after: case.opened}}
      number: {type: integer, minimum: 0, maximum: 9, title: Number, x-ask: "How many?"}
      country:
        {type: string, x-none: true, title: Country, x-ask: "Where?", x-assume: {value: none},
         examples: [DE, IL]}
      place: {type: string, format: timezone, title: Zone, x-ask: "In which zone?"}
      wished: {type: string, x-words: channels, x-none: true, title: Wished, x-ask: "Which way?"}
      agreed:
        type: array
        items: {type: string, x-words: channels}
        title: Agreed
        x-ask: "Which ways?"
        x-assume: {value: []}
      sights:
        type: array
        items: {type: string}
        title: Sights
        x-ask: "What was there to see?"
        x-assume: {value: []}
        x-say: {one: thing you saw, many: things you saw}
      guests: {type: array, items: {type: string}, title: Guests, x-ask: "Who came?", x-assume: {value: []}}
      people:
        type: array
        title: People
        x-ask: "Who?"
        x-assume: {value: []}
        items: {type: object, properties: {name: {type: string, title: Name}}}
      calls:
        type: array
        title: Calls
        x-ask: "Which calls?"
        x-assume: {value: []}
        items:
          type: object
          properties:
            day: {type: string, format: date, title: Day}
            kind: {type: string, x-words: actions, title: Kind}
            person: {type: string, title: Person}
            kept: {type: boolean, title: Kept}
    required: [opened]
required: [case]
"""
"""A vocabulary of a case that somebody opened, with one fact of each kind."""

_MANIFEST: Final = """
pack: small
version: 1.0.0
format: 1
title: A small pack
vocabulary: facts.schema.json
calendar: {country: case.country}
phases:
  during: {title: During}
parameters:
  wait: {type: days, default: 14, range: [5, 28], title: Wait}
  grace: {type: business_days, default: 2, range: [0, 9], title: Grace}
  most: {type: count, default: 2, range: [1, 9], title: Most}
  strict: {type: switch, default: false, title: Strict}
actions:
  write: {title: Write, phase: during}
  call: {title: Call, phase: during}
channels:
  letter: {title: letter, phrase: by letter}
  phone: {title: phone, medium: spoken, phrase: by phone}
  wire: {title: wire, unit: characters, phrase: by wire}
recipients:
  owner: {title: the owner, phrase: to the owner}
  clerk: {title: the clerk, phrase: to the clerk, timezone: case.place}
carriers:
  direct: {title: you, phrase: directly}
  agent: {title: your agent, phrase: through your agent}
concepts:
  greeting: {title: a greeting, room: 60}
  question: {title: a question, room: 60}
  story: {title: a story, room: 300}
  joke: {title: a joke}
order:
  actions: [write, call]
  channels: [letter, phone, wire]
  recipients: [owner, clerk]
  carriers: [direct, agent]
  concepts: [greeting, question, story, joke]
"""


def small(
    rules: str,
    *,
    manifest: str = "",
    vocabulary: str = FACTS,
    plugins: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    into: Path | None = None,
) -> Ruleset:
    """A pack with these rules (a YAML list), loaded with no plugin but these (rules by a plugin's name).

    Keys of ``manifest`` (YAML as well) stand in for those of a small default one; a mapping adds to it.
    """
    folder = into or Path(mkdtemp(prefix="etiquette-")) / "small"
    folder.mkdir(parents=True, exist_ok=True)
    whole = yaml.safe_load(_MANIFEST)
    for key, given in (yaml.safe_load(manifest) or {}).items():
        both = isinstance(given, dict) and isinstance(whole.get(key), dict)
        whole[key] = {**whole[key], **given} if both else given
    (folder / "pack.yaml").write_text(yaml.safe_dump(whole, sort_keys=False), "utf-8")
    (folder / "facts.schema.json").write_text(json.dumps(yaml.safe_load(vocabulary)), "utf-8")
    if rules.strip():
        (folder / "rules.yaml").write_text(f"rules:\n{rules}", "utf-8")
    extra = {name: plugin(text) for name, text in (plugins or {}).items()}
    return etiquette.load(folder, plugins=(), parameters=parameters, extra_plugins=extra)


def plugin(rules: str) -> object:
    """A plugin with these rules (a YAML list)."""
    return SimpleNamespace(etiquette_rules=hookimpl(lambda: [("rules.yaml", f"rules:\n{rules}")]))


def case(today: date | str = TODAY, zone: str = "UTC", **facts: Any) -> dict[str, Any]:
    """A facts mapping of the small pack's case, opened on the day itself unless it says otherwise."""
    day = today if isinstance(today, str) else today.isoformat()
    proposed = {"proposed": facts.pop("proposed")} if "proposed" in facts else {}
    return {"today": day, "timezone": zone, "case": {"opened": day, **facts}, **proposed}


def bare(
    *facts: FactDecl, parameters: Mapping[str, Any] | None = None, country: str | None = None, **parts: Any
) -> Ruleset:
    """A ruleset that merely declares facts and parameters, for evaluating conditions and dates."""
    made = {name: Parameter(name, "count", value) for name, value in (parameters or {}).items()}
    vocabulary = Vocabulary({decl.path: decl for decl in facts}, {})
    return replace(Ruleset((), (), vocabulary, parameters=made, country=country), **parts)


def told(values: Mapping[str, FactValue] | None = None, today: date = TODAY, zone: ZoneInfo = UTC) -> Facts:
    """Facts with these values by path."""
    return Facts(dict(values or {}), today, zone)


def situation_of(ruleset: Ruleset, values: Mapping[str, FactValue] | None = None) -> Situation:
    """A situation under a ruleset in which ``values`` are told."""
    return Situation(ruleset, told(values))
