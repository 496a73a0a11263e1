"""Which wording is used: that of the packs' own language, or of the message's."""

from __future__ import annotations

from etiquette.ruleset import Ruleset
from etiquette.wordings import Wordings

__all__ = ["wordings_in"]


def wordings_in(ruleset: Ruleset, language: str = "") -> Wordings | None:
    """The wording in a language (by default the packs' own), or in the same without its region."""
    asked = language or ruleset.language
    return ruleset.wordings.get(asked) or ruleset.wordings.get(asked.partition("-")[0])
