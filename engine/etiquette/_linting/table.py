"""The table of checks: one small generator function for each code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from etiquette.model import Level

from . import concepts, logic, manifest, numbers, overrides, rules, shapes, texts, unused
from .finding import Found
from .subject import Subject

__all__ = ["CHECKS", "Check"]


@dataclass(frozen=True, slots=True)
class Check:
    """What is looked for, and how grave it is. What the code stands for is in :mod:`etiquette.codes`."""

    level: Level
    look: Callable[[Subject], Iterator[Found]]


CHECKS: Final[Mapping[str, Check]] = {
    # texts
    "L601": Check("warning", texts.missing_rationales),
    "L602": Check("warning", texts.missing_sources),
    "L603": Check("warning", texts.titles),
    "L604": Check("warning", texts.twice),
    "L605": Check("note", texts.long_rationales),
    "L606": Check("warning", texts.sentences),
    "L607": Check("warning", texts.spacing),
    # numbers and names
    "L610": Check("warning", numbers.repeated),
    "L611": Check("note", numbers.nameless),
    "L612": Check("warning", unused.parameters),
    "L613": Check("warning", unused.definitions),
    "L614": Check("warning", unused.declarations),
    "L615": Check("warning", unused.narrow_parameters),
    # conditions
    "L620": Check("error", logic.never),
    "L621": Check("warning", logic.always),
    "L622": Check("warning", shapes.repeats),
    "L623": Check("warning", shapes.denied_twice),
    "L624": Check("warning", shapes.single_parts),
    "L625": Check("note", shapes.deep),
    # rules as a whole
    "L630": Check("warning", rules.misplaced),
    "L631": Check("warning", rules.defaults),
    "L632": Check("warning", rules.empty_constraints),
    "L633": Check("warning", overrides.always_overridden),
    "L634": Check("warning", overrides.futile),
    "L635": Check("note", overrides.too_broad),
    "L636": Check("warning", overrides.contained),
    "L637": Check("warning", rules.idle_changes),
    # the pack
    "L640": Check("note", manifest.missing_words),
    # concepts
    "L650": Check("warning", concepts.missing_examples),
    "L651": Check("warning", concepts.said_already),
    "L652": Check("warning", concepts.empty_lists),
}
