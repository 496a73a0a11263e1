"""Parts of a document as documents of their own, put on top of each other, every value with its place."""

from __future__ import annotations

from typing import Any

from .document import Document, PathKey, Place

__all__ = ["overlaid"]


def overlaid(document: Document, *paths: PathKey, extra: dict[str, Any] | None = None) -> Document:
    """The mappings at ``paths`` as one document: of what stands in several, the last has the word.

    Mappings are merged key by key, at every depth; anything else is replaced. Where nothing stands at a path,
    it adds nothing. ``extra`` are values of the caller's, on top of all; they have no place.
    """
    data: dict[str, Any] = {}
    place: Place | None = None
    for path in paths:
        if not document.has(path):
            continue
        inner: Any = document.data
        for part in path:
            inner = inner[part]
        if isinstance(inner, dict):
            data = _data(data, inner)
            place = _place(place, _at(document, path))
    if place is None and paths:
        nearest = document.at(paths[-1])
        place = Place(nearest) if nearest else None
    return Document(document.file, document.text, {**data, **(extra or {})}, place)


def _data(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _data(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _at(document: Document, path: PathKey) -> Place | None:
    place = document._root  # a document has no other door to the places of a part
    for part in path:
        place = place.inner.get(part) if place else None
    return place


def _place(below: Place | None, above: Place | None) -> Place | None:
    if below is None or above is None or not below.keys or not above.keys:
        return above or below
    inner = dict(below.inner)
    for key, place in above.inner.items():
        inner[key] = _place(inner.get(key), place) or place
    return Place(above.location, inner, {**below.keys, **above.keys})
