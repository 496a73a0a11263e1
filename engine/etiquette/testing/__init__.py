"""For authors of packs and plugins: facts to test with, strategies that find trouble, and assertions.

:func:`facts` builds the mapping of a facts file from dotted paths. :func:`cases` is a Hypothesis strategy
(it needs the extra ``etiquette-engine[testing]``) for whole facts of a ruleset, with the values around every
number in its packs. The assertions say in their message which facts broke them.
"""

from __future__ import annotations

from ._assertions import (
    assert_no_conflict,
    assert_only_narrows,
    assert_suggestions_hold,
    assert_valid_report,
)
from ._factory import facts, flat
from ._strategies import cases, completions

__all__ = [
    "assert_no_conflict",
    "assert_only_narrows",
    "assert_suggestions_hold",
    "assert_valid_report",
    "cases",
    "completions",
    "facts",
    "flat",
]
