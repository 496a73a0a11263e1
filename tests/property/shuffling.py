"""Writing a pack again in another order: files, rules and keys."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import yaml

from etiquette._reading.yaml import parse

__all__ = ["shuffle_pack"]


def shuffle_pack(source: Path, into: Path, rng: random.Random) -> None:
    """Write a pack again with its rules in other files, in another order, with keys in another order."""
    into.mkdir(parents=True)
    rules: list[Any] = []
    for file in sorted(source.rglob("*.yaml")):
        if file.relative_to(source).parts[0] == "tests":
            continue
        document, problems = parse(file.read_text("utf-8"), file.name)
        assert document is not None, problems
        if file.name == "pack.yaml" or "rules" not in document.data:
            _write(into / file.name, _shuffled_keys(document.data, rng))
        else:
            rules.extend(document.data["rules"])
    for file in source.glob("*.json"):
        (into / file.name).write_bytes(file.read_bytes())
    rng.shuffle(rules)
    parts: list[list[Any]] = [[] for _ in range(rng.randint(1, 4))]
    for rule in rules:
        rng.choice(parts).append(_shuffled_keys(rule, rng))
    for place, part in enumerate(parts):
        if part:
            _write(into / f"{rng.choice('abyz')}{place}.yaml", {"rules": part})


def _shuffled_keys(value: Any, rng: random.Random) -> Any:
    """The same data with the keys of every mapping in another order; lists stay as they are."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: _shuffled_keys(value[key], rng) for key in keys}
    if isinstance(value, list):
        return [_shuffled_keys(each, rng) for each in value]
    return value


def _write(file: Path, data: Any) -> None:
    """YAML that reads back as the same data."""
    file.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")
