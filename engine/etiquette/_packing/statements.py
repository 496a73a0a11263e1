"""What files of concepts, languages and drafts say, statement by statement, for the digest of a pack.

How statements are spread over files, and in which order they stand, means nothing. Examples are no part of
it: they test what is said, as suites do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from .tree import Tree

__all__ = ["statements"]

_Statement: TypeAlias = list[Any]
_EXAMPLES: Final = ("matches", "does_not_match")
_HEAD: Final = ("$schema", "concept", "language", "negated", "quoted", "instead", *_EXAMPLES)


def statements(
    concepts: Iterable[Tree], languages: Iterable[Tree], drafts: Iterable[Tree] = ()
) -> list[_Statement]:
    """All that is said, each once; lists of plain data."""
    found = [each for tree in concepts for each in _of_concept(tree.plain())]
    found += [each for tree in languages for each in _of_language(tree.plain())]
    return found + [each for tree in drafts for each in _of_drafts(tree.plain())]


def _of_drafts(data: dict[str, Any]) -> Iterator[_Statement]:
    head = ["drafts", data["language"]]
    yield head
    for key in ("drafts", "slots"):
        for name, entries in data.get(key, {}).items():
            yield from ([*head, key, name, each] for each in _entries(entries))
    for key in ("salutations", "openings", "farewells", "subjects"):
        yield from ([*head, key, each] for each in data.get(key, ()))
    yield from ([*head, key, data[key]] for key in ("paragraphs", "days") if key in data)


def _entries(written: Any) -> list[Any]:
    return written if isinstance(written, list) else [written]


def _of_concept(data: dict[str, Any]) -> Iterator[_Statement]:
    head = ["concept", data["concept"], data["language"]]
    manner = [data.get("negated"), data.get("quoted"), data.get("instead")]
    yield head
    for key in ("phrases", "exceptions"):
        for each in data.get(key, ()):
            yield [*head, key, *_phrase(each), *(manner if key == "phrases" else ())]
    for key in ("patterns", "facts"):
        for each in data.get(key, ()):
            yield [*head, key, each, *manner]
    yield from _lists(head, data)


def _phrase(written: Any) -> _Statement:
    if isinstance(written, str):
        return [written, [], [], None]
    return [written["say"], _many(written, "with"), _many(written, "unless"), written.get("instead")]


def _many(written: dict[str, Any], key: str) -> list[str]:
    found = written.get(key, [])
    return [found] if isinstance(found, str) else sorted(found)


def _of_language(data: dict[str, Any]) -> Iterator[_Statement]:
    head = ["language", data["language"]]
    yield head
    yield from _lists(head, data)
    for key, value in data.items():
        if key in _HEAD or key == "lists":
            continue
        if isinstance(value, str):
            yield [*head, key, value]
        elif isinstance(value, list):
            yield from ([*head, key, each] for each in value)
        else:
            for name, inner in value.items():
                entries = [inner] if isinstance(inner, str) else inner
                yield from ([*head, key, name, each] for each in entries)


def _lists(head: _Statement, data: dict[str, Any]) -> Iterator[_Statement]:
    for name, entries in data.get("lists", {}).items():
        yield [*head, "lists", name]
        yield from ([*head, "lists", name, each] for each in entries)
