"""An editor knows every name that a condition may start with."""

from __future__ import annotations

import json

import pytest

import etiquette
from etiquette._data import load_schema
from etiquette.rules_schema import rules_schema, with_fact_names
from etiquette.vocabulary import read_vocabulary


@pytest.mark.parametrize("name", ["rules", "pack"])
def test_the_shipped_schemas_know_every_bundled_fact(name: str) -> None:
    """The schemas of rules and of packs complete and explain each fact of `facts.schema.json`."""
    shipped = load_schema(name)
    vocabulary = read_vocabulary(load_schema("facts"))
    assert shipped == with_fact_names(shipped, vocabulary), "write it again with with_fact_names"
    known = shipped["$defs"]["condition"]["properties"]
    for path, decl in vocabulary.facts.items():
        if decl.kind != "records":
            assert known[path]["title"] == decl.title


def test_a_ruleset_adds_its_own_names() -> None:
    """The schema of a ruleset also knows its definitions, parameters and actions, and is JSON."""
    ruleset = etiquette.load(plugins=[])
    known = rules_schema(ruleset)["$defs"]["condition"]["properties"]
    names = {*ruleset.definitions, *ruleset.parameters, *ruleset.actions}
    assert names <= set(known)
    assert all(known[name]["description"] for name in names)
    assert json.loads(json.dumps(known)) == known
