"""Laws of reading: places are right, nothing is lost, order means nothing, and nothing can break it."""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import Final

import pytest
import re2
from hypothesis import example, given
from hypothesis import strategies as st

from etiquette._matching.compiled import Compiled
from etiquette._matching.places import Filter, expression
from etiquette._matching.reading import Recognition
from etiquette.messages import Reading, span_of
from etiquette.recognition import Language, Pattern, Phrase, Recogniser

ENGLISH: Final = Language(
    "en",
    stemmer="english",
    contractions={"n't": "not", "u": "you", "i'm": "i am"},
    negators=("not", "no"),
    breaks=("but",),
    lists={"some": ("thank", "please answer", "now")},
)
WORDS: Final = ("thank", "thanks", "you", "u", "i'm", "now", "please", "answer", "don't", "x", "é")
PARTS: Final = st.sampled_from(
    [*WORDS, "=now", "{some}", "(thank|please answer)", "[so]", "..", "...", "*wer"]
)
PHRASES: Final = st.tuples(
    st.sampled_from(["", "^ "]),
    st.sampled_from(WORDS),
    st.lists(PARTS, max_size=4),
    st.sampled_from(["", " ?", " !"]),
).map(lambda found: f"{found[0]}{' '.join((found[1], *found[2]))}{found[3]}")
TEXTS: Final = st.lists(
    st.sampled_from([*WORDS, ".", "?", "!", ",", "-", '"', "\n\n", "so", "not"]), max_size=30
).map(" ".join)
INVISIBLE: Final = "\u00ad\u200b\u202e\u2066\u0301\u2028\u2029\x85"
ODD: Final = INVISIBLE + "\ufb03\u0130\u00df\ufdfa\ud800\udfff\0\r\n\t\"'\u2019>.,!?/@"
ANYTHING: Final = st.lists(
    st.one_of(
        st.sampled_from([*WORDS, " ", "thank you", "answer now"]),
        st.sampled_from(list(ODD)),
        st.text(max_size=4),
        st.characters(categories=["Cs", "Mn", "Cf", "Lo", "So"]),
    ),
    max_size=40,
).map("".join)


@cache
def reader() -> Recognition:
    """A few phrases and patterns."""
    phrases = tuple(map(Phrase, ("thank you", "{some} .. now", "you ?", "^ answer", "=é")))
    mine = Recogniser("thanks", "en", phrases, (Pattern("!+"), Pattern("[^\\x00-\\x7f]")), negated=True)
    return Recognition({"en": ENGLISH}, [mine, Recogniser("other", "en", (Phrase("answer"),))], "en")


def seen(reading: Reading) -> list[tuple[object, ...]]:
    """All that hits say."""
    return [(each.concept, each.span, each.by, each.instead) for each in reading.hits]


@given(ANYTHING, ANYTHING)
@example("\ud800 thank you", "\udc00")
@example("thank\r\nyou\u2028now", "")
@example("\ufdfa thank you", "")
def test_places_are_those_of_the_text_as_given(text: str, subject: str) -> None:
    """Whatever the text, each hit is where it says to be, and reading comes to an end without an error."""
    for language in ("en", ""):
        for hit in reader().read(text, subject, {"case.sights": ("thank you",)}, language).hits:
            whole = subject if hit.span.part == "subject" else text
            assert hit.span == span_of(whole, hit.span.start, hit.span.end, hit.span.part)
            assert hit.span.text


@given(st.lists(PHRASES, min_size=1, max_size=6), TEXTS, st.randoms(use_true_random=False))
def test_order_means_nothing(phrases: list[str], text: str, random: Random) -> None:
    """Recognisers and phrases in any order read the same."""

    def read(order: list[str]) -> Reading:
        made = [Recogniser(each[-1:], "en", (Phrase(each), Phrase(order[0]))) for each in order[1:]]
        mine = [Recogniser("it", "en", tuple(map(Phrase, order))), *sorted(made, key=lambda one: one.concept)]
        random.shuffle(mine)
        return Recognition({"en": ENGLISH}, mine, "en").read(text, language="en")

    shuffled = phrases[1:]
    random.shuffle(shuffled)
    assert seen(read(phrases)) == seen(read([phrases[0], *shuffled]))


@given(st.lists(PHRASES, min_size=1, max_size=8), TEXTS)
def test_no_phrase_is_overlooked(phrases: list[str], text: str) -> None:
    """What is likely, by the words that are needed, holds all that an expression by itself finds."""
    mine = Recogniser("it", "en", tuple(map(Phrase, phrases)))
    compiled = Compiled(ENGLISH, [mine])
    words = compiled.lexicon.words(text)
    index, at = compiled._index, compiled.places(words)
    written = index.codes.written(words.stems, words.forms)
    for number in range(len(index._wanted)):
        there = {
            sentence
            for sentence, (first, end) in enumerate(words.sentences)
            if index.made(number).search(f"{''.join(written[first:end])}\n")
        }
        assert {each for each in range(len(words.sentences)) if at.holds(number, each)} == there
        assert there <= set(at.inside.get(number, ()))


@given(
    st.lists(st.text(st.sampled_from("ab c.?*|()[]{2}+^$é"), min_size=1, max_size=8), max_size=8),
    st.text(st.sampled_from("ab cé\n"), max_size=20),
)
def test_filters_find_what_expressions_find(patterns: list[str], text: str) -> None:
    """The filter tells of just those expressions that are in a text."""
    made = []
    for each in patterns:
        try:
            made.append(expression(each))
        except re2.error:
            continue  # what RE2 refuses isn't looked for
    found = sorted(set(Filter(made).inside(text.encode())))
    assert found == [number for number, each in enumerate(made) if each.search(text)]


@cache
def many_words() -> tuple[str, ...]:
    """Words that nobody has seen, more than a filter of RE2 has room for."""
    random = Random(1)  # noqa: S311 - no secret
    return tuple("".join(random.choices("abcdefghijklmnop", k=8)) + "q" for _ in range(15_000))


def test_thousands_of_phrases_lose_nothing() -> None:
    """Each of 5,000 phrases finds its own sentence, alone and in a text with all of them."""
    words = many_words()
    phrases = [f"{words[n]} .. ({words[n + 1]}|{words[n + 2]})" for n in range(0, 15_000, 3)]
    mine = Recogniser("it", "en", tuple(map(Phrase, phrases)))
    read = Recognition({"en": ENGLISH}, [mine], "en").read
    sentences = [f"So {words[n]} and {words[n + 2]} now." for n in range(0, 15_000, 3)]
    assert [each.by for each in read(" ".join(sentences), language="en").hits] == phrases
    for number in range(0, 5000, 250):
        assert [each.by for each in read(sentences[number], language="en").hits] == [phrases[number]]


def test_thousands_of_patterns_lose_nothing() -> None:
    """A filter of RE2 refuses so many words; they are shared among several."""
    words = many_words()[:4500]
    patterns = [f"{words[n]}.{{1,4}}(?:{words[n + 1]}|{words[n + 2]})" for n in range(0, 4500, 3)]
    made = Filter([expression(each) for each in patterns])
    text = " ".join(f"{words[n]} - {words[n + 2]}" for n in range(0, 4500, 3))
    assert sorted(made.inside(text.encode())) == list(range(1500))
    huge = Filter([expression("|".join(many_words())), expression("bbbb")])
    assert list(huge.inside(f"so {many_words()[777]}".encode())) == [0]


HOSTILE: Final = {
    "letters": "a" * 1_000_000,
    "words": "thank you " * 20_000,
    "quotation marks": '"' * 100_000,
    "quoted": '"thank you" ' * 20_000,
    "levels": ">" * 100_000 + " thank you",
    "quoted lines": "> thank you\n" * 20_000,
    "one long word": "x" * 1_000_000,
    "marks over a letter": "e" + "\u0301" * 200_000,
    "halves of characters": "\ud800" * 100_000,
    "nothing": "\0" * 100_000,
    "turned round": "\u202ethank\u202c " * 20_000,
    "ends of lines": "\n " * 100_000,
    "dots": ". " * 100_000,
    "addresses": "a@" * 50_000,
    "apostrophes": "n't" * 50_000,
    "everything": "".join(map(chr, range(0x10000))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_makes_reading_endless(name: str) -> None:
    """Texts that are meant to do harm are read to their end like others."""
    text = HOSTILE[name]
    found = reader().read(text, language="en").hits
    assert all(text[each.span.start : each.span.end] == each.span.text for each in found)


def test_repetition_is_counted_in_full() -> None:
    """Each of very many hits of one phrase is found, in one sentence as in many."""
    assert len(reader().read("thank you " * 3000, language="en").hits) == 3000
    assert len(re.findall("thank", "thank you? " * 500)) == 500
    asked = reader().read("Thank you? " * 500, language="en").hits
    assert sum(each.by == "thank you" for each in asked) == 500
