"""Names to parse against, from the pack of another etiquette, and short texts as trees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from etiquette._packing.names import Family, Names
from etiquette._packing.parse_declared import parse_parameter
from etiquette._packing.parse_definitions import parse_definition
from etiquette._packing.tree import Tree
from etiquette._reading.document import Document
from etiquette._reading.yaml import parse
from etiquette.vocabulary import read_vocabulary

__all__ = ["OTHER", "document", "names", "said", "tree"]

OTHER: Final = Path(__file__).parent / "cases" / "other_etiquette" / "client-meetings"


def document(text: str, file: str = "some.yaml") -> Document:
    """A YAML text that is right."""
    found, problems = parse(text, file)
    assert found is not None, problems
    return found


def tree(text: str, owner: str = "some-pack") -> Tree:
    """What a YAML text says."""
    return Tree.of(document(text), owner)


def names(**definitions: Any) -> Names:
    """What the pack of client meetings declares, with further definitions."""
    manifest = tree((OTHER / "pack.yaml").read_text("utf-8"), "client-meetings")
    families: tuple[Family, ...] = ("actions", "phases", "channels", "recipients", "carriers", "concepts")
    declared: dict[Family, tuple[str, ...]] = {each: tuple(manifest.data[each].data) for each in families}
    declared["units"] = ("words", "characters")
    found = Names(
        read_vocabulary(json.loads((OTHER / "facts.schema.json").read_text("utf-8"))),
        declared,
        parse_definition,
        definitions={
            **manifest.data["definitions"].data,
            **{name: tree(json.dumps(each)) for name, each in definitions.items()},
        },
    )
    parameters = (
        parse_parameter(name, each, found.found) for name, each in manifest.data["parameters"].items()
    )
    found.parameters = {each.name: each for each in parameters if each}
    return found


def said(known: Names) -> list[str]:
    """The problems that were found, without their places."""
    return [f"{each.code} {each.message}" for each in known.found]
