"""What a file of a pack is, by the key that stands at its root: rules, a concept, a language, or drafts."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

__all__ = ["FileKind", "kind_of_file"]

FileKind: TypeAlias = Literal["rules", "concept", "language", "drafts"]

_OF_CONCEPTS: Final = frozenset(("phrases", "patterns", "exceptions", "matches", "does_not_match"))
_OF_LANGUAGES: Final = frozenset(("stemmer", "contractions", "irregular", "negators", "breaks", "set_aside"))
_OF_DRAFTS: Final = frozenset(("salutations", "openings", "farewells", "subjects", "slots", "paragraphs"))


def kind_of_file(data: Any) -> FileKind:
    """What the plain ``data`` of a file is meant for; rules where nothing says otherwise.

    Where the root key is misspelt, keys that only one kind has tell, so that the right schema complains.
    """
    if not isinstance(data, dict) or "rules" in data:
        return "rules"
    if "concept" in data or data.keys() & _OF_CONCEPTS:
        return "concept"
    if "drafts" in data or data.keys() & _OF_DRAFTS:
        return "drafts"
    if "language" in data or data.keys() & _OF_LANGUAGES:
        return "language"
    return "rules"
