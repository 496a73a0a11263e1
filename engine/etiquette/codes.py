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
    "E308": "What has happened lies after today",
    "E309": "Two entries of a list have one name",
    "E310": "A name is not on the list",
    "E311": "The day of a step has passed",
    "E312": "A country has no calendar",
    # 4: rule packs
    "E401": "A pack is not known",
    "E402": "A version of a pack is not there",
    "E403": "A folder holds no pack that can be used",
    "E404": "Packs extend each other in a circle",
    "E405": "Packs want versions that exclude each other",
    "E406": "A pack stands in two places",
    "E407": "A released pack changed without a new version",
    "E408": "A file of a pack isn't read",
    "E410": "A name is declared twice",
    "E411": "A name is not known",
    "E412": "A word is not declared",
    "E413": "A comparison doesn't fit what it compares",
    "E414": "A number is one that can never be",
    "E415": "A date is not written as one",
    "E416": "Definitions go round in a circle",
    "E417": "A definition derives nothing",
    "E418": "A parameter doesn't fit its own declaration",
    "E419": "What an action is owed to can't be counted",
    "E420": "An id is used for two rules",
    "E421": "A rule says nothing",
    "E422": "A rule for a phase has a modality",
    "E423": "A prohibition has constraints",
    "E424": "Hours or weekdays leave nothing",
    "E425": "A message is to say what it is to avoid",
    "E426": "An override names a rule that isn't there",
    "E427": "Overrides go round in a circle",
    "E428": "Actions wait for each other in a circle",
    "E429": "An action that the pack is silent about has a modality",
    "E430": "A rule for single ways says more than constraints",
    "E431": "The days of a rule end before they begin",
    "E440": "A parameter is set to what it can't be",
    "E441": "Layers want different things",
    "E442": "A rule is relaxed that isn't overridable",
    "E443": "A layer changes what isn't below it",
    "E444": "A fact is declared twice",
    "E445": "A vocabulary can't be used",
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
    "E510": "A rule of a plugin does more than narrow",
    "E511": "A plugin doesn't fit the packs",
}
