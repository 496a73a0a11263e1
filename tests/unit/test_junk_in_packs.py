"""Whatever stands in the files of a pack: it is loaded, or every problem has a code and a next step."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import etiquette
from etiquette._reading.render_diagnostics import render_diagnostics
from etiquette.codes import TITLES
from packing import BASE, OTHER, write
from small import LAW

PACK = OTHER / BASE
LAYER = {
    "pack": "layer",
    "version": "1.0.0",
    "format": 1,
    "title": "A layer",
    "extends": [f"{BASE}@^1"],
    "set": {"patience": 3},
    "change": {
        "decision/wait": {"window": {"not_before": "meeting.date + 1 day"}, "message": {"avoid": None}}
    },
    "order": {"channels": ["phone"]},
    "definitions": {"late": {"days_from": "meeting.date", "to": "last_note + 1 day"}},
}
FILES: dict[str, Any] = {
    f"{BASE}/pack.yaml": yaml.safe_load((PACK / "pack.yaml").read_text("utf-8")),
    f"{BASE}/rules.yaml": yaml.safe_load((PACK / "rules.yaml").read_text("utf-8")),
    f"{BASE}/facts.schema.json": json.loads((PACK / "facts.schema.json").read_text("utf-8")),
    "layer/pack.yaml": LAYER,
}
JUNK: list[Any] = [
    None, True, 0, -1, 10**30, 1.5, "", "none", "given", "open", "a", "meeting.date", "meeting.date + 1 moon",
    "patience", "email", [], {}, [[]], ["email"], [{"fact": "client.likes"}], {"all": []}, {"fact": "notes"},
    {"any": [{"undecided": True}]}, {"latest_of": ["meeting.date"]}, "minutes/*", "x/y#window", "array", "\n",
    {"title": "T", "type": "object", "properties": {}}, {"type": ["array", "null"], "title": "x"}, "1.0.0",
]  # fmt: skip
KEYS = ["zz", "id", "when", "fact", "not", "properties", "items", "x-assume", "enum", "extends", "disable"]


def paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to everything in ``data``, itself left out."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from paths(value, (*path, key))


def spoil(data: Any, rng: random.Random) -> None:
    """Replace, take away or add one thing somewhere in ``data``."""
    *way, last = rng.choice(list(paths(data)))
    here = data
    for key in way:
        here = here[key]
    what = rng.choice(("replace", "remove", "add"))
    if what == "remove":
        del here[last]
    else:
        key = rng.choice(KEYS) if what == "add" and isinstance(here, dict) else last
        here[key] = copy.deepcopy(rng.choice(JUNK))


@settings(LAW, max_examples=150)
@given(seed=st.integers(0, 10**9), times=st.integers(1, 3))
def test_junk(tmp_path_factory: pytest.TempPathFactory, seed: int, times: int) -> None:
    """A pack and a layer with something wrong anywhere never end in an exception of another kind."""
    rng = random.Random(seed)  # noqa: S311 - it merely picks
    files = copy.deepcopy(FILES)
    for _ in range(times):
        spoil(files[rng.choice(sorted(files))], rng)
    folder = tmp_path_factory.mktemp("junk")
    write(folder, {name: json.dumps(data) for name, data in files.items()})
    problems: Sequence[etiquette.Diagnostic] = ()
    try:
        ruleset = etiquette.load(folder / "layer", plugins=(), paths=[folder])
    except etiquette.RulesError as error:
        problems = error.diagnostics
        assert problems, "nothing is said"
    else:
        assert ruleset.check(
            {"today": "2026-11-24", "timezone": "UTC", "meeting": {"date": "2026-11-20"}}
        ).as_of
    assert all(each.code in TITLES and each.help for each in problems)
    assert all(each.location for each in problems if each.code not in ("E401", "E402", "E403"))
    assert bool(render_diagnostics(problems)) == bool(problems)


def test_the_files_are_right_before_they_are_spoilt(tmp_path: Path) -> None:
    """Without junk the same files load, so that junk is what the other test is about."""
    write(tmp_path, {name: json.dumps(data) for name, data in FILES.items()})
    assert etiquette.load(tmp_path / "layer", plugins=(), paths=[tmp_path]).rules
