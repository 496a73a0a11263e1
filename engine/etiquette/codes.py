"""Every diagnostic code with its one-line title; the docs have a page for each.

The first digit tells the floor: 1 reading a file, 2 its shape against the schema, 3 what facts mean,
4 rule packs, 5 plugins. A code is never reused for something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["TITLES"]

TITLES: Final[Mapping[str, str]] = {
    # 1: reading a file
    "E101": "A file can't be read",
    "E102": "A file is too large",
    "E103": "A file is not UTF-8 text",
    "E104": "A file says nothing",
    "E105": "A file is not valid YAML",
    "E106": "A tab stands where YAML wants spaces",
    "E107": "A key stands twice in one mapping",
    "E108": "An alias is not known, or aliases make too much of little",
    "E109": "A file nests too deeply",
    "E110": "A file uses a part of YAML that is not read here",
    "E111": "A key is not a word",
    # 2: shape against the schema
    "E201": "A key is not known",
    "E202": "A value is of the wrong kind",
    "E203": "A value is not one of the words that are known",
    "E204": "A key is missing",
    "E205": "A value is too small, too large, too short or too long",
    "E206": "A value is not written the way it should be",
    "E207": "A value is not allowed here",
    # 3: what facts mean
    "E301": "A date is not in the calendar",
    "E302": "A date is too far off",
    "E303": "A time zone is not known",
    "E304": "The facts can't be so",
    "E305": "A word is not one that the rules declare",
    "E306": "A draft belongs to no step",
    "E307": "The facts contradict themselves",
    # 5: plugins
    "E501": "Two plugins share a name",
    "E502": "A plugin that was asked for isn't installed",
    "E503": "A plugin can't be imported",
    "E504": "A plugin doesn't fit the hooks",
    "E505": "A plugin failed",
    "E506": "A plugin returned what can't be used",
    "E507": "Two plugins declare the same thing",
    "E508": "A plugin has a name that can't be used",
    "E509": "The rules of a plugin can't be read",
}
