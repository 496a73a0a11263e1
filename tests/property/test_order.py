"""Order never matters: not that of files, of rules, of keys or of plugins."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import etiquette
from etiquette import Ruleset
from etiquette.testing import cases

from . import laws
from .rulesets import CHANNELS, ROOT, ruleset
from .shuffling import shuffle_pack

FOLDERS = {"post-interview": ROOT / "rules/post-interview", "business-days": ROOT / "rules/business-days"}
FULL = ruleset("post-interview")


@lru_cache(maxsize=32)
def shuffled(pack: str, seed: int) -> Ruleset:
    """A bundled pack, shuffled with everything it extends, and with its plugins asked for in any order."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable shuffle, no secret
    folder = Path(mkdtemp(prefix="etiquette-"))
    for name, source in FOLDERS.items():
        shuffle_pack(source, folder / name, rng)
    plugins: Sequence[str] = rng.sample(CHANNELS, len(CHANNELS))
    return etiquette.load(str(folder / pack), paths=[folder], plugins=plugins)


@given(st.sampled_from(sorted(FOLDERS)), st.integers(0, 7), cases(FULL))
def test_order_never_matters(pack: str, seed: int, case: dict[str, Any]) -> None:
    """Shuffling files, rules, keys and plugins changes neither the digest nor a byte of the report."""
    plain, other = ruleset(pack), shuffled(pack, seed)
    assert plain.packs == other.packs
    laws.same_report(plain, other, case)
