"""Which language a text is in: a library's judgement, where there is enough text to judge by."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, Final

__all__ = ["language_of"]

_LETTERS: Final = 24
"""Letters from which on a judgement is worth something; shorter texts are taken for the assumed language."""

_SURE: Final = 0.8
_GLANCE: Final = 80
"""Characters at the beginning, in the middle and at the end that are enough where they are clear."""

_MOST: Final = 4000
"""Characters that are looked at; more don't make the judgement better."""


def language_of(text: str, known: Collection[str], assumed: str) -> tuple[str, bool]:
    """The code (ISO 639-1) of the language of ``text``, and whether that is sure.

    ``known`` are the languages that the packs have concepts for: where the judgement between one of them and
    another language is close, it is that one, and between several of them the language ``assumed``. Too short
    a text is in that one, too.
    """
    text = text[:_MOST]
    letters = [each for each in text if each.isalpha()]
    if 2 * sum(map(_is_latin, letters)) < len(letters) or not letters:
        return (_ranked(text, known) if letters else "", False)
    if len(letters) < _LETTERS:
        return assumed, False
    middle = (len(text) - _GLANCE) // 2
    if middle > _GLANCE:
        parts = text[:_GLANCE], text[middle : middle + _GLANCE], text[-_GLANCE:]
        best, share = _identifier().rank(" ".join(parts))[0]
        if best in known and share >= _SURE:
            return str(best), True
    ranked = _identifier().rank(text)
    best, share = ranked[0]
    if best in known:
        close = share < _SURE and any(code == assumed and 2 * part >= share for code, part in ranked[:5])
        return assumed if close else str(best), bool(share >= _SURE)
    likely = [(code, part) for code, part in ranked[:5] if code in known]
    if share < _SURE and likely:
        return str(likely[0][0]), False
    return str(best), bool(share >= _SURE)


def _ranked(text: str, known: Collection[str]) -> str:
    """The likeliest language of a text in another script than the Latin one, however short it is."""
    best = str(_identifier().rank(text)[0][0])
    return best if best not in known else ""


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter <= "\u1eff"


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
