"""What phrases find in texts: forms, short forms, negation, quotation, exceptions, sentences, names."""

from __future__ import annotations

from typing import Any, Final

import pytest

from etiquette._matching.notation import Notation, PhraseError
from etiquette._matching.reading import Recognition
from etiquette._matching.words import Lexicon
from etiquette.messages import Reading
from etiquette.recognition import AsideMarkers, Language, Pattern, Phrase, Recogniser

ENGLISH: Final = Language(
    "en",
    stemmer="english",
    contractions={"n't": "not", "'m": "i am", "u": "you", "can't": "can not", "i'm": "i am"},
    irregular={"be": ("am", "is", "are", "was")},
    negators=("no", "not", "never"),
    breaks=("but", "however"),
    abbreviations=("mr", "e.g"),
    light=("the", "of", "to"),
    salutation=("^ (hi|dear)",),
    farewell=("^ (best|kind regards)",),
    set_aside=AsideMarkers(quoted=("^On .* wrote:$",)),
)


def reading(text: str, *phrases: str | Phrase, subject: str = "", **more: Any) -> Reading:
    """What one concept with these phrases finds in a text."""
    named = more.pop("named", None)
    language = more.pop("language", "en")
    made = tuple(Phrase(each) if isinstance(each, str) else each for each in phrases)
    mine = Recogniser("it", "en", made, **more)
    return Recognition({"en": ENGLISH}, [mine], "en").read(text, subject, named, language)


def found(text: str, *phrases: str | Phrase, **more: Any) -> list[str]:
    """The stretches that are found."""
    return [each.span.text for each in reading(text, *phrases, **more).hits]


@pytest.mark.parametrize(
    "text",
    [
        "thank you",
        "Thank You",
        "THANK YOU",
        "thank\nyou",
        "thank\r\nyou",
        "thank \u00a0 you",
        "thank\u3000you",
        "tha\u00adnk you",
        "th\u200bank you",
        "thank y\u2060ou",
        "\uff54\uff48\uff41\uff4e\uff4b you",
        "thank, you",
        "thanks u",
        "\u201cthank\u201d you",
        "\u202ethank\u202c you",
        "\u2066thank\u2069 you",
        "thank \u2013 you",
    ],
)
def test_ways_of_writing_the_same_are_the_same(text: str) -> None:
    """Spaces, ends of lines, wide letters and what can't be seen make no difference."""
    long = "I have read with great pleasure what you wrote,"
    assert len(found(f"{long} {text} all.", "thank you")) == 1


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I don\u2019t know", "not know"),
        ("I don't know", "don't know"),
        ("r\u00e9sum\u00e9 attached", "r\u00e9sum\u00e9"),
        ("re\u0301sume\u0301 attached", "r\u00e9sum\u00e9"),
        ("answering soon", "answer"),
        ("they answered", "answers"),
        ("it was fine", "be fine"),
        ("I'm here", "i be here"),
        ("the \ufb01rst one", "first"),
        ("Visit www.example.org/urgent please", "visit .. please"),
    ],
)
def test_forms_of_a_word_are_one_word(text: str, phrase: str) -> None:
    """Inflection, short forms, ligatures and marks over letters, however they are put together."""
    assert found(text, phrase)


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("=answer", "the answers", []),
        ("=answer", "the answer", ["answer"]),
        ("(please|kindly) reply", "kindly reply", ["kindly reply"]),
        ("please [do] reply", "please reply, please do reply", ["please reply", "please do reply"]),
        ("a .. b", "a 1 2 3 b", ["a 1 2 3 b"]),
        ("a .. b", "a 1 2 3 4 b", []),
        ("a ... b", "a 1 2 3 4 5 6 7 8 b", ["a 1 2 3 4 5 6 7 8 b"]),
        ("a ... b", "a 1. Then b", []),
        ("a ... b", "a 1!\n\nb", []),
        ("^ reply", "Well, reply. Reply now", ["Reply"]),
        ("any news ?", "Any news? Any news.", ["Any news"]),
        ("now !", "Now. Do it now!", ["now"]),
        ("sorry", "sorry sorry sorry", ["sorry", "sorry", "sorry"]),
        ("thank you", "thank you thank you", ["thank you", "thank you"]),
    ],
)
def test_the_notation_finds_what_it_says(phrase: str, text: str, expected: list[str]) -> None:
    """Alternatives, what may be missing, gaps, beginnings and ends of sentences."""
    assert found(text, phrase) == expected


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("This is urgent", True),
        ("This is not urgent", False),
        ("It isn't urgent at all", False),
        ("I don't want to press you, but it is urgent", True),
        ("It is no secret, urgent it is", True),
        ("It is not late. Urgent it is", True),
        ("Never before was it more urgent", True),
        ("not ever so very urgent", False),
    ],
)
def test_negators_reach_so_far(text: str, is_found: bool) -> None:
    """A word such as not turns what follows it, up to a comma, a word that breaks, or four words on."""
    assert bool(found(text, "urgent")) is is_found
    assert found(text, "urgent", negated=True) == [next(each for each in text.split() if "rgent" in each)]


def test_quotations_are_somebody_elses() -> None:
    """Words between quotation marks don't count, unless all that matters is that they are there."""
    text = "You said \u201cit is urgent\u201d."
    assert not found(text, "urgent")
    assert found(text, "urgent", quoted=True) == ["urgent"]
    assert found('A 24" screen is urgent', "urgent") == ["urgent"]
    assert found('An open " mark.\n\nUrgent "quote', "urgent") == ["Urgent"]


def test_exceptions_take_away_what_they_overlap() -> None:
    """Where an exception covers a word of a hit, the hit doesn't count; others do."""
    rush = {"exceptions": (Phrase("rush hour"),)}
    assert found("The rush hour is a rush", "rush", **rush) == ["rush"]
    assert not found("the rush hour", "rush", "the rush", **rush)


def test_company_is_kept_within_a_sentence() -> None:
    """`with` and `unless` look at the sentence of the hit and at no other."""
    asked = Phrase("reply", together=("today",), unless=("whenever",))
    assert found("Reply today.", asked) == ["Reply"]
    assert not found("Reply. See you today.", asked)
    assert not found("Reply today or whenever.", asked)
    assert found("Reply today. Come whenever.", asked) == ["Reply"]


def test_names_say_nothing_of_themselves() -> None:
    """Words within a name that stands there in full don't count; and the name is mentioned."""
    named = {"case.topics": ("urgent care unit", "the history of glass")}
    read = reading("The Urgent Care Unit is lovely.", "urgent", named=named, facts=("case.topics",))
    assert [(each.span.text, each.by) for each in read.hits] == [("Urgent Care Unit", "urgent care unit")]
    assert read.mentioned == {"case.topics": ("urgent care unit",)}
    loose = reading("Glass has a long history. So there.", "urgent", named=named)
    assert loose.mentioned == {"case.topics": ("the history of glass",)}
    assert not reading("Glass. And history.", "urgent", named=named).mentioned


def test_what_is_set_aside_is_not_read() -> None:
    """Neither quoted lines nor what stands under a signature's mark say anything."""
    text = "Fine by me.\n\n> it is urgent\n\n-- \nUrgent Ltd"
    assert not found(text, "urgent")
    assert {each.kind for each in reading(text, "urgent").set_aside} == {"quoted", "signature"}


def test_subjects_are_read_as_well() -> None:
    """A hit in the subject is placed in it, and comes before those of the text."""
    hits = reading("It is urgent.", "urgent", subject="Urgent: my case").hits
    assert [(each.span.part, each.span.start) for each in hits] == [("subject", 0), ("text", 6)]


def test_signs_without_words_are_found() -> None:
    """A pattern may find what has no word; it is placed where it is."""
    read = reading("Thanks \U0001f60a\U0001f60a bye!!!", patterns=(Pattern("\U0001f60a+"), Pattern("!{3,}")))
    assert [(each.span.text, each.span.column) for each in read.hits] == [
        ("\U0001f60a\U0001f60a", 8),
        ("!!!", 14),
    ]
    assert not found("\u201cfine \U0001f60a then\u201d", patterns=(Pattern("\U0001f60a"),))


def test_salutation_and_farewell_frame_the_message() -> None:
    """What comes first is looked for after the salutation, and what is missing put before the farewell."""
    text = "Dear Ana,\n\nthank you.\n\nKind regards,\nBen"
    read = reading(text, "thank you")
    assert text[: read.opening] == "Dear"
    assert text[read.closing :].startswith("Kind regards")


def test_languages_without_concepts_are_not_judged() -> None:
    """A text in another language gives no hits and isn't judged; a short one is taken for ours."""
    german = "Sehr geehrte Frau Meier, vielen Dank für das freundliche Gespräch am Montag bei Ihnen im Büro."
    read = reading(german, "dank", language="")
    assert (read.language, read.judged, read.hits) == ("de", False, ())
    short = reading("ok urgent", "urgent", language="")
    assert (short.language, short.sure, short.judged, len(short.hits)) == ("en", False, True, 1)
    long = reading("Thank you for the kind talk on Monday. " * 30, "thank you", language="")
    assert (long.language, long.sure) == ("en", True)


@pytest.mark.parametrize("phrase", ["{a}", "{b}", "please {a}"])
def test_lists_that_hold_themselves_are_refused(phrase: str) -> None:
    """A circle is told of, however long it is."""
    notation = Notation(Lexicon(ENGLISH), {"a": ["x {b}"], "b": ["y {a}"]})
    with pytest.raises(PhraseError, match="holds itself"):
        notation.pattern(phrase)
