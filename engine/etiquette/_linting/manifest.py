"""What a manifest tells those who choose among packs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from etiquette._reading.wording import listed

from .finding import Found
from .subject import Subject

__all__ = ["missing_words"]

_WANTED: Final = {
    "authors": "whose advice it is",
    "language": "in which language its texts are",
}


def missing_words(subject: Subject) -> Iterator[Found]:
    """A manifest without authors or a language."""
    manifest = subject.manifest
    if manifest is None:
        return
    missing = {key: what for key, what in _WANTED.items() if manifest.get(key) is None}
    if missing:
        message = f"{subject.name} doesn't say {listed(missing.values(), 'and')}."
        help_ = f"Add {listed((f'`{key}:`' for key in missing), 'and')} to its manifest."
        yield Found(manifest.data["pack"], message, help_)
