"""Order never matters: not that of files, of rules, of keys or of plugins."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

import etiquette
from etiquette import Ruleset
from etiquette._yaml import parse
from etiquette.testing import cases

from .rulesets import CHANNELS, ROOT, ruleset

FOLDERS = {"post-interview": ROOT / "rules/post-interview", "business-days": ROOT / "rules/business-days"}
FULL = ruleset("post-interview")


def shuffled_keys(value: Any, rng: random.Random) -> Any:
    """The same data with the keys of every mapping in another order; lists stay as they are."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled_keys(value[key], rng) for key in keys}
    if isinstance(value, list):
        return [shuffled_keys(each, rng) for each in value]
    return value


def shuffle_pack(source: Path, into: Path, rng: random.Random) -> None:
    """Write a pack again with its rules in other files, in another order, with keys in another order."""
    into.mkdir(parents=True)
    rules: list[Any] = []
    for file in sorted(source.rglob("*.yaml")):
        document, problems = parse(file.read_text("utf-8"), file.name)
        assert document is not None, problems
        if file.name == "pack.yaml" or "rules" not in document.data:
            write(into / file.name, shuffled_keys(document.data, rng))
        else:
            rules.extend(document.data["rules"])
    rng.shuffle(rules)
    parts: list[list[Any]] = [[] for _ in range(rng.randint(1, 4))]
    for rule in rules:
        rng.choice(parts).append(shuffled_keys(rule, rng))
    for place, part in enumerate(parts):
        if part:
            write(into / f"{rng.choice('abyz')}{place}.yaml", {"rules": part})


def write(file: Path, data: Any) -> None:
    """YAML that reads back as the same data."""
    file.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")


@lru_cache(maxsize=32)
def shuffled(pack: str, seed: int) -> Ruleset:
    """A bundled pack, shuffled with everything it extends, and with its plugins asked for in any order."""
    rng = random.Random(seed)  # noqa: S311  # a shuffle to be repeated, not a secret
    folder = Path(mkdtemp(prefix="etiquette-"))
    for name, source in FOLDERS.items():
        shuffle_pack(source, folder / name, rng)
    plugins: Sequence[str] = rng.sample(CHANNELS, len(CHANNELS))
    return etiquette.load(str(folder / pack), paths=[folder], plugins=plugins)


def without_places(data: Any) -> Any:
    """The same report without files, lines and columns: those may differ."""
    if isinstance(data, dict):
        return {key: without_places(each) for key, each in data.items() if key != "location"}
    if isinstance(data, list):
        return [without_places(each) for each in data]
    return data


@given(st.sampled_from(sorted(FOLDERS)), st.integers(0, 7), cases(FULL))
def test_order_never_matters(pack: str, seed: int, case: dict[str, Any]) -> None:
    """Shuffling files, rules, keys and plugins changes neither the digest nor a byte of the report."""
    plain, other = ruleset(pack), shuffled(pack, seed)
    assert plain.packs == other.packs
    one, two = (json.dumps(without_places(each.check(case).to_dict())) for each in (plain, other))
    assert one == two
