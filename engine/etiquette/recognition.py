"""The public nouns of recognising: what a concept sounds like in a language, and what the language is like.

A pack writes them down in files of their own; here they are as they were written, with their places. What
they come to is worked out by :mod:`etiquette._matching`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ._nouns import dataclass, field
from .diagnostics import Location

__all__ = ["AsideMarkers", "Example", "Language", "Pattern", "Phrase", "Recogniser"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say something, in the notation of phrases.

    ``together`` and ``unless`` are further phrases that the same sentence must all hold, or must not hold any
    of. ``instead`` is a wording that would do better.
    """

    say: str
    together: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    instead: str = ""
    location: Location | None = None

    @property
    def written(self) -> str:
        """The phrase on one line, with what the same sentence must and must not hold."""
        parts = [self.say]
        parts += [f"with {' and '.join(self.together)}"] if self.together else []
        parts += [f"unless {' or '.join(self.unless)}"] if self.unless else []
        return " ".join(", ".join(parts).split())


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression (RE2), held against the text as it is written, whatever the case."""

    text: str
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that says something, or that seems to and doesn't."""

    text: str
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Recogniser:
    """What a concept sounds like in one language, as one file of a pack has it.

    ``negated`` and ``quoted`` say that a phrase counts after a word such as *not*, and within quotation
    marks. ``facts`` are lists whose entries say it by being mentioned. ``lists`` are words for ``{name}``.
    """

    concept: str
    language: str
    phrases: tuple[Phrase, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    exceptions: tuple[Phrase, ...] = ()
    negated: bool = False
    quoted: bool = False
    facts: tuple[str, ...] = ()
    instead: str = ""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    matches: tuple[Example, ...] = ()
    does_not_match: tuple[Example, ...] = ()
    owner: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class AsideMarkers:
    """Regular expressions (RE2) of lines that begin what isn't the writer's own message."""

    quoted: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    disclaimer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """What has to be known of a language to recognise anything in it.

    ``stemmer`` is the name of a Snowball stemmer, empty for none. ``contractions`` map a word, or an ending
    that begins with an apostrophe, to the words that it stands for; ``irregular`` maps a word to its forms.
    ``negators`` turn what follows them, up to one of ``breaks``, into its contrary. ``abbreviations`` don't
    end a sentence with their full stop. ``light`` are words of so little content that a name is mentioned
    without them too. ``salutation`` and ``farewell`` are phrases of lines around a message.
    """

    id: str
    title: str = ""
    stemmer: str = ""
    contractions: Mapping[str, str] = field(default_factory=dict)
    irregular: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    negators: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    salutation: tuple[str, ...] = ()
    farewell: tuple[str, ...] = ()
    set_aside: AsideMarkers = AsideMarkers()
    owner: str = ""
    location: Location | None = None
