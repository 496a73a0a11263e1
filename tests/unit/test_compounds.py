"""Languages whose words grow: parts of compounds in phrases, in any form of the whole."""

from __future__ import annotations

import pytest

from etiquette._matching.notation import Notation, PhraseError
from etiquette._matching.reading import Recognition
from etiquette._matching.words import Lexicon
from etiquette.recognition import Language, Phrase, Recogniser

GERMAN = Language("de", stemmer="german", negators=("nicht",), abbreviations=("3", "z", "z.b"))


def found(phrase: str, text: str) -> bool:
    """Whether a phrase is found in a text."""
    mine = Recogniser("it", "de", (Phrase(phrase),))
    return bool(Recognition({"de": GERMAN}, [mine], "de").read(text, language="de").hits)


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("*stelle", "Die Gärtnerstelle ist frei.", True),
        ("*stelle", "Drei Lehrerstellen sind frei.", True),
        ("*stelle", "Die Stelle ist frei.", True),
        ("*stelle", "Der Stellenplan ist voll.", False),
        ("stellen*", "Der Stellenplan ist voll.", True),
        ("stellen*", "Die Gärtnerstelle ist frei.", False),
        ("*stell*", "Die Gärtnerstellenpläne sind voll.", True),
        ("freie .. *stelle im", "Eine freie Bau-Stelle im Hof", True),
        ("rück*", "Vielen Dank für die Rueckmeldung!", True),
        ("=stelle", "Die Gärtnerstelle ist frei.", False),
    ],
)
def test_a_star_stands_for_the_rest_of_a_compound(phrase: str, text: str, is_found: bool) -> None:
    """A word with a star is found at the end, or the beginning, of compounds of all forms."""
    assert found(phrase, text) is is_found


@pytest.mark.parametrize("text", ["grüßen Sie ihn", "gruessen Sie ihn", "GRÜSSEN SIE IHN"])
def test_letters_may_be_written_out(text: str) -> None:
    """Umlauts and sz are the same word when they are written with letters that every keyboard has."""
    assert found("grüßen sie", text)


def test_a_numbered_day_ends_no_sentence() -> None:
    """A number among the abbreviations of a language keeps its full stop, and the sentence goes on."""
    assert found("am =3 november", "Wir sprachen am 3. November.")


def test_a_star_alone_is_no_word() -> None:
    """A star needs a part of a word beside it."""
    with pytest.raises(PhraseError):
        Notation(Lexicon(GERMAN)).pattern("*")
